import { expect, test } from 'vitest';
import { performanceOf } from '../../src/analytics/returns.ts';
import { DAY, dailyRun } from './support.ts';

test('the starting equity is a high: returns of −10 %, 2 %, −3 %, 5 % fall by 10.954 %', () => {
  const metrics = dailyRun(1000, [900, 918, 890.46, 934.983]).metrics();
  expect(metrics.maxDrawdown).toBeCloseTo(-0.10954, 14);
  expect(performanceOf([-0.1, 0.02, -0.03, 0.05]).maxDrawdown).toBeCloseTo(-0.10954, 14);
  expect(metrics).toMatchObject({ maxDrawdownPeakDate: 0, maxDrawdownTroughDate: 3 * DAY });
});

test('a drawdown that has not recovered runs to the end of the data', () => {
  expect(dailyRun(100, [120, 90, 110, 119]).metrics()).toMatchObject({
    maxDrawdown: -0.25,
    maxDrawdownPeakDate: DAY,
    maxDrawdownTroughDate: 2 * DAY,
    maxDrawdownRecoveryDate: null,
    maxDrawdownDays: 3,
    longestDrawdownDays: 3,
  });
});

test('reaching the old high exactly is a recovery', () => {
  expect(dailyRun(100, [120, 90, 120, 118]).metrics()).toMatchObject({
    maxDrawdownRecoveryDate: 3 * DAY,
    maxDrawdownDays: 2,
  });
});

test('the deepest drawdown and the longest one may be two', () => {
  const metrics = dailyRun(100, [50, 100, 99, 98, 99, 99.5, 101]).metrics();
  expect(metrics).toMatchObject({
    maxDrawdown: -0.5,
    maxDrawdownPeakDate: 0,
    maxDrawdownTroughDate: DAY,
    maxDrawdownRecoveryDate: 2 * DAY,
    maxDrawdownDays: 2,
    longestDrawdownDays: 5,
  });
});

test('a later drawdown that is as deep does not replace the first', () => {
  expect(dailyRun(100, [50, 100, 50]).metrics()).toMatchObject({
    maxDrawdown: -0.5,
    maxDrawdownTroughDate: DAY,
    maxDrawdownRecoveryDate: 2 * DAY,
  });
});

test('a drawdown starts at the last moment on its high, and its trough is the first at the bottom', () => {
  expect(dailyRun(100, [100, 100, 80, 80, 100]).metrics()).toMatchObject({
    maxDrawdownPeakDate: 2 * DAY,
    maxDrawdownTroughDate: 3 * DAY,
    maxDrawdownDays: 3,
  });
});

test('equity that never fell has a drawdown of 0 without dates', () => {
  expect(dailyRun(100, [101, 102]).metrics()).toMatchObject({
    maxDrawdown: 0,
    maxDrawdownPeakDate: null,
    maxDrawdownTroughDate: null,
    maxDrawdownRecoveryDate: null,
    maxDrawdownDays: 0,
    longestDrawdownDays: 0,
  });
});

test('the lowest equity is found in whichever drawdown it lies', () => {
  expect(dailyRun(100, [60, 200, 90, 300, 80]).metrics()).toMatchObject({ minEquity: 60, maxEquity: 300 });
  expect(dailyRun(100, [110, 120]).metrics()).toMatchObject({ minEquity: 100, maxEquity: 120 });
});
