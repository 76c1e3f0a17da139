import { escapeHtml } from './escape-html.ts';
import type { MimeData } from './mime-bundle.ts';
import { alignedNumbers, isNumberOrNothing } from './numbers.ts';
import { plainText } from './plain-text.ts';

/** Rows of a table that are shown; of more, the first and last. */
const MAX_ROWS = 50;
/** Columns of a table that are shown; of more, the first. */
const MAX_COLUMNS = 30;
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
  readonly table: Table;
  readonly header: readonly string[];
  /** `number`, `text`, `time`, `boolean`; empty where values are of no one type. */
  readonly types: readonly string[];
  /** Undefined stands for the rows left out. */
  readonly rows: readonly (readonly string[] | undefined)[];
  readonly isNumeric: readonly boolean[];
  readonly caption: string;
}

function layOut(table: Table): Layout {
  const { columns, rowCount, cell, caption } = table;
  const shownColumns = Math.min(columns.length, MAX_COLUMNS);
  const half = MAX_ROWS / 2;
  const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);
  const indices =
    rowCount <= MAX_ROWS ? range(0, rowCount) : [...range(0, half), ...range(rowCount - half, rowCount)];
  const shown = range(0, shownColumns).map((column) => {
    const values = indices.map((row) => readCell(cell, row, column));
    const isNumeric = values.every(isNumberOrNothing);
    return {
      isNumeric,
      type: columns[column] === '' ? '' : typeOf(values),
      texts: isNumeric ? alignedNumbers(values) : values.map(cellText),
    };
  });
  const rows: (readonly string[] | undefined)[] = indices.map((_, i) => shown.map(({ texts }) => texts[i]));
  if (rowCount > MAX_ROWS) rows.splice(half, 0, undefined);
  const hidden = columns.length - shownColumns;
  return {
    table,
    header: columns.slice(0, shownColumns),
    types: shown.map(({ type }) => type),
    rows,
    isNumeric: shown.map(({ isNumeric }) => isNumeric),
    caption:
      (caption ?? sizeText(rowCount, columns.length)) + (hidden > 0 ? `, ${hidden} of them not shown` : ''),
  };
}

/** `251 rows × 6 columns` */
export function sizeText(rows: number, columns: number): string {
  return `${count(rows, 'row')} × ${count(columns, 'column')}`;
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

/** What all values of a column are, those that are missing left out. */
function typeOf(values: readonly unknown[]): string {
  const types = new Set(values.filter((value) => value !== undefined && value !== null).map(typeOfValue));
  return types.size === 1 ? [...types][0] : '';
}

function typeOfValue(value: unknown): string {
  if (value instanceof Date) return 'time';
  if (typeof value === 'bigint') return 'number';
  return typeof value === 'string' ? 'text' : typeof value;
}

function asHtml({ table, header, types, rows, isNumeric, caption }: Layout): string {
  const side = (column: number) =>
    isNumeric[column] ? ' style="text-align:right"' : ' style="text-align:left"';
  const type = (i: number) => (types[i] === '' ? '' : `<br><small>${types[i]}</small>`);
  const head = header.map((name, i) => `<th${side(i)}>${escapeHtml(name)}${type(i)}</th>`).join('');
  const body = rows.map((row) =>
    row === undefined
      ? `<tr><td colspan="${header.length}" style="text-align:center">⋮</td></tr>`
      : `<tr>${row.map((text, i) => `<td${side(i)}>${escapeHtml(text)}</td>`).join('')}</tr>`,
  );
  return [
    tableTag(table, header),
    `<thead><tr>${head}</tr></thead>`,
    `<tbody>`,
    ...body,
    '</tbody>',
    `</table><p>${escapeHtml(caption)}</p>`,
  ].join('\n');
}

/** Characters of CSV that a table carries besides what is seen of it, and rows that are looked at for it. */
const MOST_CSV = 24_000;
const MOST_CSV_ROWS = 1000;

/** With the number of all rows, and all of them as CSV where they are not too many, for `live-tables.ts`. */
function tableTag({ rowCount, cell }: Table, header: readonly string[]): string {
  const tag = `<table class="dataframe" data-rows="${rowCount}"`;
  if (rowCount > MOST_CSV_ROWS) return `${tag}>`;
  let csv = csvLine(header);
  for (let row = 0; row < rowCount; row++) {
    csv += csvLine(header.map((_, column) => csvText(readCell(cell, row, column))));
    if (csv.length > MOST_CSV) return `${tag}>`;
  }
  return `${tag} data-csv="${escapeHtml(csv)}">`;
}

function csvText(value: unknown): string {
  if (value === null || Number.isNaN(value)) return '';
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : cellText(value);
}

function csvLine(cells: readonly string[]): string {
  const quoted = cells.map((text) => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text));
  return `${quoted.join(',')}\n`;
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
