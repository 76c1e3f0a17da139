import { relative } from 'node:path';
import type { Diagnostic } from '../language-service.ts';
import { type TypeScript, ts } from './typescript.ts';

/**
 * Findings that notebooks live with. A type that nobody wrote is `any`: asking for more types is for projects. The
 * checker asks all the same, because without, `[]` is `never[]` to it. A cell's `export` means nothing. Newer TypeScript
 * allows tuples of which some members have names (5084), setters of other types than getters (2380), and generators that
 * hand on to iterators which take nothing (2763 to 2766).
 */
const ACCEPTED = new Set([
  2323, 2380, 2484, 2763, 2764, 2765, 2766, 5084, 7005, 7006, 7008, 7009, 7010, 7011, 7012, 7013, 7014, 7015,
  7017, 7018, 7019, 7020, 7022, 7023, 7024, 7025, 7026, 7031, 7032, 7033, 7034, 7041, 7051, 7052, 7055, 7057,
]);

/**
 * Modules and types that are not found, and elements that may not exist. When the cell runs the module may be there,
 * found in another way.
 */
const DOUBTFUL = new Set([2307, 2732, 2792, 2875, 6137, 7016, 7053]);

/** With `@jsx h` elements are calls of `h`, and nothing is imported for them. */
const CLASSIC_PRAGMA = /@jsx(?:Frag)?\s/;
const ELEMENTS_MODULE = /'[^']*\/jsx-(?:dev-)?runtime'/;

/** Whether a module was looked for in vain. */
export function isUnresolved({ code }: TypeScript.Diagnostic): boolean {
  return DOUBTFUL.has(code) && code !== 7053;
}

/** The cell as the checker sees it. */
export interface CheckedCell {
  readonly file: TypeScript.SourceFile;
  /** Where the cell's code begins in the file, and how long it is. */
  readonly offset: number;
  readonly length: number;
  readonly folder: string;
}

export function toDiagnostic(found: TypeScript.Diagnostic, cell: CheckedCell): Diagnostic | undefined {
  if (ACCEPTED.has(found.code) || found.file === undefined) return undefined;
  const message = ts.flattenDiagnosticMessageText(found.messageText, '\n');
  if (isUnresolved(found) && ELEMENTS_MODULE.test(message) && CLASSIC_PRAGMA.test(found.file.text))
    return undefined;
  const isError = found.category === ts.DiagnosticCategory.Error && !DOUBTFUL.has(found.code);
  const diagnostic: Diagnostic = {
    severity: isError ? 'error' : 'warning',
    code: `TS${found.code}`,
    message,
  };
  const start = found.start ?? 0;
  if (found.file !== cell.file) {
    const { line, character } = ts.getLineAndCharacterOfPosition(found.file, start);
    const path = relative(cell.folder, found.file.fileName);
    return { ...diagnostic, file: { path, line: line + 1, column: character + 1 } };
  }
  const from = start - cell.offset;
  // What tslab appends to the cell is no place of the user's.
  if (from > cell.length) return undefined;
  return { ...diagnostic, span: { start: from, end: Math.min(from + (found.length ?? 0), cell.length) } };
}
