import type { BarSeries } from '../../src/market/bar-series.ts';
import { naiveAtr, naiveSmoothing, naiveTrueRange } from './naive.ts';

/** Averages, trends and channels once more, straight from their definitions; see `naive.ts`. */

type Column = Float64Array | readonly number[];

const naiveEma = (x: Column, period: number, first = 0) => naiveSmoothing(x, period, 2 / (period + 1), first);

export function naiveWma(x: Column, period: number): number[] {
  return eachFrom(x, period - 1, (i) => {
    let sum = 0;
    let weights = 0;
    for (let weight = 1; weight <= period; weight++) {
      sum += weight * x[i - period + weight];
      weights += weight;
    }
    return sum / weights;
  });
}

export function naiveDema(x: Column, period: number): number[] {
  const once = naiveEma(x, period);
  const twice = naiveEma(once, period, period - 1);
  return once.map((value, i) => 2 * value - twice[i]);
}

export function naiveTema(x: Column, period: number): number[] {
  const once = naiveEma(x, period);
  const twice = naiveEma(once, period, period - 1);
  const thrice = naiveEma(twice, period, 2 * (period - 1));
  return once.map((value, i) => 3 * value - 3 * twice[i] + thrice[i]);
}

export function naiveHma(x: Column, period: number): number[] {
  const half = naiveWma(x, Math.floor(period / 2));
  const whole = naiveWma(x, period);
  const raw = half.map((value, i) => 2 * value - whole[i]);
  return naiveWma(raw, Math.floor(Math.sqrt(period)));
}

export function naiveEfficiency(x: Column, period: number): number[] {
  return eachFrom(x, period, (i) => {
    let way = 0;
    for (let j = i - period + 1; j <= i; j++) way += Math.abs(x[j] - x[j - 1]);
    return Math.abs(x[i] - x[i - period]) / way;
  });
}

export function naiveKama(x: Column, period: number, fast: number, slow: number): number[] {
  const efficiency = naiveEfficiency(x, period);
  let value = x[period - 1];
  return eachFrom(x, period, (i) => {
    const alpha = (efficiency[i] * (2 / (fast + 1) - 2 / (slow + 1)) + 2 / (slow + 1)) ** 2;
    value = alpha * x[i] + (1 - alpha) * value;
    return value;
  });
}

export function naiveMacd(x: Column, fast: number, slow: number, signal: number): number[][] {
  const quick = naiveEma(x, fast);
  const lazy = naiveEma(x, slow);
  return withSignal(
    quick.map((value, i) => value - lazy[i]),
    slow,
    signal,
  );
}

export function naiveMacdAligned(x: Column, fast: number, slow: number, signal: number): number[][] {
  const quick = naiveEma(x, fast, slow - fast);
  const lazy = naiveEma(x, slow);
  return withSignal(
    quick.map((value, i) => value - lazy[i]),
    slow,
    signal,
  );
}

function withSignal(macd: number[], slow: number, signal: number): number[][] {
  const line = naiveEma(macd, signal, slow - 1);
  return [macd, line, macd.map((value, i) => value - line[i])];
}

export function naiveAdx(series: BarSeries, period: number): number[][] {
  const { high, low } = series;
  const wilder = (x: Column, first: number) => naiveSmoothing(x, period, 1 / period, first);
  const moves = Array.from(high, (_, i) => ({ up: high[i] - high[i - 1], down: low[i - 1] - low[i] }));
  const up = wilder(
    moves.map(({ up, down }) => (up > down && up > 0 ? up : 0)),
    1,
  );
  const down = wilder(
    moves.map(({ up, down }) => (down > up && down > 0 ? down : 0)),
    1,
  );
  const range = wilder(naiveTrueRange(series), 1);
  const plus = up.map((value, i) => (100 * value) / range[i]);
  const minus = down.map((value, i) => (100 * value) / range[i]);
  const index = plus.map((value, i) =>
    value + minus[i] === 0 ? 0 : (100 * Math.abs(value - minus[i])) / (value + minus[i]),
  );
  return [wilder(index, period), plus, minus];
}

export function naiveExtreme(x: Column, period: number, of: (...values: number[]) => number): number[] {
  return eachFrom(x, period - 1, (i) => of(...x.slice(i - period + 1, i + 1)));
}

export function naiveDonchian({ high, low }: BarSeries, period: number, lag: number): number[][] {
  const shifted = (x: number[]) => x.map((_, i) => (i < lag ? Number.NaN : x[i - lag]));
  const upper = shifted(naiveExtreme(high, period, Math.max));
  const lower = shifted(naiveExtreme(low, period, Math.min));
  return [upper.map((value, i) => (value + lower[i]) / 2), upper, lower];
}

export function naiveKeltner(series: BarSeries, period: number, multiplier: number, atrPeriod: number) {
  const middle = naiveEma(series.close, period);
  const distance = naiveAtr(series, atrPeriod).map((range) => multiplier * range);
  return [
    middle,
    middle.map((value, i) => value + distance[i]),
    middle.map((value, i) => value - distance[i]),
  ];
}

export function naiveSupertrend(series: BarSeries, period: number, multiplier: number): number[][] {
  const { high, low, close } = series;
  const range = naiveAtr(series, period);
  const directions = Array.from(close, () => Number.NaN);
  let [upper, lower, direction] = [Infinity, -Infinity, 0];
  const values = eachFrom(close, period, (i) => {
    const middle = (high[i] + low[i]) / 2;
    if (direction === 0) direction = close[i] >= middle ? 1 : -1;
    const [above, below] = [middle + multiplier * range[i], middle - multiplier * range[i]];
    upper = close[i - 1] > upper ? above : Math.min(upper, above);
    lower = close[i - 1] < lower ? below : Math.max(lower, below);
    if (direction === 1 && close[i] <= lower) direction = -1;
    else if (direction === -1 && close[i] > upper) direction = 1;
    directions[i] = direction;
    return direction === 1 ? lower : upper;
  });
  return [values, directions];
}

export function naiveAroon({ high, low }: BarSeries, period: number): number[][] {
  const up = eachFrom(high, period, (i) => {
    const window = high.slice(i - period, i + 1);
    return (100 * window.indexOf(Math.max(...window))) / period;
  });
  const down = eachFrom(low, period, (i) => {
    const window = low.slice(i - period, i + 1);
    return (100 * window.indexOf(Math.min(...window))) / period;
  });
  return [up, down, up.map((value, i) => value - down[i])];
}

/** NaN before bar `first`, then what `compute` says, in order. */
export function eachFrom(x: Column, first: number, compute: (i: number) => number): number[] {
  const out = Array.from(x, () => Number.NaN);
  for (let i = first; i < x.length; i++) out[i] = compute(i);
  return out;
}
