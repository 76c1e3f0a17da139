import { expect, test } from 'vitest';
import {
  adx,
  aroon,
  donchian,
  ema,
  FeatureTable,
  featureKey,
  highest,
  lowest,
  macd,
  macdAligned,
  supertrend,
} from '../../../src/features/index.ts';
import { compute } from '../compute.ts';
import { makeBars, randomBars } from '../make-bars.ts';

const bars = randomBars(21, 300);

test('macd is the difference of the two averages that anyone else asks for, bit for bit', () => {
  const table = new FeatureTable(bars, 'columns');
  const [line, fast, slow] = [macd().macd, ema(12), ema(26)].map((request) => table.column(request));
  table.compute();
  expect(table.keys).toEqual([
    'ema_12',
    'ema_26',
    'macd_12_26_9_macd',
    'macd_12_26_9_signal',
    'macd_12_26_9_histogram',
  ]);
  expect([...line]).toEqual([...fast].map((value, i) => value - slow[i]));
});

test('macd_aligned seeds the fast average beside the slow one, and comes together with macd', () => {
  // Means of the last one and of all three, then from there on alone.
  const closes = [1, 2, 6, 6, 6];
  expect(compute(makeBars(closes), macdAligned(1, 3, 1).macd)).toEqual([NaN, NaN, 3, 1.5, 0.75]);
  const [aligned, own] = [macdAligned().macd, macd().macd].map((request) => compute(bars, request));
  expect(aligned[25]).not.toBe(own[25]);
  expect(Math.abs(aligned[299] - own[299])).toBeLessThan(1e-9);
});

test('macd_aligned starts anew after an absent value', () => {
  const closes = [5, 6, 7, NaN, 1, 2, 6, 6, 6];
  expect(compute(makeBars(closes), macdAligned(1, 3, 1).macd).slice(4)).toEqual([NaN, NaN, 3, 1.5, 0.75]);
});

test('macd refuses a fast average that is not faster', () => {
  expect(() => featureKey(macd(26, 12).macd)).toThrow('feature macd: fast must be below slow, found 26');
});

test('adx sees only upward movement in rising bars', () => {
  const closes = Array.from({ length: 20 }, (_, i) => 100 + i);
  const rising = makeBars(
    closes,
    closes.map((close) => close + 1),
    closes.map((close) => close - 1),
  );
  const { adx: index, plus_di, minus_di } = adx(3);
  expect(compute(rising, index).slice(4, 7)).toEqual([NaN, 100, 100]);
  expect(compute(rising, plus_di)[10]).toBeCloseTo(50, 12);
  expect(compute(rising, minus_di)[10]).toBe(0);
});

test('adx starts anew in all of its averages after a bar with one price missing', () => {
  const gap = randomBars(4, 60);
  gap.close[20] = NaN;
  const after = gap.slice(21, 60);
  for (const request of Object.values(adx(5))) {
    const column = compute(gap, request);
    // Bar 21 has no true range, and counts as the first of the new ones.
    expect(column.slice(21)).toEqual(compute(after, request));
    expect(column[21]).toBeNaN();
  }
});

test('aroon counts bars since the extremes, the earliest of equal ones', () => {
  const highs = [5, 9, 9, 4, 4];
  const lows = [3, 3, 3, 2, 2];
  const { up, down } = aroon(4);
  const series = makeBars(lows, highs, lows);
  expect(compute(series, up)[4]).toBe(25);
  expect(compute(series, down)[4]).toBe(75);
});

test('highest and lowest are absent exactly while their window holds an absent value', () => {
  const closes = [3, 1, 2, NaN, 5, 4, 6];
  expect(compute(makeBars(closes), highest(2))).toEqual([NaN, 3, 2, NaN, NaN, 5, 6]);
  expect(compute(makeBars(closes), lowest(2))).toEqual([NaN, 1, 1, NaN, NaN, 4, 4]);
});

test('donchian with a lag leaves the current bar out, so that it can break out', () => {
  const highs = [3, 5, 4, 9];
  const lows = [1, 2, 0, 6];
  const series = makeBars(highs, highs, lows);
  expect(compute(series, donchian(2).upper)).toEqual([NaN, 5, 5, 9]);
  expect(compute(series, donchian(2, 1).upper)).toEqual([NaN, NaN, 5, 5]);
  expect(compute(series, donchian(2, 1).lower)).toEqual([NaN, NaN, 1, 0]);
  expect(compute(series, donchian(2, 1).middle)).toEqual([NaN, NaN, 3, 2.5]);
});

test('supertrend never moves away from the price within a trend, and turns when a close passes it', () => {
  const [value, direction] = [supertrend(5, 1).value, supertrend(5, 1).direction].map((r) =>
    compute(bars, r),
  );
  let turns = 0;
  for (let i = 6; i < bars.length; i++) {
    if (direction[i] === direction[i - 1]) {
      expect(direction[i] * (value[i] - value[i - 1])).toBeGreaterThanOrEqual(0);
    } else {
      turns++;
      expect(direction[i] * (bars.close[i] - value[i - 1])).toBeGreaterThanOrEqual(0);
    }
  }
  expect(turns).toBeGreaterThan(5);
});
