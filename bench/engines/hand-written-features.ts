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
  wma: ({ close }) => {
    const out = new Float64Array(close.length).fill(Number.NaN);
    let sum = 0;
    let weighted = 0;
    for (let i = 0; i < close.length; i++) {
      // What is in the window counts one less than before, and what leaves it not at all.
      weighted += i < 20 ? (i + 1) * close[i] : 20 * close[i] - sum;
      sum += i < 20 ? close[i] : close[i] - close[i - 20];
      if (i >= 19) out[i] = weighted / 210;
    }
    return out;
  },
  dema: ({ close }) => {
    const once = smoothed(close, 20, 2 / 21, 0);
    const twice = smoothed(once, 20, 2 / 21, 19);
    return once.map((value, i) => 2 * value - twice[i]);
  },
  macd: ({ close }) => {
    const slow = smoothed(close, 26, 2 / 27, 0);
    const line = smoothed(close, 12, 2 / 13, 0).map((fast, i) => fast - slow[i]);
    const signal = smoothed(line, 9, 2 / 10, 25);
    const histogram = new Float64Array(close.length);
    for (let i = 0; i < close.length; i++) histogram[i] = line[i] - signal[i];
    return line;
  },
  highest: ({ close }) => windowExtreme(close, 20, Math.max),
  donchian: ({ high, low }) => {
    const upper = windowExtreme(high, 20, Math.max);
    const lower = windowExtreme(low, 20, Math.min);
    return upper.map((value, i) => (value + lower[i]) / 2);
  },
  williams_r: ({ high, low, close }) => {
    const top = windowExtreme(high, 14, Math.max);
    const bottom = windowExtreme(low, 14, Math.min);
    return top.map((value, i) => (-100 * (value - close[i])) / (value - bottom[i]));
  },
  roc: ({ close }) => close.map((value, i) => (i < 10 ? Number.NaN : 100 * (value / close[i - 10] - 1))),
  obv: ({ close, volume }) => {
    const out = new Float64Array(close.length);
    for (let i = 1; i < close.length; i++) {
      out[i] = out[i - 1] + Math.sign(close[i] - close[i - 1]) * volume[i];
    }
    return out;
  },
  vwma: ({ close, volume }) => {
    const units = runningMean(volume, 20);
    const money = runningMean(
      close.map((price, i) => price * volume[i]),
      20,
    );
    return money.map((value, i) => value / units[i]);
  },
  cci: ({ high, low, close }) => {
    const price = close.map((value, i) => (high[i] + low[i] + value) / 3);
    const mean = runningMean(price, 20);
    const out = new Float64Array(close.length).fill(Number.NaN);
    for (let i = 19; i < close.length; i++) {
      let distances = 0;
      for (let j = i - 19; j <= i; j++) distances += Math.abs(price[j] - mean[i]);
      out[i] = (price[i] - mean[i]) / ((0.015 * distances) / 20);
    }
    return out;
  },
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

function windowExtreme(x: Float64Array, period: number, of: (a: number, b: number) => number): Float64Array {
  const out = new Float64Array(x.length).fill(Number.NaN);
  for (let i = period - 1; i < x.length; i++) {
    let extreme = x[i];
    for (let j = i - period + 1; j < i; j++) extreme = of(extreme, x[j]);
    out[i] = extreme;
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
