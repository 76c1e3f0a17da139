/** Points that a line keeps: two for each pixel of a screen. */
export const MOST_POINTS = 2000;

/**
 * Rows of a long line that show what all of them would: of each of many equal stretches the first, the lowest, the highest and the
 * last. Gaps stay where a stretch holds nothing but gaps. All rows where there are few.
 *
 * @param most rows to keep, at most.
 */
export function rowsToDraw(values: ArrayLike<number>, most: number = MOST_POINTS): Uint32Array {
  const { length } = values;
  if (length <= most) return Uint32Array.from({ length }, (_, row) => row);
  const stretches = Math.max(1, Math.floor(most / 4));
  const rows: number[] = [];
  for (let stretch = 0; stretch < stretches; stretch++) {
    const from = Math.floor((stretch * length) / stretches);
    const to = Math.floor(((stretch + 1) * length) / stretches);
    rows.push(...extremesOf(values, from, to));
  }
  return Uint32Array.from(rows);
}

/** First, lowest, highest and last finite value of rows [from, to), in their order; the first row where there is none. */
function extremesOf(values: ArrayLike<number>, from: number, to: number): number[] {
  let first = -1;
  let last = -1;
  let low = -1;
  let high = -1;
  for (let row = from; row < to; row++) {
    const value = values[row];
    if (!Number.isFinite(value)) continue;
    if (first < 0) first = row;
    last = row;
    if (low < 0 || value < values[low]) low = row;
    if (high < 0 || value > values[high]) high = row;
  }
  if (first < 0) return [from];
  return [...new Set([first, low, high, last])].sort((a, b) => a - b);
}

/** The chosen rows of a column, for JSON: null where a value is not a number. */
export function picked(values: ArrayLike<number>, rows: ArrayLike<number>): (number | null)[] {
  return Array.from(rows, (row) => (Number.isFinite(values[row]) ? short(values[row]) : null));
}

/** Ten significant digits: more than any screen shows, and half of the text. */
export function short(value: number): number {
  return Number.isFinite(value) ? Number(value.toPrecision(10)) : value;
}
