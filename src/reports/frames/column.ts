/** Numbers, NaN where there is none; or text, empty where there is none. */
export type Column = Float64Array | readonly string[];

/** Columns of one length by name. */
export interface ColumnData {
  readonly columns: Readonly<Record<string, Column>>;
  /** Opening of the bar of each row, UTC milliseconds; null where rows have no times. */
  readonly time: Float64Array | null;
  /** Columns that hold UTC milliseconds. */
  readonly times: ReadonlySet<string>;
  readonly length: number;
  /** What rows are called. */
  readonly index: readonly string[] | readonly number[];
}
