import { sizeText, type Table } from './table.ts';

type Row = Readonly<Record<string, unknown>>;

/** Records looked at for their columns; a table of millions has the same keys further down. */
const SAMPLED = 1000;

/** The table that a value is, if it is one: records in an array, a Map, a typed array, an Arrow table. */
export function tableOf(value: unknown): Table | undefined {
  if (Array.isArray(value)) return tableOfRecords(value);
  if (value instanceof Map) return tableOfMap(value);
  if (ArrayBuffer.isView(value) && !(value instanceof DataView) && !(value instanceof Uint8Array)) {
    return tableOfNumbers(value as unknown as ArrayLike<number | bigint>);
  }
  return tableOfArrow(value);
}

function tableOfRecords(rows: readonly unknown[]): Table | undefined {
  if (rows.length === 0 || !rows.slice(0, SAMPLED).every(isRecord)) return undefined;
  const columns = columnsOf(rows as readonly Row[]);
  if (columns.length === 0) return undefined;
  return {
    columns: ['', ...columns],
    rowCount: rows.length,
    cell: (row, column) => (column === 0 ? row : (rows[row] as Row | undefined)?.[columns[column - 1]]),
    caption: sizeText(rows.length, columns.length),
  };
}

function columnsOf(rows: readonly Row[]): string[] {
  return [...new Set(rows.slice(0, SAMPLED).flatMap((row) => Object.keys(row)))];
}

function tableOfMap(map: ReadonlyMap<unknown, unknown>): Table | undefined {
  if (map.size === 0) return undefined;
  const entries = [...map];
  if (entries.slice(0, SAMPLED).every(([, value]) => isRecord(value))) {
    const columns = columnsOf(entries.map(([, value]) => value as Row));
    return {
      columns: ['key', ...columns],
      rowCount: entries.length,
      cell: (row, column) =>
        column === 0 ? entries[row][0] : (entries[row][1] as Row | undefined)?.[columns[column - 1]],
      caption: `Map of ${entries.length}`,
    };
  }
  return {
    columns: ['key', 'value'],
    rowCount: entries.length,
    cell: (row, column) => entries[row][column],
    caption: `Map of ${entries.length}`,
  };
}

function tableOfNumbers(numbers: ArrayLike<number | bigint>): Table {
  return {
    columns: ['', 'value'],
    rowCount: numbers.length,
    cell: (row, column) => (column === 0 ? row : numbers[row]),
    caption: `${numbers.constructor.name} of ${numbers.length}`,
  };
}

/** The parts of an Arrow table that are needed; the class depends on the copy of the package that made it. */
interface ArrowTable {
  readonly numRows: number;
  readonly schema: { readonly fields: readonly { readonly name: string }[] };
  getChildAt(index: number): { get(row: number): unknown } | null;
}

function tableOfArrow(value: unknown): Table | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { numRows, schema, getChildAt } = value as Partial<ArrowTable>;
  if (typeof numRows !== 'number' || !Array.isArray(schema?.fields) || typeof getChildAt !== 'function')
    return undefined;
  const table = value as ArrowTable;
  return {
    columns: table.schema.fields.map(({ name }) => String(name)),
    rowCount: numRows,
    cell: (row, column) => table.getChildAt(column)?.get(row),
  };
}

function isRecord(value: unknown): value is Row {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
