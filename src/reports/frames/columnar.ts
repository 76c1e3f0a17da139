import type { DataFrame, Series } from 'danfojs-node';
import { Table } from './table.ts';

/** What helpers take: numbers, a column or a frame of Danfo, or a table of ours. */
export type Columnar = ArrayLike<number> | Series | DataFrame | Table;

/** Arrays come back as typed arrays, everything else as what it was. */
export type SameKind<T> = T extends ArrayLike<number> ? Float64Array : T;

/** Carries out something for each column of numbers, and gives back what came in. Columns of text stay as they are. */
export function eachColumn(data: Columnar, change: (values: ArrayLike<number>) => Float64Array): Columnar {
  if (data instanceof Table) {
    return new Table({
      time: data.time,
      times: data.times,
      columns: Object.fromEntries(
        Object.entries(data.columns).map(([name, column]) => [
          name,
          column instanceof Float64Array && !data.times.has(name) ? change(column) : column,
        ]),
      ),
    });
  }
  if (isFrame(data)) return changedFrame(data, change);
  if (isSeries(data)) {
    const { index, columns } = data;
    return new (data.constructor as typeof Series)(Array.from(change(numbersOf(data.values as unknown[]))), {
      index: [...index],
      columns: [...columns],
      dtypes: ['float32'],
    });
  }
  return change(data);
}

function changedFrame(frame: DataFrame, change: (values: ArrayLike<number>) => Float64Array): DataFrame {
  const rows = frame.values as unknown[][];
  const columns = frame.columns.map((_, i) => {
    const values = rows.map((row) => row[i]);
    return values.some((value) => typeof value === 'string') ? values : Array.from(change(numbersOf(values)));
  });
  // The class is taken from the frame: loading Danfo here would make every program wait for it.
  return new (frame.constructor as typeof DataFrame)(
    rows.map((_, row) => columns.map((column) => column[row])),
    {
      columns: [...frame.columns],
      index: [...frame.index],
      dtypes: columns.map((column) =>
        column.some((value) => typeof value === 'string') ? 'string' : 'float32',
      ),
    },
  );
}

function numbersOf(values: readonly unknown[]): Float64Array {
  return Float64Array.from(values, (value) => (typeof value === 'number' ? value : Number.NaN));
}

function isFrame(data: unknown): data is DataFrame {
  return isDanfo(data) && 'groupby' in data;
}

function isSeries(data: unknown): data is Series {
  return isDanfo(data) && !('groupby' in data);
}

function isDanfo(data: unknown): data is object {
  return typeof data === 'object' && data !== null && '$dataIncolumnFormat' in data;
}
