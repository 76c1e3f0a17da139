import { expect, test } from 'vitest';
import { returnMoments } from '../../../src/analytics/significance/return-moments.ts';
import {
  deflatedSharpe,
  expectedBestSharpe,
  minimumTrackRecord,
  probabilisticSharpe,
} from '../../../src/analytics/significance/sharpe-confidence.ts';

const NORMAL = { skew: 0, kurtosis: 3 };

// Bailey and López de Prado 2012, section "Minimum track record length": an annual Sharpe ratio of 2 above 1 with 95 %.
test.each([
  ['daily', 252, 2.73],
  ['weekly', 52, 2.83],
  ['monthly', 12, 3.24],
])('the minimum track record of the paper: %s returns', (_, perYear, years) => {
  const sharpe = 2 / Math.sqrt(perYear);
  const periods = minimumTrackRecord({ ...NORMAL, sharpe, count: 1 }, 1 / Math.sqrt(perYear)) as number;
  expect(periods / perYear).toBeCloseTo(years, 2);
});

// Bailey and López de Prado 2014, "A numerical example": 1,250 days, annual Sharpe ratio 2.5, skew −3, kurtosis 10, variance ½ a year.
test('the deflated Sharpe ratio of the paper', () => {
  const moments = { count: 1250, sharpe: 2.5 / Math.sqrt(250), skew: -3, kurtosis: 10 };
  expect(expectedBestSharpe(100, 0.5 / 250)).toBeCloseTo(0.1132, 4);
  expect(deflatedSharpe(moments, 100, 0.5 / 250)).toBeCloseTo(0.9004, 4);
  expect(deflatedSharpe(moments, 46, 0.5 / 250)).toBeCloseTo(0.9505, 3);
});

test('a record that is as long as it must be has the confidence that was asked for', () => {
  const shape = { sharpe: 0.1, skew: -0.7, kurtosis: 6 };
  const count = minimumTrackRecord({ ...shape, count: 1 }, 0.02, 0.9) as number;
  expect(probabilisticSharpe({ ...shape, count }, 0.02)).toBeCloseTo(0.9, 12);
});

test('no record is long enough to tell what is not there', () => {
  expect(minimumTrackRecord({ ...NORMAL, sharpe: 0.05, count: 100 }, 0.05)).toBeNull();
});

test('one trial deflates nothing, and more trials deflate more', () => {
  const moments = { ...NORMAL, sharpe: 0.1, count: 500 };
  const by = [1, 2, 10, 1000].map((trials) => deflatedSharpe(moments, trials));
  expect(by[0]).toBe(probabilisticSharpe(moments));
  expect(by).toEqual([...by].sort((a, b) => b - a));
});

test('moments leave gaps out, and are those of the population', () => {
  // By hand: deviations −1.5, −0.5, 0.5, 1.5; second moment 1.25, fourth 2.5625.
  expect(returnMoments([0.01, Number.NaN, 0.02, 0.03, 0.04])).toMatchObject({ count: 4, mean: 0.025 });
  const { skew, kurtosis, sharpe } = returnMoments([1, 2, 3, 4]) ?? {};
  expect(skew).toBeCloseTo(0, 14);
  expect(kurtosis).toBeCloseTo(2.5625 / 1.25 ** 2, 14);
  expect(sharpe).toBeCloseTo(2.5 / Math.sqrt(5 / 3), 14);
});

test('a constant series and a single return have no Sharpe ratio to be sure of', () => {
  expect(returnMoments([0.01, 0.01, 0.01])).toBeNull();
  expect(returnMoments([0.01])).toBeNull();
});
