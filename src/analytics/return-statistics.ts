import { calmarRatio, compoundedBy, DAYS_PER_YEAR, finite, sharpeRatio, sortinoRatio } from './annualise.ts';
import { DOWNSIDE, MEAN, SQUARES } from './equity-words.ts';
import type { PeriodMetrics, ReturnMetrics } from './return-metrics.ts';

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
