import type { Cell, CheckResult, Diagnostic } from '../language/language-service.ts';

/** What the kernel makes of the checker's findings. */
export interface Verdict {
  readonly errors: readonly Diagnostic[];
  /** Lines for stderr, or for a traceback. */
  readonly lines: readonly string[];
}

export function verdictOn(cell: Cell, result: CheckResult): Verdict {
  if (!result.checked) return { errors: [], lines: result.notice === undefined ? [] : [result.notice] };
  const errors = result.diagnostics.filter(({ severity }) => severity === 'error');
  return { errors, lines: result.diagnostics.flatMap((diagnostic) => linesOf(cell, diagnostic)) };
}

function linesOf(cell: Cell, { severity, code, message, span, file }: Diagnostic): string[] {
  const colour = severity === 'error' ? '\u001B[31m' : '\u001B[33m';
  const what = `${colour}${code}\u001B[0m: ${message}`;
  if (file !== undefined) return [`${file.path}:${file.line}:${file.column} - ${what}`];
  if (span === undefined) return [`${cell.name} - ${what}`];
  const before = cell.code.slice(0, span.start).split('\n');
  const line = cell.code.split('\n')[before.length - 1];
  const column = before.at(-1)!.length;
  const width = Math.max(1, Math.min(span.end - span.start, line.length - column));
  const gutter = String(before.length);
  return [
    `${cell.name}:${before.length}:${column + 1} - ${what}`,
    `    ${gutter} | ${line}`,
    `    ${' '.repeat(gutter.length)} | ${line.slice(0, column).replaceAll(/[^\t]/g, ' ')}${colour}${'~'.repeat(width)}\u001B[0m`,
  ];
}
