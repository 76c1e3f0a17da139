import { describe, expect, test } from 'vitest';
import {
  averageTrueRange,
  change,
  channelBefore,
  deviation,
  ema,
  macd,
  rsi,
  sma,
  zScore,
} from './naive-indicators.ts';
import { barsOf } from './tiny.ts';

test('a moving average is the mean of its window, and absent before', () => {
  expect([0, 1, 2, 3].map((at) => sma([1, 2, 6, 4], 3, at))).toEqual([Number.NaN, Number.NaN, 3, 4]);
});

describe('the relative strength index', () => {
  test('follows Wilder from index n', () => {
    // Changes +2 −1 +1 with n = 2. At 2: gain 2/2, loss 1/2, ratio 2: 100 − 100/3.
    // At 3: gain (1 + 1)/2, loss (1/2)/2, ratio 4: 100 − 100/5.
    const values = [10, 12, 11, 12];
    expect(rsi(values, 2, 1)).toBeNaN();
    expect(rsi(values, 2, 2)).toBeCloseTo(200 / 3, 12);
    expect(rsi(values, 2, 3)).toBe(80);
  });

  test('is 100 without losses, 0 without gains, and 50 when nothing moves', () => {
    expect(rsi([1, 2, 3], 2, 2)).toBe(100);
    expect(rsi([3, 2, 1], 2, 2)).toBe(0);
    expect(rsi([2, 2, 2], 2, 2)).toBe(50);
  });
});

test('an exponential average begins with a mean and follows by its weight', () => {
  // 3 bars, weight 1/2: mean of 1 2 6, then half way to 5 and to 4.
  expect([1, 2, 3, 4].map((at) => ema([1, 2, 6, 5, 4], 3, at))).toEqual([Number.NaN, 3, 4, 4]);
});

test('the signal line begins with the mean of the first lines there are', () => {
  // slow: – – 10 12 11; line: – – 0 2 −1; signal line of 2: – – – 1, then 2/3 of the way to −1.
  const closes = [10, 10, 10, 14, 10];
  const of = (at: number) => macd(closes, { fast: 1, slow: 3, signal: 2 }, at);
  expect([of(2), of(3)]).toEqual([
    { line: 0, signal: Number.NaN },
    { line: 2, signal: 1 },
  ]);
  expect(of(4).signal).toBeCloseTo(-1 / 3, 12);
});

test('a deviation is that of a population, and a z-score is 0 where nothing moves', () => {
  expect(deviation([2, 4, 4, 4, 5, 5, 7, 9], 8, 7)).toBe(2);
  expect(zScore([2, 4, 4, 4, 5, 5, 7, 9], 8, 7)).toBe(2);
  expect(zScore([3, 3, 3], 3, 2)).toBe(0);
  expect(zScore([3, 3, 3], 3, 1)).toBeNaN();
});

test('a change is in percent of where it began', () => {
  expect([0, 1, 2].map((at) => change([8, 10, 9], 1, at))).toEqual([Number.NaN, 25, -10]);
});

test('a true range counts the gap to the close before, and its average begins with a mean', () => {
  const bars = barsOf([
    [10, 10, 10, 10],
    [12, 13, 11, 12],
    [9, 10, 8, 9],
    [9, 10, 9, 9],
  ]);
  // Ranges: – 3 4 1
  expect([1, 2, 3].map((at) => averageTrueRange(bars, 2, at))).toEqual([Number.NaN, 3.5, 2.25]);
});

test('a channel is that of the bars before', () => {
  const bars = barsOf([
    [10, 12, 9, 10],
    [10, 11, 8, 10],
    [10, 99, 1, 10],
  ]);
  expect(channelBefore(bars, 2, 2)).toEqual({ upper: 12, lower: 8 });
  expect(channelBefore(bars, 2, 1).upper).toBeNaN();
});
