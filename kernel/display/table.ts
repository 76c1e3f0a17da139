import { escapeHtml, type MimeData } from './mime-bundle.ts';
import { alignedNumbers, isNumberOrNothing } from './numbers.ts';
import { plainText } from './plain-text.ts';

/** Rows of a table that are shown; of more, the first and last. */
export const MAX_ROWS = 50;
/** Columns of a table that are shown; of more, the first. */
export const MAX_COLUMNS = 30;
/** Characters of a cell. */
const MAX_CELL = 120;

/** A value seen as a table. Cells are read only for the rows that are shown. */
export interface Table {
  readonly columns: readonly string[];
  readonly rowCount: number;
  readonly cell: (row: number, column: number) => unknown;
  /** Under the table: `251 rows × 6 columns` by default. */
  readonly caption?: string;
}

/** `text/html` and `text/plain` of a table. */
export function renderTable(table: Table): MimeData {
  const shown = layOut(table);
  return { 'text/html': asHtml(shown), 'text/plain': asText(shown) };
}

interface Layout {
  readonly header: readonly string[];
  /** Undefined stands for the rows left out. */
  readonly rows: readonly (readonly string[] | undefined)[];
  readonly isNumeric: readonly boolean[];
  readonly caption: string;
}

function layOut({ columns, rowCount, cell, caption }: Table): Layout {
  const shownColumns = Math.min(columns.length, MAX_COLUMNS);
  const half = MAX_ROWS / 2;
  const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);
  const indices =
    rowCount <= MAX_ROWS ? range(0, rowCount) : [...range(0, half), ...range(rowCount - half, rowCount)];
  const shown = range(0, shownColumns).map((column) => {
    const values = indices.map((row) => readCell(cell, row, column));
    const isNumeric = values.every(isNumberOrNothing);
    return { isNumeric, texts: isNumeric ? alignedNumbers(values) : values.map(cellText) };
  });
  const rows: (readonly string[] | undefined)[] = indices.map((_, i) => shown.map(({ texts }) => texts[i]));
  if (rowCount > MAX_ROWS) rows.splice(half, 0, undefined);
  const hidden = columns.length - shownColumns;
  return {
    header: columns.slice(0, shownColumns),
    rows,
    isNumeric: shown.map(({ isNumeric }) => isNumeric),
    caption:
      (caption ?? `${count(rowCount, 'row')} × ${count(columns.length, 'column')}`) +
      (hidden > 0 ? `, ${hidden} of them not shown` : ''),
  };
}

function count(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? '' : 's'}`;
}

/** A getter of a record may throw. */
function readCell(cell: Table['cell'], row: number, column: number): unknown {
  try {
    return cell(row, column);
  } catch {
    return '⚠ cannot be read';
  }
}

function cellText(value: unknown): string {
  if (value === undefined) return '';
  const text =
    typeof value === 'string'
      ? value
      : value instanceof Date && !Number.isNaN(value.getTime())
        ? value.toISOString().replace(/T00:00:00\.000Z$/, '')
        : plainText(value);
  const line = text.replaceAll(/\s*\n\s*/g, ' ');
  return line.length > MAX_CELL ? `${line.slice(0, MAX_CELL)}…` : line;
}

function asHtml({ header, rows, isNumeric, caption }: Layout): string {
  const side = (column: number) =>
    isNumeric[column] ? ' style="text-align:right"' : ' style="text-align:left"';
  const head = header.map((name, i) => `<th${side(i)}>${escapeHtml(name)}</th>`).join('');
  const body = rows.map((row) =>
    row === undefined
      ? `<tr><td colspan="${header.length}" style="text-align:center">⋮</td></tr>`
      : `<tr>${row.map((text, i) => `<td${side(i)}>${escapeHtml(text)}</td>`).join('')}</tr>`,
  );
  return [
    '<table class="dataframe">',
    `<thead><tr>${head}</tr></thead>`,
    `<tbody>`,
    ...body,
    '</tbody>',
    `</table><p>${escapeHtml(caption)}</p>`,
  ].join('\n');
}

function asText({ header, rows, isNumeric, caption }: Layout): string {
  const widths = header.map((name, i) =>
    Math.max(name.length, ...rows.map((row) => (row === undefined ? 1 : row[i].length))),
  );
  const line = (texts: readonly string[]) =>
    texts
      .map((text, i) => (isNumeric[i] ? text.padStart(widths[i]) : text.padEnd(widths[i])))
      .join('  ')
      .trimEnd();
  return [line(header), ...rows.map((row) => (row === undefined ? '⋮' : line(row))), '', caption].join('\n');
}
