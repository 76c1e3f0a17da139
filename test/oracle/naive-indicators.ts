import type { PlainBar } from './plain.ts';

/** Mean of the `period` values up to and including index `at`; NaN when there are too few. */
export function sma(values: number[], period: number, at: number): number {
  if (at < period - 1) return Number.NaN;
  let sum = 0;
  for (let i = at - period + 1; i <= at; i += 1) sum += values[i];
  return sum / period;
}

/** Population standard deviation of the same values. */
export function deviation(values: number[], period: number, at: number): number {
  const mean = sma(values, period, at);
  let squares = 0;
  for (let i = Math.max(0, at - period + 1); i <= at; i += 1) squares += (values[i] - mean) ** 2;
  return Math.sqrt(squares / period);
}

/** Distance from the mean in such deviations; 0 when nothing moves. */
export function zScore(values: number[], period: number, at: number): number {
  const width = deviation(values, period, at);
  return width === 0 ? 0 : (values[at] - sma(values, period, at)) / width;
}

/** Exponential average at index `at` of the values from index `first` on, seeded with the mean of `period` of them. */
export function ema(values: number[], period: number, at: number, first = 0): number {
  return smoothed(values, period, 2 / (period + 1), at, first);
}

function smoothed(values: number[], period: number, weight: number, at: number, first: number): number {
  if (at < first + period - 1) return Number.NaN;
  let average = sma(values.slice(first), period, period - 1);
  for (let i = first + period; i <= at; i += 1) average += weight * (values[i] - average);
  return average;
}

/** The line, fast average less slow one, and its signal line. */
export function macd(
  closes: number[],
  { fast, slow, signal }: { fast: number; slow: number; signal: number },
  at: number,
): { line: number; signal: number } {
  const lines = closes.map((_, i) => ema(closes, fast, i) - ema(closes, slow, i));
  return { line: at < 0 ? Number.NaN : lines[at], signal: ema(lines, signal, at, slow - 1) };
}

/** Change over `period` values, in percent. */
export function change(values: number[], period: number, at: number): number {
  return at < period ? Number.NaN : ((values[at] - values[at - period]) / values[at - period]) * 100;
}

/** Average true range of Wilder: the mean of the first `period` true ranges, which begin at index 1. */
export function averageTrueRange(bars: PlainBar[], period: number, at: number): number {
  const ranges = bars.map((bar, i) =>
    i === 0 ? Number.NaN : Math.max(bar.high, bars[i - 1].close) - Math.min(bar.low, bars[i - 1].close),
  );
  return smoothed(ranges, period, 1 / period, at, 1);
}

/** Highest high and lowest low of the `period` bars before index `at`. */
export function channelBefore(
  bars: PlainBar[],
  period: number,
  at: number,
): { upper: number; lower: number } {
  if (at < period) return { upper: Number.NaN, lower: Number.NaN };
  const before = bars.slice(at - period, at);
  return {
    upper: Math.max(...before.map(({ high }) => high)),
    lower: Math.min(...before.map(({ low }) => low)),
  };
}

/**
 * Relative strength index of Wilder at index `at`, first value at index `period`: the averages of gains and losses start
 * as plain means of the first `period` changes. 100 when nothing was lost, 50 when nothing moved at all.
 */
export function rsi(values: number[], period: number, at: number): number {
  if (at < period) return Number.NaN;
  let gain = 0;
  let loss = 0;
  for (let i = 1; i <= period; i += 1) {
    gain += Math.max(values[i] - values[i - 1], 0);
    loss += Math.max(values[i - 1] - values[i], 0);
  }
  gain /= period;
  loss /= period;
  for (let i = period + 1; i <= at; i += 1) {
    gain = (gain * (period - 1) + Math.max(values[i] - values[i - 1], 0)) / period;
    loss = (loss * (period - 1) + Math.max(values[i - 1] - values[i], 0)) / period;
  }
  if (loss === 0) return gain === 0 ? 50 : 100;
  return 100 - 100 / (1 + gain / loss);
}
