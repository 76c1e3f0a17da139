import { sharedColumn } from '../database.ts';
import type { BarTable, NumberRole, RawRows } from '../files/bar-table.ts';

/** Columns that every bar has a number in. */
export const PRICES = ['open', 'high', 'low', 'close'] as const satisfies readonly NumberRole[];

/** Rows of one file within `RawBars`. */
export interface RawPart {
  readonly table: BarTable;
  /** Of its first row in the columns. */
  readonly start: number;
  /** Numbers of its rows in the file, from 1; null where they were not asked for. */
  readonly rows: Float64Array | null;
}

/** Rows of a symbol from one file or several, behind one another, as columns of equal length. */
export interface RawBars {
  readonly length: number;
  readonly stamps: Float64Array;
  readonly numbers: Readonly<Partial<Record<NumberRole, Float64Array>>>;
  readonly parts: readonly RawPart[];
}

/** Puts the rows of several files behind one another: the file whose first bar is earliest first. */
export function joinRows(
  read: readonly { readonly table: BarTable; readonly rows: RawRows }[],
  roles: readonly NumberRole[],
): RawBars {
  const first = ({ stamps }: RawRows) =>
    stamps.find((stamp) => !Number.isNaN(stamp)) ?? Number.POSITIVE_INFINITY;
  const sorted = read
    .filter(({ rows }) => rows.length > 0)
    .map((one) => ({ ...one, first: first(one.rows) }))
    // Files that begin together stay in the order of their names.
    .sort((a, b) => (a.first === b.first ? 0 : a.first - b.first));
  let length = 0;
  const parts = sorted.map(({ table, rows }): RawPart => {
    const start = length;
    length += rows.length;
    return { table, start, rows: rows.rows };
  });
  const [only] = sorted;
  if (sorted.length === 1) return { length, stamps: only.rows.stamps, numbers: only.rows.numbers, parts };
  const joined = (columnOf: (rows: RawRows) => Float64Array | undefined) => {
    const column = sharedColumn(length);
    sorted.forEach(({ rows }, p) => {
      const from = columnOf(rows);
      if (from !== undefined) column.set(from, parts[p].start);
    });
    return column;
  };
  return {
    length,
    stamps: joined((rows) => rows.stamps),
    numbers: Object.fromEntries(roles.map((role) => [role, joined((rows) => rows.numbers[role])])),
    parts,
  };
}

/** The file that a row stands in. */
export function partOf({ parts }: RawBars, row: number): RawPart {
  let p = parts.length - 1;
  while (parts[p].start > row) p--;
  return parts[p];
}

/** The rows at these places, in this order. */
export function pickRows(column: Float64Array, rows: Uint32Array): Float64Array {
  const picked = sharedColumn(rows.length);
  for (let i = 0; i < rows.length; i++) picked[i] = column[rows[i]];
  return picked;
}
