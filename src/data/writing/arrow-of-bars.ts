import type { Vector } from 'apache-arrow';
import type { BarSeries } from '../../market/bar-series.ts';
import { arrow } from '../../tracing/arrow/apache-arrow.ts';
import { DAY } from '../interval.ts';
import { columnOf, shapeOf } from './table-shape.ts';

/** Bars as an Arrow IPC file (Feather V2), not compressed: dates for daily bars, else timestamps in UTC milliseconds. */
export function arrowOfBars(series: readonly BarSeries[]): Uint8Array {
  const { Table, tableToIPC } = arrow();
  const shape = shapeOf(series);
  const columns: Record<string, Vector> = {};
  if (shape.hasSymbol) {
    columns.symbol = symbolVector(
      series.map(({ symbol }) => symbol),
      shape.rows.map((rows) => rows.length),
    );
  }
  const times = columnOf(series, shape, 'openTime');
  if (shape.isDaily) columns.date = dateVector(times);
  else columns.timestamp = timestampVector(times);
  for (const name of shape.fields) columns[name] = arrow().makeVector(columnOf(series, shape, name));
  return tableToIPC(new Table(columns), 'file');
}

function symbolVector(symbols: readonly string[], counts: readonly number[]): Vector {
  const { Dictionary, Int32, Utf8, makeData, makeVector, vectorFromArray } = arrow();
  const dictionary = vectorFromArray([...symbols], new Utf8());
  const data = Int32Array.from(counts.flatMap((count, s) => Array.from({ length: count }, () => s)));
  const type = new Dictionary(new Utf8(), new Int32());
  return makeVector(makeData({ type, length: data.length, data, dictionary }));
}

function dateVector(times: Float64Array): Vector {
  const { DateDay, makeData, makeVector } = arrow();
  const data = Int32Array.from(times, (time) => time / DAY);
  return makeVector(makeData({ type: new DateDay(), length: data.length, data }));
}

function timestampVector(times: Float64Array): Vector {
  const { TimestampMillisecond, makeData, makeVector } = arrow();
  const data = BigInt64Array.from(times as ArrayLike<number> as ArrayLike<never>, BigInt);
  return makeVector(makeData({ type: new TimestampMillisecond('UTC'), length: data.length, data }));
}
