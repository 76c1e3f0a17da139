import { describe, expect, test } from 'vitest';
import { Backtest } from '../../src/engine/backtest.ts';
import { specOf } from '../oracle/engine-run.ts';
import type { PlainCase } from '../oracle/plain.ts';
import { executionOf, flat, portfolioOf } from '../oracle/tiny.ts';
import { dailyRun } from './support.ts';

describe('the metrics of financing', () => {
  test('are sums over what was booked, and a share of what was won', () => {
    const run = dailyRun(1000, [1010.4]);
    run.onFinancing(3, 1, 0);
    run.onFinancing(0.1, 0, 0.5);
    run.onFinancing(0.2, 0, 0.5);
    expect(run.metrics()).toMatchObject({
      interestEarned: 3.3,
      borrowCost: 1,
      marginInterest: 1,
      financing: 1.3,
      totalCosts: 0,
    });
    expect(run.metrics().financingShare).toBeCloseTo(1.3 / 10.4, 9);
  });

  test('are 0 where nothing is financed, with no share where nothing was won or lost', () => {
    expect(dailyRun(1000, [1000]).metrics()).toMatchObject({
      interestEarned: 0,
      financing: 0,
      financingShare: null,
    });
  });

  test('of a short position that stands still are the whole result', () => {
    // 73 units at 100 are sold short at the second open. Over 4 nights: 7,300 × 10 % × 4 / 365 = 8 for borrowing; over all 5
    // nights 36,500 × 5 % × 5 / 365 = 25 on the cash that was there before.
    const input: PlainCase = {
      bars: { X: flat(100, 100, 100, 100, 100, 100) },
      strategies: [{ id: 's', script: { X: [{ action: 'SELL' }] } }],
      portfolios: [portfolioOf({ cash: 36_500, sizing: { type: 'fixed', quantity: 73 } })],
      execution: executionOf({
        financing: { borrow_percent: 10, interest_percent: 5, margin_percent: 0 },
      }),
    };
    const [{ metrics }] = new Backtest(specOf(input)).runSync().portfolios;
    expect(metrics).toMatchObject({ borrowCost: 8, marginInterest: 0 });
    expect(metrics.financingShare).toBeCloseTo(1, 9);
    // Each night's interest is added to the cash of the next.
    expect(metrics.interestEarned).toBeCloseTo(25, 1);
    expect(metrics.interestEarned).toBeGreaterThan(25);
    expect(metrics.finalEquity - metrics.initialEquity).toBeCloseTo(metrics.financing, 6);
  });
});
