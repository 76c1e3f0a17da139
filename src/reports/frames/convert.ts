import type { Table as ArrowTable } from 'apache-arrow';
import type { DataFrame } from 'danfojs-node';
import { arrow } from '../../tracing/arrow/apache-arrow.ts';
import type { Column, ColumnData } from './column.ts';
import { danfo } from './danfo.ts';
import { noteTimes } from './frame-methods.ts';

/**
 * Between our columns, Danfo and Arrow: the only module that knows how each of them wants its data.
 */

/** Names that a Danfo frame has itself: a column of such a name would stand before it. */
const TAKEN = new Set([
  'index',
  'columns',
  'shape',
  'values',
  'dtypes',
  'size',
  'config',
  'plot',
  'tensor',
  'T',
]);

/** A frame with the same numbers, to the last bit. Names that Danfo keeps for itself get a line below behind them. */
export async function danfoOf(table: ColumnData): Promise<DataFrame> {
  const { DataFrame: Frame } = await danfo();
  const { columns, length, index } = table;
  const names = Object.keys(columns).map((name) => (TAKEN.has(name) ? `${name}_` : name));
  // Danfo takes no typed arrays. "float32" is its only word for numbers; they are doubles all the same.
  const dtypes = Object.values(columns).map((column) =>
    column instanceof Float64Array ? 'float32' : 'string',
  );
  const lists = Object.values(columns);
  const rows = Array.from({ length }, (_, row) => lists.map((column) => column[row]));
  // Danfo has no frame without rows that knows its columns.
  if (length === 0) return new Frame([], { columns: names });
  const frame = new Frame(rows, { columns: names, dtypes, index: [...index] });
  noteTimes(frame, table.times);
  return frame;
}

export function arrowOf({ columns, time, times }: ColumnData): ArrowTable {
  const { makeVector, Table: Arrow, TimestampMillisecond, vectorFromArray, Utf8 } = arrow();
  const vectorOf = (column: Column, isTime: boolean) => {
    if (!(column instanceof Float64Array)) return vectorFromArray(column, new Utf8());
    if (!isTime) return makeVector(column);
    const type = new TimestampMillisecond('UTC');
    return vectorFromArray(
      Array.from(column, (value) => (Number.isNaN(value) ? null : value)),
      type,
    );
  };
  return new Arrow({
    ...(time === null ? {} : { time: vectorOf(time, true) }),
    ...Object.fromEntries(
      Object.entries(columns).map(([name, column]) => [name, vectorOf(column, times.has(name))]),
    ),
  }) as unknown as ArrowTable;
}

/** The table as an Arrow file. */
export function arrowBytes(table: ColumnData): Uint8Array {
  return arrow().tableToIPC(arrowOf(table), 'file');
}
