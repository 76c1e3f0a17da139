import { type Columnar, eachColumn, type SameKind } from './columnar.ts';

/** When a window that is not full yet has a value. */
export interface RollingOptions {
  /** Values that a window must hold; all of them by default. */
  readonly min?: number;
}

/** What a window of values comes to; NaN values are left out of what it is given. */
export type WindowMeasure = (values: Float64Array) => number;

/** Measures of the last values at each row: of an array, a column or all columns of numbers of a frame or table. */
export interface Rolling<T> {
  sum(): T;
  mean(): T;
  /** Sample standard deviation, ddof 1. */
  std(): T;
  /** Sample variance, ddof 1. */
  var(): T;
  min(): T;
  max(): T;
  median(): T;
  /** Any other measure of the values of a window that are there. */
  apply(measure: WindowMeasure): T;
}

/**
 * A window that moves down the rows, as pandas' `rolling`: NaN until it holds enough values.
 *
 * @param window rows, 1 or more.
 * @throws RangeError for one that is no whole number.
 */
export function rolling<T extends Columnar>(
  data: T,
  window: number,
  { min = window }: RollingOptions = {},
): Rolling<SameKind<T>> {
  if (!(Number.isInteger(window) && window >= 1))
    throw new RangeError(`a window must be a whole number of rows, found ${window}`);
  const over = (measure: WindowMeasure) =>
    eachColumn(data, (values) => windows(values, window, min, measure)) as SameKind<T>;
  return {
    sum: () => over(sumOf),
    mean: () => over(meanOf),
    std: () => over((values) => Math.sqrt(varianceOf(values))),
    var: () => over(varianceOf),
    min: () => over((values) => values.reduce((a, b) => Math.min(a, b))),
    max: () => over((values) => values.reduce((a, b) => Math.max(a, b))),
    median: () => over(medianOf),
    apply: over,
  };
}

/** Each window is measured from scratch: nothing builds up over a long series, and a NaN leaves no trace behind it. */
function windows(
  values: ArrayLike<number>,
  window: number,
  min: number,
  measure: WindowMeasure,
): Float64Array {
  const held = new Float64Array(window);
  return Float64Array.from({ length: values.length }, (_, row) => {
    let count = 0;
    for (let i = Math.max(0, row + 1 - window); i <= row; i++)
      if (!Number.isNaN(values[i])) held[count++] = values[i];
    return count < Math.max(1, min) ? Number.NaN : measure(held.subarray(0, count));
  });
}

function sumOf(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum;
}

function meanOf(values: Float64Array): number {
  return sumOf(values) / values.length;
}

function varianceOf(values: Float64Array): number {
  const mean = meanOf(values);
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i] - mean) ** 2;
  return values.length < 2 ? Number.NaN : squares / (values.length - 1);
}

function medianOf(values: Float64Array): number {
  const sorted = values.slice().sort();
  const middle = sorted.length >>> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
