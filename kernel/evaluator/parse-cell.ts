import { parseSync } from 'rolldown/utils';
import { CellSyntaxError } from './cell-syntax-error.ts';
import { isTooDeep } from './nesting.ts';
import { isNode, type Node } from './syntax-tree.ts';

/** How a cell is read: as TypeScript, or as TypeScript with JSX where only that makes sense of it. */
export type CellLanguage = 'ts' | 'tsx';

/** A cell that is TypeScript. */
export interface ParsedCell {
  readonly lang: CellLanguage;
  /** Names of the enums and namespaces at its top level. */
  readonly enums: readonly string[];
  /** It is an object, `{ fast: 10, slow: 40 }`, and nothing else: a block to a file, and what people mean in a notebook. */
  readonly isObject: boolean;
}

/**
 * Checks the syntax of a cell, as a module with top-level await.
 *
 * @throws CellSyntaxError for the first mistake.
 */
export function parseCell(code: string): ParsedCell {
  if (isTooDeep(code)) {
    throw new CellSyntaxError(
      'the cell is nested too deeply to be parsed',
      0,
      false,
      'give parts of it names of their own',
    );
  }
  const object = readObject(code);
  if (object !== undefined) return object;
  const asTs = read(code, 'ts');
  if (asTs.mistakes.length === 0) return { lang: 'ts', enums: asTs.enums(), isObject: false };
  // `<T>value` and `<T>(x) => x` are no TSX and `<b>text</b>` is no TS: at most one of both is meant.
  const asTsx = read(code, 'tsx');
  if (asTsx.mistakes.length === 0) return { lang: 'tsx', enums: asTsx.enums(), isObject: false };
  const [mistake] = looksLikeOpenTag(asTs, asTsx) ? asTsx.mistakes : asTs.mistakes;
  throw new CellSyntaxError(mistake.message, mistake.position, mistake.isEnd, mistake.help);
}

/** A cell that is an object literal whose first property is named: `{ a }` and `{ a() {} }` may be blocks. */
function readObject(code: string): ParsedCell | undefined {
  if (!/^\s*\{\s*(?:[\p{ID_Start}$_"'[\d/]|\.{3})[\s\S]*\}\s*$/u.test(code)) return undefined;
  for (const lang of ['ts', 'tsx'] as const) {
    const { errors, program } = parseSync(`cell.${lang}`, bracketed(code), {
      lang,
      sourceType: 'module',
      preserveParens: false,
    });
    if (errors.length > 0) continue;
    const [statement, ...more] = program.body as unknown as Node[];
    const { expression } = statement;
    if (more.length > 0 || !isNode(expression) || expression.type !== 'ObjectExpression') continue;
    const [{ type, shorthand, method, kind }] = expression.properties as readonly Node[];
    const isNamed = shorthand !== true && method !== true && kind === 'init';
    if (type === 'SpreadElement' || isNamed) return { lang, enums: [], isObject: true };
  }
  return undefined;
}

/** An object literal as an expression; the bracket stands before its first character. */
export function bracketed(code: string): string {
  return `(${code}\n)`;
}

interface Mistake {
  readonly message: string;
  readonly position: number;
  readonly isEnd: boolean;
  readonly help: string | undefined;
}

interface Reading {
  readonly mistakes: readonly Mistake[];
  enums(): string[];
}

function read(code: string, lang: CellLanguage): Reading {
  const result = parseSync(`cell.${lang}`, code, { lang, sourceType: 'module', showSemanticErrors: true });
  const end = code.trimEnd().length;
  return {
    mistakes: result.errors.map(({ message, labels, helpMessage }) => {
      const position = labels[0]?.start ?? 0;
      return {
        message,
        position,
        isEnd: isAtEnd(message, position, code, end),
        help: helpMessage ?? undefined,
      };
    }),
    // The tree is made when it is asked for, which few cells need.
    enums: () =>
      /\b(?:enum|namespace|module)\b/.test(code) ? enumNames(result.program.body as unknown as Node[]) : [],
  };
}

function enumNames(body: readonly Node[]): string[] {
  return body.flatMap(({ type, id, declare }) =>
    (type === 'TSEnumDeclaration' || type === 'TSModuleDeclaration') &&
    declare !== true &&
    isNode(id) &&
    typeof id.name === 'string'
      ? [id.name]
      : [],
  );
}

/** `<div>` alone is unfinished as TSX, and as TypeScript a type assertion without its value. */
function looksLikeOpenTag(asTs: Reading, asTsx: Reading): boolean {
  return !asTs.mistakes.some(({ isEnd }) => isEnd) && asTsx.mistakes.some(({ isEnd }) => isEnd);
}

function isAtEnd(message: string, position: number, code: string, end: number): boolean {
  if (position >= end || message === 'Unterminated multiline comment') return true;
  // A template literal may go on in the next line, a string in quotes may not.
  return message.startsWith('Unterminated') && (code[position] === '`' || code[position] === '}');
}
