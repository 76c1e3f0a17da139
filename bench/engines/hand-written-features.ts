import type { BarSeries } from '../../src/market/bar-series.ts';

/**
 * Each feature as one would write it first, with default parameters: running sums and all. Faster code is hardly
 * possible; what it lacks is what RollingMean and RollingDeviation say (sums that drift, gaps in the data) and any way
 * to stop, save and go on. Where a feature has several columns, the first.
 */
export const HAND_WRITTEN: Readonly<Record<string, (bars: BarSeries) => Float64Array>> = {
  sma: ({ close }) => runningMean(close, 20),
  ema: ({ close }) => smoothed(close, 20, 2 / 21, 0),
  std_dev: ({ close }) => runningDeviation(close, 20, runningMean(close, 20)),
  bollinger: ({ close }) => {
    const middle = runningMean(close, 20);
    const deviation = runningDeviation(close, 20, middle);
    const upper = new Float64Array(close.length);
    const lower = new Float64Array(close.length);
    for (let i = 0; i < close.length; i++) {
      upper[i] = middle[i] + 2 * deviation[i];
      lower[i] = middle[i] - 2 * deviation[i];
    }
    return middle;
  },
  rsi: ({ close }) => {
    const gains = new Float64Array(close.length);
    const losses = new Float64Array(close.length);
    for (let i = 1; i < close.length; i++) {
      const change = close[i] - close[i - 1];
      gains[i] = Math.max(change, 0);
      losses[i] = Math.max(-change, 0);
    }
    const gain = smoothed(gains, 14, 1 / 14, 1);
    const loss = smoothed(losses, 14, 1 / 14, 1);
    return gain.map((value, i) => (100 * value) / (value + loss[i]));
  },
  true_range: (bars) => trueRanges(bars),
  atr: (bars) => smoothed(trueRanges(bars), 14, 1 / 14, 1),
};

function runningMean(x: Float64Array, period: number): Float64Array {
  const out = new Float64Array(x.length).fill(Number.NaN);
  let sum = 0;
  for (let i = 0; i < x.length; i++) {
    sum += x[i];
    if (i >= period) sum -= x[i - period];
    if (i >= period - 1) out[i] = sum / period;
  }
  return out;
}

function runningDeviation(x: Float64Array, period: number, mean: Float64Array): Float64Array {
  const out = new Float64Array(x.length).fill(Number.NaN);
  let squares = 0;
  for (let i = 0; i < x.length; i++) {
    squares += x[i] * x[i];
    if (i >= period) squares -= x[i - period] * x[i - period];
    if (i >= period - 1) out[i] = Math.sqrt(Math.max(0, squares / period - mean[i] * mean[i]));
  }
  return out;
}

function smoothed(x: Float64Array, period: number, alpha: number, first: number): Float64Array {
  const out = new Float64Array(x.length).fill(Number.NaN);
  let value = 0;
  for (let i = first; i < x.length; i++) {
    if (i < first + period) value += x[i] / period;
    else value += alpha * (x[i] - value);
    if (i >= first + period - 1) out[i] = value;
  }
  return out;
}

function trueRanges({ high, low, close }: BarSeries): Float64Array {
  const out = new Float64Array(close.length).fill(Number.NaN);
  for (let i = 1; i < close.length; i++) {
    out[i] = Math.max(high[i], close[i - 1]) - Math.min(low[i], close[i - 1]);
  }
  return out;
}
