import { type Columnar, eachColumn, type SameKind } from './columnar.ts';

/**
 * The values so many rows later, or earlier when below 0; NaN where there are none.
 *
 * @throws RangeError when `rows` is not a whole number.
 */
export function shift<T extends Columnar>(data: T, rows = 1): SameKind<T> {
  return eachColumn(data, (values) => shifted(values, rows)) as SameKind<T>;
}

/**
 * Change from so many rows before, as a fraction: 0.05 is 5 %.
 *
 * @throws RangeError when `rows` is not a whole number.
 */
export function pctChange<T extends Columnar>(data: T, rows = 1): SameKind<T> {
  return eachColumn(data, (values) => {
    const before = shifted(values, rows);
    return Float64Array.from({ length: values.length }, (_, i) => values[i] / before[i] - 1);
  }) as SameKind<T>;
}

function shifted(values: ArrayLike<number>, rows: number): Float64Array {
  if (!Number.isInteger(rows)) throw new RangeError(`rows must be a whole number, found ${rows}`);
  return Float64Array.from({ length: values.length }, (_, i) => {
    const from = i - rows;
    return from >= 0 && from < values.length ? values[from] : Number.NaN;
  });
}
