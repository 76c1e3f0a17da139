import { Random } from '../../src/foundation/random.ts';
import { type BarSeries, barSeriesFromRows } from '../../src/market/bar-series.ts';

const DAY = 86_400_000;

export interface OpensAndVolumes {
  /** The close where left out. */
  readonly opens?: readonly number[];
  /** Absent where left out. */
  readonly volumes?: readonly number[];
}

/** Daily bars with these closes; high and low are the close unless given. NaN stands for an absent value. */
export function makeBars(
  closes: readonly number[],
  highs: readonly number[] = closes,
  lows: readonly number[] = closes,
  { opens = closes, volumes = [] }: OpensAndVolumes = {},
): BarSeries {
  return barSeriesFromRows(
    'TEST',
    closes.map((close, i) => ({
      openTime: i * DAY,
      closeTime: (i + 1) * DAY - 1,
      open: opens[i],
      high: highs[i],
      low: lows[i],
      close,
      volume: volumes[i] ?? Number.NaN,
    })),
  );
}

/** A random walk around 100 with volumes; each close, and each volume, is absent with probability `gaps`. */
export function randomBars(seed: number, length: number, gaps = 0): BarSeries {
  const random = new Random(seed);
  const other = new Random(seed + 1);
  let price = 100;
  const closes: number[] = [];
  const highs: number[] = [];
  const lows: number[] = [];
  const opens: number[] = [];
  const volumes: number[] = [];
  for (let i = 0; i < length; i++) {
    // A price that stands still now and then, so that features meet ties.
    if (random.uniform() > 0.1) price *= Math.exp(0.02 * random.normal());
    closes.push(random.uniform() < gaps ? Number.NaN : price);
    highs.push(price * (1 + 0.01 * random.uniform()));
    lows.push(price * (1 - 0.01 * random.uniform()));
    opens.push(lows[i] + other.uniform() * (highs[i] - lows[i]));
    volumes.push(other.uniform() < gaps ? Number.NaN : Math.round(1000 * Math.exp(other.normal())));
  }
  return makeBars(closes, highs, lows, { opens, volumes });
}

/** Blocks of 5,000 bars around 10^12 and around 10^-3 in turn: what a running sum loses in the first shows in the second. */
export function hugeThenSmallBars(length: number): BarSeries {
  const random = new Random(42);
  const scale = (i: number) => (Math.floor(i / 5_000) % 2 === 0 ? 1e12 : 1e-3);
  const closes = Array.from({ length }, (_, i) => scale(i) * (1 + random.uniform()));
  const highs = closes.map((close) => close * (1 + random.uniform()));
  const lows = closes.map((close) => close * (1 - 0.5 * random.uniform()));
  return makeBars(closes, highs, lows, {
    opens: lows.map((low, i) => low + random.uniform() * (highs[i] - low)),
    volumes: closes.map(() => 1 + Math.floor(1000 * random.uniform())),
  });
}
