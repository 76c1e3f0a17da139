import { expect, test } from 'vitest';
import { blend, dema, ema, hma, kama, tema, vwma, wma } from '../../../src/features/index.ts';
import { compute } from '../compute.ts';
import { makeBars } from '../make-bars.ts';

const line = makeBars(Array.from({ length: 40 }, (_, i) => 100 + 2 * i));

test('wma weighs the newest most', () => {
  // (1 · 1 + 2 · 2 + 3 · 6) / 6, then (2 + 12 + 9) / 6.
  expect(compute(makeBars([1, 2, 6, 3]), wma(3))).toEqual([NaN, NaN, 23 / 6, 23 / 6]);
});

test('wma is absent exactly while its window holds an absent value', () => {
  const column = compute(makeBars([1, 2, NaN, 4, 5, 6]), wma(2));
  expect(column.map(Number.isNaN)).toEqual([true, false, true, true, false, false]);
});

test('dema, tema and hma do not lag behind a straight line, as ema and wma do', () => {
  const last = (column: number[]) => column[39];
  expect(last(compute(line, dema(5)))).toBeCloseTo(178, 4);
  expect(last(compute(line, tema(5)))).toBeCloseTo(178, 4);
  expect(last(compute(line, hma(4)))).toBeCloseTo(178, 0);
  expect(last(compute(line, ema(5)))).toBeLessThan(175);
  expect(last(compute(line, wma(5)))).toBeLessThan(177);
});

test('kama keeps up with a straight line and hardly moves in a price that goes to and fro', () => {
  expect(compute(line, kama(5, { fast: 1 }))[39]).toBe(178);
  const toAndFro = Array.from({ length: 40 }, (_, i) => 100 + (i % 2));
  const moves = compute(makeBars(toAndFro), kama(4)).slice(5);
  expect(Math.max(...moves) - Math.min(...moves)).toBeLessThan(0.4);
});

test('kama starts anew after an absent value, from the value before its first efficiency', () => {
  const closes = [1, 2, 3, NaN, 10, 11, 12, 13];
  const anew = compute(makeBars([10, 11, 12, 13]), kama(2));
  expect(compute(makeBars(closes), kama(2)).slice(4)).toEqual(anew);
});

test('vwma weighs with volume, and is absent where nothing was traded', () => {
  const closes = [10, 20, 30, 30];
  const bars = makeBars(closes, closes, closes, { volumes: [1, 3, 0, 0] });
  expect(compute(bars, vwma(2))).toEqual([NaN, 17.5, 20, NaN]);
});

test('blend is a weighted sum, by default a difference', () => {
  const bars = makeBars([1, 2], [5, 8]);
  expect(compute(bars, blend('high', 'close'))).toEqual([4, 6]);
  expect(compute(bars, blend('high', 'close', 0.5, 0.5))).toEqual([3, 5]);
});
