import type { Data, DataType } from 'apache-arrow';

/** Values of one field on their way into a record batch. A row that is not set is null. */
export interface Column {
  readonly type: DataType;
  /** Whether the value comes back as it is; null always does. */
  fits(value: unknown): boolean;
  /** @param row in rising order, at most once each. @param value one that fits, and not null. */
  set(row: number, value: unknown): void;
  /** The values of the first rows; then the column is empty again. */
  take(rows: number): Data;
}
