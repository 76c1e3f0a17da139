import { expect, test } from 'vitest';
import {
  autocorrelation,
  barVariance,
  beta,
  cci,
  correlation,
  fastStochastic,
  halfLife,
  hurst,
  returns,
  skew,
  volatility,
  williamsR,
  yangZhangVolatility,
  zScore,
} from '../../../src/features/index.ts';
import { Random } from '../../../src/foundation/random.ts';
import { compute } from '../compute.ts';
import { makeBars } from '../make-bars.ts';

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** x ← φ x + noise, from 0. */
function autoregressive(phi: number, length: number): number[] {
  const random = new Random(9);
  let x = 0;
  return Array.from({ length }, () => {
    x = phi * x + random.normal();
    return x;
  });
}

test('returns are fractions, and absent where a price is not positive', () => {
  expect(compute(makeBars([4, 5, 0, 5, -1]), returns())).toEqual([NaN, 0.25, NaN, NaN, NaN]);
  expect(compute(makeBars([1, 1, Math.E]), returns(2, { kind: 'log' }))[2]).toBeCloseTo(1, 15);
});

test('volatility is the sample deviation of log returns, scaled to a year by its square root', () => {
  const closes = [1, Math.exp(0.01), Math.exp(0.04)];
  const daily = Math.sqrt(2) * 0.01;
  expect(compute(makeBars(closes), volatility(2))[2]).toBeCloseTo(daily, 15);
  expect(compute(makeBars(closes), volatility(2, 252))[2]).toBeCloseTo(daily * Math.sqrt(252), 14);
});

test('range volatilities read the variance that made the bars', () => {
  const random = new Random(3);
  const [opens, highs, lows, closes]: number[][] = [[], [], [], []];
  let price = Math.log(100);
  for (let i = 0; i < 2000; i++) {
    const path = [price];
    for (let step = 0; step < 200; step++) path.push(path[step] + (0.02 / Math.sqrt(200)) * random.normal());
    opens.push(Math.exp(path[0]));
    highs.push(Math.exp(Math.max(...path)));
    lows.push(Math.exp(Math.min(...path)));
    closes.push(Math.exp(path[200]));
    price = path[200];
  }
  const bars = makeBars(closes, highs, lows, { opens });
  for (const estimator of ['parkinson', 'garman_klass', 'rogers_satchell'] as const) {
    // A path of 200 steps reaches a little less far than one without steps.
    const estimate = Math.sqrt(mean(compute(bars, barVariance(estimator))));
    expect(estimate).toBeGreaterThan(0.018);
    expect(estimate).toBeLessThan(0.0205);
  }
  expect(compute(bars, yangZhangVolatility(1999))[1999]).toBeCloseTo(0.0195, 3);
});

test('z_score, cci, stochastic and williams_r are in the middle when nothing moves', () => {
  const flat = makeBars(Array.from({ length: 30 }, () => 212.61));
  const last = [zScore(20), cci(20), fastStochastic(14), williamsR(14)].map(
    (request) => compute(flat, request)[29],
  );
  expect(last).toEqual([0, 0, 50, -50]);
});

test('z_score counts standard deviations', () => {
  expect(compute(makeBars([1, 1, 1, 5]), zScore(4))[3]).toBeCloseTo(Math.sqrt(3), 14);
});

test('skew is that of spreadsheets', () => {
  // SKEW(3, 4, 5, 2, 3, 4, 5, 6, 4, 7), the example in the manual of Excel.
  const values = [3, 4, 5, 2, 3, 4, 5, 6, 4, 7];
  expect(compute(makeBars(values), skew(10, { source: 'close' }))[9]).toBeCloseTo(0.359543071, 9);
});

test('correlation is 1 with a line of itself, −1 with its mirror image, and absent without movement', () => {
  const closes = [1, 3, 2, 5, 4, 4, 4];
  const bars = makeBars(
    closes,
    closes.map((close) => 2 * close + 1),
    closes.map((close) => 9 - close),
  );
  const rounded = (column: number[]) => column.map((value) => Number(value.toFixed(12)));
  expect(rounded(compute(bars, correlation('close', 'high', 3)))).toEqual([NaN, NaN, 1, 1, 1, 1, NaN]);
  expect(rounded(compute(bars, correlation('close', 'low', 3)))).toEqual([NaN, NaN, -1, -1, -1, -1, NaN]);
});

test('correlation never leaves −1 to 1', () => {
  const closes = autoregressive(1, 2000).map((x) => 1e6 + x);
  const bars = makeBars(
    closes,
    closes.map((close) => close * 3),
  );
  const column = compute(bars, correlation('close', 'high', 5)).slice(4);
  expect(Math.max(...column)).toBeLessThanOrEqual(1);
  expect(Math.min(...column)).toBeGreaterThan(0.999);
});

test('beta is the slope on the other', () => {
  const closes = [1, 3, 2, 5, 4];
  const bars = makeBars(
    closes,
    closes.map((close) => 4 * close - 7),
  );
  expect(compute(bars, beta('high', 'close', 5))[4]).toBeCloseTo(4, 12);
  expect(compute(bars, beta('close', 'high', 5))[4]).toBeCloseTo(0.25, 12);
});

test('autocorrelation finds what a series keeps of itself', () => {
  const bars = makeBars(autoregressive(0.8, 5000));
  expect(compute(bars, autocorrelation(4000, 1, { source: 'close' }))[4999]).toBeCloseTo(0.8, 1);
  expect(compute(bars, autocorrelation(4000, 3, { source: 'close' }))[4999]).toBeCloseTo(0.8 ** 3, 1);
});

test('half_life is that of the process, and absent for a series that runs away', () => {
  const column = compute(makeBars(autoregressive(0.9, 20_000)), halfLife(10_000));
  expect(column[19_999]).toBeCloseTo(Math.log(2) / -Math.log(0.9), 0);
  const doubling = Array.from({ length: 20 }, (_, i) => 2 ** i);
  expect(compute(makeBars(doubling), halfLife(10)).every(Number.isNaN)).toBe(true);
});

test('hurst is about one half for a random walk, 1 for a line, and near 0 for noise', () => {
  const last = (closes: number[]) => compute(makeBars(closes), hurst(4096)).at(-1) ?? Number.NaN;
  expect(last(autoregressive(1, 4096))).toBeCloseTo(0.5, 1);
  expect(last(Array.from({ length: 4096 }, (_, i) => i))).toBeCloseTo(1, 12);
  expect(Math.abs(last(autoregressive(0, 4096)))).toBeLessThan(0.02);
});
