import type { TimeForm } from '../times/time-form.ts';
import type { ColumnPositions, ColumnRole } from './columns.ts';

/** Columns that hold numbers, in the order in which they are read. */
export const NUMBER_ROLES = [
  'open',
  'high',
  'low',
  'close',
  'volume',
  'adjusted_close',
  'split',
  'dividend',
] as const satisfies readonly ColumnRole[];
export type NumberRole = (typeof NUMBER_ROLES)[number];

/** Times in milliseconds as the file writes them, both ends included; infinite where open. */
export interface StampRange {
  readonly first: number;
  readonly last: number;
}

/** The rows of a file that are wanted, in file order. */
export interface RawRows {
  readonly length: number;
  /** As the file writes them, wall clocks as if they were UTC; NaN where a cell cannot be read. */
  readonly stamps: Float64Array;
  /** Of the roles asked for; NaN where a cell is empty or no number. On shared memory. */
  readonly numbers: Readonly<Partial<Record<NumberRole, Float64Array>>>;
  /** Numbers of the rows in the file, from 1; null unless they were asked for. */
  readonly rows: Float64Array | null;
}

/** What is known of a file as a whole. */
export interface TableExtent {
  /** Of the file, and of the symbol that is wanted. */
  readonly rows: number;
  readonly own: number;
  /** Stamps of the symbol; NaN when none can be read. */
  readonly first: number;
  readonly last: number;
}

/** Cells of one row for a message. */
export interface RowCells {
  /** Line in a text file, where the header is line 1; else the row's number from 1. */
  readonly place: number;
  /** Text of the cells as they stand there; empty where they are. */
  readonly time: string;
  readonly numbers: Readonly<Partial<Record<NumberRole, string>>>;
}

/** The bars of one symbol in one file, of whatever format. Methods may be called in any order, and again. */
export interface BarTable {
  /** As the user wrote it, for messages. */
  readonly name: string;
  readonly format: 'csv' | 'parquet' | 'arrow';
  /** What a place in it is called: `line` in text, else `row`. */
  readonly unit: 'line' | 'row';
  readonly form: TimeForm;
  readonly positions: ColumnPositions;
  readonly header: readonly string[];
  /** The first stamps of the symbol, at most `limit`; NaN where a cell cannot be read. */
  firstStamps(limit: number): Promise<Float64Array>;
  /** Rows of the symbol within the range, and those whose time cannot be read, so that they are not lost unseen. */
  read(roles: readonly NumberRole[], range: StampRange, withRows: boolean): Promise<RawRows>;
  extent(): Promise<TableExtent>;
  /** Symbols in the file, sorted; only of one that has a column of them. */
  symbols(): Promise<string[]>;
  /** Cells of rows given by number, in rising order. */
  cells(rows: readonly number[], roles: readonly NumberRole[]): Promise<RowCells[]>;
  /** What to tell when reading failed for what is in the file; undefined when the failure is a bug of ours. */
  explain(failure: unknown): Promise<Error | undefined>;
}
