import { PerformanceAccumulator, type PerformanceOptions } from '../../src/analytics/performance.ts';
import type { ClosedTrade } from '../../src/analytics/trade-statistics.ts';

export const DAY = 86_400_000;

/** Accumulator that has seen one update a day at these equities, from day 1 after a start at day 0. */
export function dailyRun(
  initialEquity: number,
  equities: readonly number[],
  options: Partial<PerformanceOptions> = {},
): PerformanceAccumulator {
  const performance = new PerformanceAccumulator({ initialEquity, startTime: 0, ...options });
  for (const [i, equity] of equities.entries()) performance.onEquity((i + 1) * DAY, equity, 0, 0);
  return performance;
}

/** Updates so spaced that their measured number per year is `periodsPerYear`. */
export function runOfReturns(returns: readonly number[], periodsPerYear: number): PerformanceAccumulator {
  const performance = new PerformanceAccumulator({ initialEquity: 1e6, startTime: 0 });
  let equity = 1e6;
  for (const [i, r] of returns.entries()) {
    equity *= 1 + r;
    performance.onEquity(((i + 1) * 365.25 * DAY) / periodsPerYear, equity, 0, 0);
  }
  return performance;
}

export function trade(pnl: number, given: Partial<ClosedTrade> = {}): ClosedTrade {
  return {
    pnl,
    grossPnl: pnl + 1,
    costs: 1,
    entryTime: 0,
    exitTime: DAY,
    direction: 1,
    barsHeld: 1,
    returnPct: pnl / 10,
    ...given,
  };
}
