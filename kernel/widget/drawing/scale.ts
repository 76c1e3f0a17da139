import type { Chart } from '../frame.ts';

export interface Range {
  readonly low: number;
  readonly high: number;
}

/** Pixels of a value on an axis that grows upwards. */
export type Scale = (value: number) => number;

/** Lowest and highest of all finite values; null where there are none. */
export function rangeOf(...columns: readonly ArrayLike<number>[]): Range | null {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const column of columns) {
    for (let i = 0; i < column.length; i++) {
      const value = column[i];
      if (!Number.isFinite(value)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return low > high ? null : { low, high };
}

/** Values between two heights, with room for marks above and below. @param room pixels */
export function verticalScale({ low, high }: Range, top: number, bottom: number, room = 0): Scale {
  // What never changes lies in the middle.
  const span = high - low || Math.max(Math.abs(high), 1) * 0.02;
  const middle = (low + high) / 2;
  const from = middle - span / 2;
  const height = Math.max(1, bottom - top - 2 * room);
  return (value) => bottom - room - ((value - from) / span) * height;
}

/** Round values within a range, about `count` of them. */
export function niceTicks({ low, high }: Range, count: number): number[] {
  const span = high - low;
  if (!(span > 0) || count < 1) return [low];
  const rough = span / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((one) => one >= rough) ?? 10 * power;
  const ticks: number[] = [];
  for (let n = Math.ceil(low / step); n * step <= high; n++) ticks.push(Number((n * step).toPrecision(12)));
  return ticks;
}

/** Decimals that tell ticks apart. */
export function decimalsOf(ticks: readonly number[]): number {
  if (ticks.length < 2) return ticks.every(Number.isInteger) ? 0 : 2;
  const step = Math.abs(ticks[1] - ticks[0]);
  const needed = [0, 1, 2, 3, 4, 5, 6].find(
    (n) => Math.abs(step * 10 ** n - Math.round(step * 10 ** n)) < 1e-6,
  );
  return needed ?? 6;
}

/** `12,345.50` */
export function numberText(value: number, decimals: number): string {
  if (!Number.isFinite(value)) return '–';
  const [whole, fraction] = Math.abs(value).toFixed(decimals).split('.');
  const grouped = whole.replaceAll(/\B(?=(\d{3})+$)/g, ',');
  const sign = value < 0 && Number(value.toFixed(decimals)) !== 0 ? '−' : '';
  return `${sign}${grouped}${fraction === undefined ? '' : `.${fraction}`}`;
}

/** Prices in as many decimals as they need to be told apart. */
export function priceText(value: number): string {
  const size = Math.abs(value);
  return numberText(value, size >= 10 || size === 0 ? 2 : size >= 0.1 ? 4 : 6);
}

/** `−1.25%` */
export function percentText(fraction: number, decimals = 2): string {
  return Number.isFinite(fraction) ? `${numberText(100 * fraction, decimals)}%` : '–';
}

/** Where the entries of a chart stand: the same in every pane below one another. */
export interface Across {
  /** Pixels of an entry. */
  readonly slot: number;
  /** Where values end and their labels begin. */
  readonly plot: number;
  /** The middle of an entry. */
  readonly x: (index: number) => number;
  /** Where what is known ends. */
  readonly edge: number;
}

/** Share of the entries for which there is room behind the cursor. */
const AHEAD = 0.09;

/** @param labels pixels for the labels of values, at the right */
export function acrossOf(chart: Chart, width: number, labels: number): Across {
  const plot = Math.max(20, width - labels);
  const slots = chart.capacity + (chart.isAtCursor ? Math.max(2, Math.ceil(chart.capacity * AHEAD)) : 0);
  const slot = plot / slots;
  return {
    slot,
    plot,
    x: (index) => (index + 0.5) * slot,
    edge: (chart.close.length + (chart.pending === null ? 0 : 1)) * slot,
  };
}
