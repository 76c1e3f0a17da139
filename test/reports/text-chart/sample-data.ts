import { Random } from '../../../src/foundation/random.ts';

export const DAY = 86_400_000;
export const HOUR = 3_600_000;

export interface SampleBars {
  readonly times: Float64Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
}

/** A seeded walk in cents from 100: only sums and products, so the same digits on every platform. */
export function sampleBars(length: number, spacing = DAY, start = Date.UTC(2024, 0, 1)): SampleBars {
  const random = new Random(11);
  const column = () => new Float64Array(length);
  const bars: SampleBars = {
    times: column(),
    open: column(),
    high: column(),
    low: column(),
    close: column(),
    volume: column(),
  };
  let price = 10_000;
  for (let i = 0; i < length; i++) {
    const open = price + random.integer(-20, 20);
    const close = Math.max(100, open + random.integer(-150, 160));
    bars.times[i] = start + i * spacing;
    bars.open[i] = open / 100;
    bars.close[i] = close / 100;
    bars.high[i] = (Math.max(open, close) + random.integer(0, 80)) / 100;
    bars.low[i] = (Math.min(open, close) - random.integer(0, 80)) / 100;
    bars.volume[i] = random.integer(100_000, 2_000_000);
    price = close;
  }
  return bars;
}

/** Mean of the last `window` values, NaN before there are so many. */
export function movingAverage(values: Float64Array, window: number): Float64Array {
  return values.map((_, i) => {
    if (i < window - 1) return Number.NaN;
    return values.subarray(i - window + 1, i + 1).reduce((a, b) => a + b, 0) / window;
  });
}

/** Fall from the highest value so far, as a fraction. */
export function drawdown(values: Float64Array): Float64Array {
  let peak = Number.NEGATIVE_INFINITY;
  return values.map((value) => {
    peak = Math.max(peak, value);
    return value / peak - 1;
  });
}
