import { Random } from '../../src/foundation/random.ts';
import { type BarSeries, barSeriesFromRows } from '../../src/market/bar-series.ts';

const DAY = 86_400_000;

/** Daily bars with these closes; high and low are the close unless given. NaN stands for an absent value. */
export function makeBars(
  closes: readonly number[],
  highs: readonly number[] = closes,
  lows: readonly number[] = closes,
): BarSeries {
  return barSeriesFromRows(
    'TEST',
    closes.map((close, i) => ({
      openTime: i * DAY,
      closeTime: (i + 1) * DAY - 1,
      open: close,
      high: highs[i],
      low: lows[i],
      close,
    })),
  );
}

/** A random walk around 100; each close is absent with probability `gaps`. */
export function randomBars(seed: number, length: number, gaps = 0): BarSeries {
  const random = new Random(seed);
  let price = 100;
  const closes: number[] = [];
  const highs: number[] = [];
  const lows: number[] = [];
  for (let i = 0; i < length; i++) {
    // A price that stands still now and then, so that features meet ties.
    if (random.uniform() > 0.1) price *= Math.exp(0.02 * random.normal());
    closes.push(random.uniform() < gaps ? Number.NaN : price);
    highs.push(price * (1 + 0.01 * random.uniform()));
    lows.push(price * (1 - 0.01 * random.uniform()));
  }
  return makeBars(closes, highs, lows);
}

/** Blocks of 5,000 bars around 10^12 and around 10^-3 in turn: what a running sum loses in the first shows in the second. */
export function hugeThenSmallBars(length: number): BarSeries {
  const random = new Random(42);
  const scale = (i: number) => (Math.floor(i / 5_000) % 2 === 0 ? 1e12 : 1e-3);
  const closes = Array.from({ length }, (_, i) => scale(i) * (1 + random.uniform()));
  return makeBars(
    closes,
    closes.map((close) => close * (1 + random.uniform())),
    closes.map((close) => close * (1 - 0.5 * random.uniform())),
  );
}
