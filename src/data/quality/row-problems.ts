import { UserError } from '../../foundation/user-error.ts';

/** How many rows an error or a report shows. */
export const SHOWN_ROWS = 10;

/** Of a cell with no finite number. */
export const NOT_A_NUMBER = 'is not a number';

/** One row that cannot be used, or that is odd. */
export interface RowProblem {
  readonly file: string;
  /** What `place` counts: lines of a text, the header being line 1, or rows from 1. */
  readonly unit: 'line' | 'row';
  readonly place: number;
  /** The column's name in the file; empty when the row as a whole is at fault. */
  readonly column: string;
  /** The cell, or the whole row, as it stands there. */
  readonly value: string;
  /** Follows the column's name in a sentence: `is not a number`. */
  readonly problem: string;
}

/** The first problems as a table, the first of all in the message, and how many there are in all. */
export function rowProblems(problems: readonly RowProblem[], total: number, hint?: string): UserError {
  const [first] = problems;
  const { file, unit, place } = first;
  const rest = total === 1 ? '' : `; ${total.toLocaleString('en-US')} rows cannot be used`;
  return new UserError(`${unit === 'row' ? `row ${place}: ` : ''}${problemText(first)}${rest}`, {
    code: 'bad_rows',
    location: unit === 'line' ? { file, line: place } : { file },
    hint,
    excerpt: problemTable(problems, total),
  });
}

/** `close "ten" is not a number`. */
export function problemText({ column, value, problem }: RowProblem): string {
  const subject = column === '' ? 'the row' : column;
  return `${subject}${value === '' ? '' : ` "${shorten(value)}"`} ${problem}`;
}

/** `prices.csv:5`, or `prices.parquet row 5`. */
export function placeText({ file, unit, place }: RowProblem): string {
  return unit === 'line' ? `${file}:${place}` : `${file} row ${place}`;
}

/** The problems beneath one another, and how many more there are. */
export function problemTable(problems: readonly RowProblem[], total: number): string {
  const [{ unit }] = problems;
  const several = new Set(problems.map(({ file }) => file)).size > 1;
  const rows = [
    [several ? 'place' : unit, 'column', 'value', 'problem'],
    ...problems.map((p) => [several ? placeText(p) : String(p.place), p.column, shorten(p.value), p.problem]),
  ];
  const widths = [0, 1, 2].map((c) => Math.max(...rows.map((row) => row[c].length)));
  const lines = rows.map(([place, column, value, problem]) =>
    [
      several ? place.padEnd(widths[0]) : place.padStart(widths[0]),
      column.padEnd(widths[1]),
      value.padEnd(widths[2]),
      problem,
    ].join('  '),
  );
  const hidden = total - problems.length;
  return [...lines, ...(hidden > 0 ? [`… and ${hidden.toLocaleString('en-US')} more`] : [])].join('\n');
}

function shorten(text: string): string {
  const line = text.split(/\r\n|\n|\r/)[0];
  return line.length <= 40 && line === text ? line : `${line.slice(0, 39)}…`;
}
