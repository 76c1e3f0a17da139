import type { BarSeries } from '../../src/market/bar-series.ts';
import { naiveDeviation, naiveMean } from './naive.ts';
import { eachFrom, naiveExtreme } from './naive-averages.ts';

/** Oscillators, volume, volatility and statistics once more, straight from their definitions; see `naive.ts`. */

type Column = Float64Array | readonly number[];

export const naiveTypical = ({ high, low, close }: BarSeries) =>
  Array.from(high, (_, i) => (high[i] + low[i] + close[i]) / 3);

export function naiveFastStochastic({ high, low, close }: BarSeries, period: number): number[] {
  const top = naiveExtreme(high, period, Math.max);
  const bottom = naiveExtreme(low, period, Math.min);
  return top.map((value, i) => (100 * (close[i] - bottom[i])) / (value - bottom[i]));
}

export function naiveWilliamsR({ high, low, close }: BarSeries, period: number): number[] {
  const top = naiveExtreme(high, period, Math.max);
  const bottom = naiveExtreme(low, period, Math.min);
  return top.map((value, i) => (-100 * (value - close[i])) / (value - bottom[i]));
}

export function naiveCci(series: BarSeries, period: number): number[] {
  const typical = naiveTypical(series);
  const mean = naiveMean(typical, period);
  return eachFrom(typical, period - 1, (i) => {
    const window = typical.slice(i - period + 1, i + 1);
    const distance = window.reduce((sum, value) => sum + Math.abs(value - mean[i]), 0) / period;
    return distance === 0 ? 0 : (typical[i] - mean[i]) / (0.015 * distance);
  });
}

export function naiveMoneyFlow(series: BarSeries): number[][] {
  const typical = naiveTypical(series);
  const flow = (sign: number) =>
    eachFrom(typical, 1, (i) =>
      sign * (typical[i] - typical[i - 1]) > 0 ? typical[i] * series.volume[i] : 0,
    );
  return [flow(1), flow(-1)];
}

export function naiveMfi(series: BarSeries, period: number): number[] {
  const [positive, negative] = naiveMoneyFlow(series).map((flow) => naiveMean(flow, period));
  return positive.map((value, i) => (100 * value) / (value + negative[i]));
}

export function naiveObv({ close, volume }: BarSeries): number[] {
  let total = 0;
  return Array.from(close, (_, i) => {
    if (i > 0) total += Math.sign(close[i] - close[i - 1]) * volume[i];
    return total;
  });
}

export function naiveVwma(x: Column, volume: Column, period: number): number[] {
  const money = naiveMean(
    Array.from(x, (value, i) => value * volume[i]),
    period,
  );
  return naiveMean(volume, period).map((units, i) => money[i] / units);
}

/** @param sessionOf a number that is the same for all bars of a session */
export function naiveVwap(series: BarSeries, sessionOf: (closeTime: number) => number): number[] {
  const typical = naiveTypical(series);
  let [session, money, units] = [Number.NaN, 0, 0];
  return typical.map((price, i) => {
    const now = sessionOf(series.closeTime[i]);
    if (now !== session) [session, money, units] = [now, 0, 0];
    money += price * series.volume[i];
    units += series.volume[i];
    return money / units;
  });
}

export const naiveReturns = (x: Column, period = 1) =>
  eachFrom(x, period, (i) => (x[i] - x[i - period]) / x[i - period]);

export const naiveLogReturns = (x: Column, period = 1) =>
  eachFrom(x, period, (i) => Math.log(x[i] / x[i - period]));

/** Sample standard deviation (ddof 1). */
function sampleDeviation(x: Column, period: number): number[] {
  return naiveDeviation(x, period).map((deviation) => deviation * Math.sqrt(period / (period - 1)));
}

export const naiveVolatility = (x: Column, period: number) => sampleDeviation(naiveLogReturns(x), period);

export const naiveBarVariance = {
  parkinson: ({ high, low }: BarSeries) =>
    Array.from(high, (_, i) => Math.log(high[i] / low[i]) ** 2 / (4 * Math.log(2))),
  garman_klass: ({ open, high, low, close }: BarSeries) =>
    Array.from(
      high,
      (_, i) =>
        0.5 * Math.log(high[i] / low[i]) ** 2 - (2 * Math.log(2) - 1) * Math.log(close[i] / open[i]) ** 2,
    ),
  rogers_satchell: ({ open, high, low, close }: BarSeries) =>
    Array.from(high, (_, i) => {
      const [u, d, c] = [high[i], low[i], close[i]].map((price) => Math.log(price / open[i]));
      return u * (u - c) + d * (d - c);
    }),
};

