import { UserError } from '../foundation/user-error.ts';

/** How many rows an error shows. */
export const SHOWN_ROWS = 10;

/** One row that cannot be used. */
export interface RowProblem {
  /** Line in the file; the header is line 1. */
  readonly line: number;
  /** The column's name in the file; empty when the row as a whole is at fault. */
  readonly column: string;
  /** The cell, or the whole row, as it stands there. */
  readonly value: string;
  /** Follows the column's name in a sentence: `is not a number`. */
  readonly problem: string;
}

/** The first problems as a table, the first of all in the message, and how many there are in all. */
export function rowProblems(
  file: string,
  problems: readonly RowProblem[],
  total: number,
  hint?: string,
): UserError {
  const [first] = problems;
  const subject = first.column === '' ? 'the row' : first.column;
  const value = first.value === '' ? '' : ` "${shorten(first.value)}"`;
  const rest = total === 1 ? '' : `; ${total.toLocaleString('en-US')} rows cannot be used`;
  return new UserError(`${subject}${value} ${first.problem}${rest}`, {
    code: 'bad_rows',
    location: { file, line: first.line },
    hint,
    excerpt: formatTable(problems, total),
  });
}

function formatTable(problems: readonly RowProblem[], total: number): string {
  const rows = [
    ['line', 'column', 'value', 'problem'],
    ...problems.map((p) => [String(p.line), p.column, shorten(p.value), p.problem]),
  ];
  const widths = [0, 1, 2].map((c) => Math.max(...rows.map((row) => row[c].length)));
  const lines = rows.map(([line, column, value, problem]) =>
    [line.padStart(widths[0]), column.padEnd(widths[1]), value.padEnd(widths[2]), problem].join('  '),
  );
  const hidden = total - problems.length;
  return [...lines, ...(hidden > 0 ? [`… and ${hidden.toLocaleString('en-US')} more`] : [])].join('\n');
}

function shorten(text: string): string {
  const line = text.split(/\r\n|\n|\r/)[0];
  return line.length <= 40 && line === text ? line : `${line.slice(0, 39)}…`;
}
