import { escapeHtml, tableTag } from '../../foundation/html.ts';
import { type Origin, originText, viewWithOrigin } from '../../workflows/origin/origin.ts';

/** A table as people see it; cells are read only where they are shown. */
export interface ShownTable {
  readonly columns: readonly { readonly name: string; readonly type: 'number' | 'text' | 'time' }[];
  readonly rows: number;
  readonly index: (row: number) => string;
  readonly cell: (row: number, column: number) => number | string | boolean | null | undefined;
}

/** Rows that are shown from the start and from the end. */
const SHOWN = 10;
const MOST_COLUMNS = 20;
const WIDEST = 60;
/** Characters of a column that is never broken into lines. */
const NARROW = 32;

interface Cells {
  readonly header: readonly string[];
  readonly types: readonly string[];
  /** Null stands for the rows between. */
  readonly rows: readonly (readonly string[] | null)[];
  readonly right: readonly boolean[];
  readonly size: string;
}

/** Lines with the columns beneath one another. */
export function tableText(table: ShownTable): string {
  const { header, rows, right, size } = cellsOf(table);
  const widths = header.map((name, i) => Math.max(name.length, ...rows.map((row) => row?.[i].length ?? 1)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => (right[i] ? cell.padStart(widths[i]) : cell.padEnd(widths[i])))
      .join('  ')
      .trimEnd();
  return [line(header), ...rows.map((row) => (row === null ? '…' : line(row))), size].join('\n');
}

/** A table in a notebook: with the run that it comes from, and a line when that is of yesterday. */
export function tableView(
  table: ShownTable,
  origin?: Origin,
): { readonly 'text/html': string; readonly 'text/plain': string } {
  const run = origin === undefined ? '' : `, ${originText(origin)}`;
  return viewWithOrigin(
    { 'text/html': tableHtml(table, run), 'text/plain': `${tableText(table)}${run}` },
    origin,
  );
}

/** @param note behind the number of rows and columns. */
function tableHtml(table: ShownTable, note: string): string {
  const { header, types, rows, right, size } = cellsOf(table);
  // Ids and times are not broken at their hyphens.
  const isNarrow = (i: number) => i > 0 && !right[i] && rows.every((row) => (row?.[i].length ?? 0) <= NARROW);
  const side = (i: number) =>
    ` style="text-align:${right[i] ? 'right' : 'left'}${isNarrow(i) ? ';white-space:nowrap' : ''}"`;
  const head = header
    .map(
      (name, i) => `<th${side(i)}>${escapeHtml(name)}${i === 0 ? '' : `<br><small>${types[i]}</small>`}</th>`,
    )
    .join('');
  const body = rows.map((row) =>
    row === null
      ? `<tr><td colspan="${header.length}" style="text-align:center">⋮</td></tr>`
      : `<tr>${row.map((cell, i) => (i === 0 ? `<th${side(i)}>${escapeHtml(cell)}</th>` : `<td${side(i)}>${escapeHtml(cell)}</td>`)).join('')}</tr>`,
  );
  return [
    tableTag(table.rows, {
      names: ['', ...table.columns.map(({ name }) => name)].slice(0, header.length),
      row: (at) => [table.index(at), ...header.slice(1).map((_, i) => table.cell(at, i))],
    }),
    `<thead><tr>${head}</tr></thead>`,
    '<tbody>',
    ...body,
    `</tbody></table><p>${size}${note}</p>`,
  ].join('\n');
}

function cellsOf({ columns, rows, index, cell }: ShownTable): Cells {
  const shown = columns.slice(0, MOST_COLUMNS);
  const row = (at: number) => [index(at), ...shown.map((_, i) => cellText(cell(at, i)))];
  const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => row(from + i));
  const left = columns.length - shown.length;
  return {
    header: ['', ...shown.map(({ name }) => name)],
    types: ['', ...shown.map(({ type }) => type)],
    right: [false, ...shown.map(({ type }) => type === 'number')],
    rows: rows <= 2 * SHOWN + 1 ? range(0, rows) : [...range(0, SHOWN), null, ...range(rows - SHOWN, rows)],
    size: `${rows} ${rows === 1 ? 'row' : 'rows'} × ${columns.length} ${columns.length === 1 ? 'column' : 'columns'}${left > 0 ? `, ${left} not shown` : ''}`,
  };
}

function cellText(value: ReturnType<ShownTable['cell']>): string {
  if (value === null || value === undefined || Number.isNaN(value)) return '';
  if (typeof value === 'number') return numberText(value);
  const line = String(value).replaceAll(/\s+/g, ' ');
  return line.length > WIDEST ? `${line.slice(0, WIDEST - 1)}…` : line;
}

/** Whole numbers as they are, others with up to six digits of which some stand before the point. */
function numberText(value: number): string {
  if (Number.isInteger(value)) return String(value);
  const size = Math.abs(value);
  if (size >= 1e15 || size < 1e-6) return value.toExponential(3);
  return value.toFixed(size >= 100 ? 2 : size >= 1 ? 4 : 6);
}
