/** The values so many rows later, or earlier when below 0; NaN where there are none. */
export function shiftValues(values: ArrayLike<number>, rows = 1): Float64Array {
  return Float64Array.from({ length: values.length }, (_, i) => {
    const from = i - rows;
    return from >= 0 && from < values.length ? values[from] : Number.NaN;
  });
}

/** Change from so many rows before, as a fraction: 0.05 is 5 %. */
export function pctChange(values: ArrayLike<number>, rows = 1): Float64Array {
  const before = shiftValues(values, rows);
  return Float64Array.from({ length: values.length }, (_, i) => values[i] / before[i] - 1);
}
