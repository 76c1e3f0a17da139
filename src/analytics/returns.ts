import { calmarRatio, compoundedBy, finite, sharpeRatio, sortinoRatio } from './annualise.ts';
import type { DrawdownMetrics } from './drawdown.ts';
import type { ReturnMetrics } from './return-metrics.ts';

/** What a bare series of returns can tell; without dates there is no CAGR. */
export interface ReturnSeriesMetrics
  extends Omit<ReturnMetrics, 'cagr'>,
    Pick<DrawdownMetrics, 'maxDrawdown'> {
  /** Returns counted, NaN ones not among them. */
  readonly count: number;
}

/** How `performanceOf` reads a series of returns. */
export interface ReturnSeriesOptions {
  /** 252 by default: trading days. */
  readonly periodsPerYear?: number;
  /** Per year as a fraction; 0 by default. */
  readonly riskFreeRate?: number;
}

/**
 * Metrics of a whole series of returns (fractions), in two passes and apart from `PerformanceAccumulator`, as a check
 * on it and for series that come from elsewhere. NaN is skipped: it is no period, not a return of 0. Definitions are
 * those of `METRICS`, but annualised with the given periods per year, and Calmar uses annual return. After a return ≤ −1
 * nothing is left: total return and max drawdown are −1, the rest is null.
 */
export function performanceOf(
  returns: Iterable<number>,
  options: ReturnSeriesOptions = {},
): ReturnSeriesMetrics {
  const { periodsPerYear = 252, riskFreeRate = 0 } = options;
  const present = [...returns].filter((r) => !Number.isNaN(r));
  const count = present.length;
  const ruined = present.some((r) => r <= -1);
  const nothing = { count, annualReturn: null, volatility: null, sharpe: null, sortino: null, calmar: null };
  if (count === 0) return { ...nothing, totalReturn: null, maxDrawdown: null };
  if (ruined) return { ...nothing, totalReturn: -1, maxDrawdown: -1 };
  const totalReturn = totalOf(present);
  const maxDrawdown = maxDrawdownOf(present);
  const annualReturn = finite(compoundedBy(totalReturn, periodsPerYear / count));
  const mean = meanOf(present);
  const deviation = deviationOf(present, mean);
  return {
    count,
    totalReturn,
    annualReturn,
    volatility: finite(deviation * Math.sqrt(periodsPerYear)),
    sharpe: sharpeRatio(mean, deviation, periodsPerYear, riskFreeRate),
    sortino: sortinoRatio(mean, downsideOf(present), periodsPerYear),
    maxDrawdown,
    calmar: calmarRatio(annualReturn, maxDrawdown),
  };
}

function totalOf(returns: readonly number[]): number {
  return returns.reduce((wealth, r) => wealth * (1 + r), 1) - 1;
}

function meanOf(returns: readonly number[]): number {
  return returns.reduce((sum, r) => sum + r, 0) / returns.length;
}

/** Sample standard deviation (ddof 1); NaN for fewer than two returns. */
function deviationOf(returns: readonly number[], mean: number): number {
  if (returns.length < 2) return Number.NaN;
  return Math.sqrt(returns.reduce((sum, r) => sum + (r - mean) ** 2, 0) / (returns.length - 1));
}

function downsideOf(returns: readonly number[]): number {
  return Math.sqrt(returns.reduce((sum, r) => sum + Math.min(r, 0) ** 2, 0) / returns.length);
}

/** The start, with a wealth of 1, is a high too. */
function maxDrawdownOf(returns: readonly number[]): number {
  let wealth = 1;
  let high = 1;
  let deepest = 0;
  for (const r of returns) {
    wealth *= 1 + r;
    high = Math.max(high, wealth);
    deepest = Math.min(deepest, wealth / high - 1);
  }
  return deepest;
}
