import type { BarSeries } from '../../src/market/bar-series.ts';

/**
 * The features once more, straight from their definitions, each window added up afresh. Shares nothing with `src`
 * but the bars, and is only meant for inputs without gaps.
 */

type Column = Float64Array | readonly number[];

export function naiveMean(x: Column, period: number): number[] {
  return overWindows(x, period, (from, to) => sum(x, from, to) / period);
}

export function naiveDeviation(x: Column, period: number): number[] {
  return overWindows(x, period, (from, to) => {
    const mean = sum(x, from, to) / period;
    let squares = 0;
    for (let i = from; i < to; i++) squares += (x[i] - mean) ** 2;
    return Math.sqrt(squares / period);
  });
}

/** (1 − α) v + α x, seeded with the mean of the first `period` values from index `first` on. */
export function naiveSmoothing(x: Column, period: number, alpha: number, first = 0): number[] {
  const out = Array.from(x, () => Number.NaN);
  let value = sum(x, first, first + period) / period;
  for (let i = first + period - 1; i < x.length; i++) {
    if (i >= first + period) value = (1 - alpha) * value + alpha * x[i];
    out[i] = value;
  }
  return out;
}

export function naiveRsi(x: Column, period: number): number[] {
  const changes = Array.from(x, (value, i) => (i === 0 ? 0 : value - x[i - 1]));
  const smooth = (values: number[]) => naiveSmoothing(values, period, 1 / period, 1);
  const gains = smooth(changes.map((change) => (change > 0 ? change : 0)));
  const losses = smooth(changes.map((change) => (change < 0 ? -change : 0)));
  return gains.map((gain, i) => (100 * gain) / (gain + losses[i]));
}

export function naiveTrueRange({ high, low, close }: BarSeries): number[] {
  return Array.from(high, (_, i) =>
    i === 0
      ? Number.NaN
      : Math.max(high[i] - low[i], Math.abs(high[i] - close[i - 1]), Math.abs(low[i] - close[i - 1])),
  );
}

export function naiveAtr(series: BarSeries, period: number): number[] {
  return naiveSmoothing(naiveTrueRange(series), period, 1 / period, 1);
}

function overWindows(x: Column, period: number, compute: (from: number, to: number) => number): number[] {
  return Array.from(x, (_, i) => (i < period - 1 ? Number.NaN : compute(i - period + 1, i + 1)));
}

function sum(x: Column, from: number, to: number): number {
  let total = 0;
  for (let i = from; i < to; i++) total += x[i];
  return total;
}
