import { describe, expect, test } from 'vitest';
import { performanceOf, type ReturnSeriesMetrics } from '../../src/analytics/returns.ts';
import { runOfReturns } from './support.ts';

// Input series and asserted values of empyrical-reloaded, tests/test_stats.py (Apache-2.0), to 8 decimals.
const MIXED = [Number.NaN, 0.01, 0.1, -0.04, 0.02, 0.03, 0.02, 0.01, -0.1];
const POSITIVE = [0.01, 0.02, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01];
const NEGATIVE = [0, -0.06, -0.07, -0.01, -0.09, -0.02, -0.06, -0.08, -0.05];
const ALL_NEGATIVE = [-0.02, -0.06, -0.07, -0.01, -0.09, -0.02, -0.06, -0.08, -0.05];
const WEEKLY = [0, 0.01, 0.1, -0.04, 0.02, 0.03, 0.02, 0.01, -0.1];
const UP_DOWN_UP = [0.1, -0.1, 0.1];
const SIMPLE = [
  -0.00171614, 0.01322056, 0.03063862, -0.01422057, -0.00489779, 0.01268925, -0.03357711, 0.01797036,
];
const DAILY = 252;

type Case = [
  keyof ReturnSeriesMetrics & keyof ReturnType<ReturnType<typeof runOfReturns>['metrics']>,
  string,
  number[],
  number,
  number | null,
];

const EMPYRICAL: Case[] = [
  ['annualReturn', 'weekly', WEEKLY, 52, 0.24690830513998208],
  ['annualReturn', 'monthly', WEEKLY, 12, 0.052242061386048144],
  ['annualReturn', 'one', [0.01], DAILY, 11.274002099240244],
  ['annualReturn', 'flat yearly', [0.03, 0.03, 0.03], 1, 0.03],
  ['volatility', 'mixed', MIXED, DAILY, 0.9136465399704637],
  ['volatility', 'weekly', WEEKLY, 52, 0.38851569394870583],
  ['volatility', 'monthly', WEEKLY, 12, 0.18663690238892558],
  ['sharpe', 'one', [0.01], DAILY, null],
  ['sharpe', 'mixed', MIXED, DAILY, 1.7238613961706866],
  ['sharpe', 'positive', POSITIVE, DAILY, 52.915026221291804],
  ['sharpe', 'negative', NEGATIVE, DAILY, -24.406808633910085],
  ['sortino', 'one', [0.01], DAILY, null],
  ['sortino', 'mixed', MIXED, DAILY, 2.605531251673693],
  ['sortino', 'negative', NEGATIVE, DAILY, -13.5327430750434],
  ['sortino', 'weekly', WEEKLY, 52, 1.115890105686644],
  ['sortino', 'simple', SIMPLE, DAILY, 3.0639640966566306],
  ['maxDrawdown', 'mixed', MIXED, DAILY, -0.1],
  ['maxDrawdown', 'negative', NEGATIVE, DAILY, -0.3659073],
  ['maxDrawdown', 'all negative', ALL_NEGATIVE, DAILY, -0.378589157],
  ['maxDrawdown', 'up, down, up', UP_DOWN_UP, DAILY, -0.1],
  ['calmar', 'weekly', WEEKLY, 52, 2.4690830513998208],
  ['calmar', 'monthly', WEEKLY, 12, 0.5224206138604814],
];

test.each(EMPYRICAL)(
  '%s of the %s returns is that of empyrical',
  (property, _name, returns, periodsPerYear, expected) => {
    const present = returns.filter((r) => !Number.isNaN(r));
    const batch = performanceOf(returns, { periodsPerYear })[property];
    const streamed = runOfReturns(present, periodsPerYear).metrics()[property];
    if (expected === null) {
      expect([batch, streamed]).toEqual([null, null]);
    } else {
      expect(batch).toBeCloseTo(expected, 8);
      expect(streamed).toBeCloseTo(expected, 8);
    }
  },
);

describe('where empyrical answers otherwise', () => {
  test('a flat line has no Sharpe and a series of gains no Sortino ratio, instead of infinite ones', () => {
    expect(performanceOf(Array.from({ length: 9 }, () => 0.01)).sharpe).toBeNull();
    expect(performanceOf(POSITIVE).sortino).toBeNull();
  });

  test('a skipped NaN is no period: eight returns are annualised over eight days, not nine', () => {
    expect(performanceOf(MIXED).annualReturn).toBeCloseTo(1.0389310917004801 ** (252 / 8) - 1, 10);
    expect(performanceOf(MIXED)).toEqual(performanceOf(MIXED.slice(1)));
  });
});

test('no returns, or only NaN, give nothing but nulls', () => {
  const nothing = {
    count: 0,
    totalReturn: null,
    annualReturn: null,
    volatility: null,
    sharpe: null,
    sortino: null,
  };
  expect(performanceOf([])).toEqual({ ...nothing, maxDrawdown: null, calmar: null });
  expect(performanceOf([Number.NaN])).toEqual(performanceOf([]));
});

test('after a return of −100 % or worse nothing is left', () => {
  expect(performanceOf([0.5, -1.2, 3])).toMatchObject({
    totalReturn: -1,
    maxDrawdown: -1,
    annualReturn: null,
    sharpe: null,
  });
});
