import { parseSync } from 'rolldown/utils';
import { CellSyntaxError } from '../evaluator/cell-syntax-error.ts';
import { isTooDeep } from '../evaluator/nesting.ts';
import { parseCell } from '../evaluator/parse-cell.ts';
import type { IsCompleteResult } from './language-service.ts';

/** Larger than what anybody types: such code is run as it is. */
const LIMIT = 1_000_000;

/**
 * What may follow code whose mistake does not lie at its end, so that the mistake is that it ends: `const x` lacks its
 * value, `a?.` a name, `(a) =>` a body, `interface` a name and body, `<>a` its end; a backslash continues a string.
 */
const CONTINUATIONS = [' = 0', '_', ' 0', ' A {}', '</>', '\n"', "\n'"];

/** Whether a cell can run as it is (`complete`), needs more lines (`incomplete`), or cannot be mended by more (`invalid`). */
export function isComplete(code: string): IsCompleteResult {
  if (code.length > LIMIT || isTooDeep(code)) return { status: 'unknown' };
  const mistake = mistakeIn(code);
  if (mistake === undefined) {
    return lacksBody(code) ? { status: 'incomplete', indent: indentAfter(code) } : { status: 'complete' };
  }
  if (isInText(mistake)) return { status: 'incomplete', indent: '' };
  const isObject = /^\s*\{/.test(code) && mistakeIn(`(${code}`)?.unfinished === true;
  if (
    mistake.unfinished ||
    isObject ||
    CONTINUATIONS.some((more) => mistakeIn(code.trimEnd() + more) === undefined)
  ) {
    return { status: 'incomplete', indent: indentAfter(code) };
  }
  return { status: 'invalid' };
}

function mistakeIn(code: string): CellSyntaxError | undefined {
  try {
    parseCell(code);
    return undefined;
  } catch (error) {
    if (error instanceof CellSyntaxError) return error;
    throw error;
  }
}

/** Within a template literal, where each blank counts. */
function isInText({ message, unfinished }: CellSyntaxError): boolean {
  return unfinished && message.startsWith('Unterminated') && !message.includes('comment');
}

/** `function f()` is an overload to TypeScript. Who types it goes on with `{`. */
function lacksBody(code: string): boolean {
  if (!/\bfunction\b/.test(code) || /[;}]\s*$/.test(code)) return false;
  const last = parseSync('cell.ts', code, { lang: 'ts', sourceType: 'module' }).program.body.at(-1);
  return last?.type === 'TSDeclareFunction' && last.declare !== true;
}

/** Blanks for the next line: those of the last one, and two more after what opens a block, list or body. */
function indentAfter(code: string): string {
  const last = code.trimEnd().split('\n').at(-1)!;
  const [indent] = /^\s*/.exec(last)!;
  const opens = /(?:[{([]|=>|^\s*(?:case\b.*|default\s*):)\s*(?:\/\/.*)?$/.test(last);
  return opens ? `${indent}  ` : indent;
}