export const naiveRangeVolatility = (
  series: BarSeries,
  period: number,
  estimator: keyof typeof naiveBarVariance,
) => naiveMean(naiveBarVariance[estimator](series), period).map(Math.sqrt);

export function naiveYangZhang(series: BarSeries, period: number): number[] {
  const { open, close } = series;
  const overnight = sampleDeviation(
    eachFrom(open, 1, (i) => Math.log(open[i] / close[i - 1])),
    period,
  );
  const intraday = sampleDeviation(
    Array.from(open, (_, i) => Math.log(close[i] / open[i])),
    period,
  );
  const ranges = naiveRangeVolatility(series, period, 'rogers_satchell');
  const k = 0.34 / (1.34 + (period + 1) / (period - 1));
  return overnight.map((gap, i) => Math.sqrt(gap ** 2 + k * intraday[i] ** 2 + (1 - k) * ranges[i] ** 2));
}

export function naiveZScore(x: Column, period: number): number[] {
  const mean = naiveMean(x, period);
  return naiveDeviation(x, period).map((deviation, i) => (x[i] - mean[i]) / deviation);
}

export function naiveSkew(x: Column, period: number): number[] {
  return eachFrom(x, period - 1, (i) => {
    const window = Array.from(x.slice(i - period + 1, i + 1));
    const mean = sum(window) / period;
    const second = sum(window.map((value) => (value - mean) ** 2)) / period;
    const third = sum(window.map((value) => (value - mean) ** 3)) / period;
    return ((third / second ** 1.5) * Math.sqrt(period * (period - 1))) / (period - 2);
  });
}

/** Sums of products about the means of the last `period` pairs: [xx, yy, xy]. */
function products(x: Column, y: Column, period: number, i: number, lag = 0): [number, number, number] {
  const xs = Array.from(x.slice(i - period + 1, i + 1));
  const ys = Array.from(y.slice(i - period + 1 - lag, i + 1 - lag));
  const [meanX, meanY] = [sum(xs) / period, sum(ys) / period];
  const [dx, dy] = [xs.map((value) => value - meanX), ys.map((value) => value - meanY)];
  return [sum(dx.map((d) => d * d)), sum(dy.map((d) => d * d)), sum(dx.map((d, j) => d * dy[j]))];
}

export function naiveCorrelation(x: Column, y: Column, period: number, lag = 0): number[] {
  return eachFrom(x, period - 1 + lag, (i) => {
    const [xx, yy, xy] = products(x, y, period, i, lag);
    return xy / Math.sqrt(xx) / Math.sqrt(yy);
  });
}

export function naiveBeta(x: Column, y: Column, period: number): number[] {
  return eachFrom(x, period - 1, (i) => {
    const [, yy, xy] = products(x, y, period, i);
    return xy / yy;
  });
}

export function naiveHalfLife(x: Column, period: number): number[] {
  return eachFrom(x, period, (i) => {
    const [, yy, xy] = products(x, x, period, i, 1);
    const slope = xy / yy;
    return slope > 0 && slope < 1 ? -Math.log(2) / Math.log(slope) : Number.NaN;
  });
}

export function naiveHurst(x: Column, period: number): number[] {
  return eachFrom(x, period - 1, (i) => {
    const window = x.slice(i - period + 1, i + 1);
    const points: [number, number][] = [];
    for (let k = 1; k <= period / 4; k *= 2) {
      const squares = Array.from({ length: period - k }, (_, j) => (window[j + k] - window[j]) ** 2);
      points.push([Math.log(k), Math.log(Math.sqrt(sum(squares) / squares.length))]);
    }
    const meanX = sum(points.map(([a]) => a)) / points.length;
    const meanY = sum(points.map(([, b]) => b)) / points.length;
    return (
      sum(points.map(([a, b]) => (a - meanX) * (b - meanY))) / sum(points.map(([a]) => (a - meanX) ** 2))
    );
  });
}

function sum(values: readonly number[]): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
