import { calmarRatio, compoundedBy, DAYS_PER_YEAR, finite, sharpeRatio, sortinoRatio } from './annualise.ts';
import { type BEFORE, DOWNSIDE, type EQUITY, MEAN, SQUARES, type UPDATES } from './equity-words.ts';
import type { PeriodMetrics, ReturnMetrics } from './return-metrics.ts';

/**
 * Adds the return of the last update, which is counted already; equity before and after it is above 0. Welford's
 * update: unlike E[r²] − E[r]² it does not lose the spread of returns that are large beside it.
 */
export function addReturn(w: Float64Array): void {
  const before = w[5 satisfies typeof BEFORE];
  // More exact than equity / before − 1, which cancels.
  const r = (w[2 satisfies typeof EQUITY] - before) / before;
  const count = w[0 satisfies typeof UPDATES];
  const delta = r - w[10 satisfies typeof MEAN];
  // The reciprocal does not wait for the last update's mean, so the division is off the critical path.
  const mean = w[10 satisfies typeof MEAN] + delta * (1 / count);
  // min(r, 0), exactly, without a branch that the random signs of returns would mispredict.
  const fall = (r - Math.abs(r)) / 2;
  w[10 satisfies typeof MEAN] = mean;
  w[11 satisfies typeof SQUARES] += delta * (r - mean);
  w[12 satisfies typeof DOWNSIDE] += fall * fall;
}

/** @param maxDrawdown for Calmar, ≤ 0, or null. */
export function returnMetrics(
  w: Float64Array,
  { updates, elapsedDays, periodsPerYear, ruinDate, initialEquity, finalEquity }: PeriodMetrics,
  riskFreeRate: number,
  maxDrawdown: number | null,
): ReturnMetrics {
  const growth = (finalEquity - initialEquity) / initialEquity;
  const totalReturn = updates > 0 ? growth : null;
  if (periodsPerYear === null || ruinDate !== null) {
    return {
      totalReturn,
      annualReturn: null,
      cagr: null,
      volatility: null,
      sharpe: null,
      sortino: null,
      calmar: null,
    };
  }
  const mean = w[MEAN];
  // NaN, and so null in the end, for a single return.
  const deviation = Math.sqrt(w[SQUARES] / (updates - 1));
  const downsideDeviation = Math.sqrt(w[DOWNSIDE] / updates);
  const cagr = finite(compoundedBy(growth, DAYS_PER_YEAR / elapsedDays));
  return {
    totalReturn,
    annualReturn: finite(compoundedBy(growth, periodsPerYear / updates)),
    cagr,
    volatility: finite(deviation * Math.sqrt(periodsPerYear)),
    sharpe: sharpeRatio(mean, deviation, periodsPerYear, riskFreeRate),
    sortino: sortinoRatio(mean, downsideDeviation, periodsPerYear),
    calmar: calmarRatio(cagr, maxDrawdown),
  };
}
