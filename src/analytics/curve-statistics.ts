import { compoundedBy, finite } from './annualise.ts';
import { CURVE_METRICS, type CurveMetrics } from './curve-metrics.ts';
import type { EquityColumns } from './equity-curve.ts';
import type { PerformanceMetrics } from './metrics.ts';
import { calendarReturns } from './series/calendar-returns.ts';
import {
  autocorrelation,
  downsideDeviation,
  expectedShortfall,
  mean,
  quantile,
  sampleKurtosis,
  sampleSkew,
  tailRatio,
} from './series/distribution.ts';
import { tailEstimate } from './series/generalised-pareto.ts';
import {
  autocorrelationPenalty,
  gainToPain,
  minimumTrackRecord,
  omega,
  probabilisticSharpe,
  stability,
} from './series/ratios.ts';
import { underwater } from './series/underwater.ts';

/** What of a portfolio's metrics those of its curve need. */
export type CurveBase = Pick<
  PerformanceMetrics,
  | 'startDate'
  | 'periodsPerYear'
  | 'initialEquity'
  | 'ruinDate'
  | 'totalReturn'
  | 'cagr'
  | 'volatility'
  | 'sharpe'
  | 'sortino'
  | 'maxDrawdown'
>;

/** All null: the curve was not kept, or tells nothing. */
const NOTHING = Object.fromEntries(
  CURVE_METRICS.map(({ property }) => [property, null]),
) as unknown as CurveMetrics;

/** Returns of each update, the first from the equity before it. */
export function returnsOf(equity: Float64Array, initial: number): Float64Array {
  return equity.map((value, i) => {
    const before = i === 0 ? initial : equity[i - 1];
    return (value - before) / before;
  });
}

/**
 * The metrics of an equity curve.
 *
 * @param curve null when it was not kept. @param base the metrics of the same portfolio. @param riskFreeRate per year.
 */
export function curveMetrics(curve: EquityColumns | null, base: CurveBase, riskFreeRate = 0): CurveMetrics {
  if (curve === null || curve.equity.length === 0 || base.ruinDate !== null) return NOTHING;
  const { equity, timestamp } = curve;
  const { periodsPerYear, initialEquity, startDate, cagr, maxDrawdown, totalReturn } = base;
  const returns = returnsOf(equity, initialEquity);
  const sorted = returns.toSorted();
  const days = calendarReturns(returns, timestamp, 'day');
  const months = calendarReturns(returns, timestamp, 'month');
  const years = calendarReturns(returns, timestamp, 'year');
  const riskFree = periodsPerYear === null ? 0 : compoundedBy(riskFreeRate, 1 / periodsPerYear);
  const below = underwater(equity, timestamp, initialEquity, startDate);
  const lag = autocorrelation(returns);
  const fittedTail = tailEstimate(sorted, 0.01);
  const [tail, gains] = [tailRatio(sorted), omega(returns)];
  const [up, down] = [meanWhere(returns, (r) => r > 0), meanWhere(returns, (r) => r < 0)];
  const penalty = lag === null ? null : autocorrelationPenalty(returns.length, lag);
  const per = (part: number | null, whole: number | null) =>
    part === null || whole === null || whole === 0 ? null : finite(part / whole);
  const pitfall = per(-expectedShortfall(below.depths.toSorted(), 0.05), base.volatility);
  const excess = cagr === null ? null : cagr - riskFreeRate;
  const values = {
    averagePeriod: mean(returns),
    expectedPeriod: geometricMean(returns),
    bestPeriod: sorted[sorted.length - 1],
    worstPeriod: sorted[0],
    positivePeriods: shareAbove(returns),
    averageUpPeriod: up,
    averageDownPeriod: down,
    bestDay: largest(days),
    worstDay: smallest(days),
    positiveDays: shareAbove(days),
    expectedMonth: geometricMean(months),
    bestMonth: largest(months),
    worstMonth: smallest(months),
    positiveMonths: shareAbove(months),
    averageUpMonth: meanWhere(months, (m) => m > 0),
    averageDownMonth: meanWhere(months, (m) => m < 0),
    expectedYear: geometricMean(years),
    bestYear: largest(years),
    worstYear: smallest(years),
    positiveYears: shareAbove(years),
    downsideRisk: periodsPerYear === null ? null : downsideDeviation(returns) * Math.sqrt(periodsPerYear),
    variance: base.volatility === null ? null : base.volatility ** 2,
    skew: sampleSkew(returns),
    kurtosis: sampleKurtosis(returns),
    valueAtRisk: quantile(sorted, 0.05),
    conditionalValueAtRisk: expectedShortfall(sorted, 0.05),
    tailValueAtRisk: fittedTail?.valueAtRisk ?? null,
    tailExpectedShortfall: fittedTail?.expectedShortfall ?? null,
    riskOfRuin: riskOfRuin(returns),
    tailRatio: tail,
    outlierWinRatio: per(quantile(sorted, 0.99), up),
    outlierLossRatio: per(quantile(sorted, 0.01), down),
    stability: stability(returns),
    autocorrelation: lag,
    omega: gains,
    gainToPain: gainToPain(returns),
    commonSenseRatio: gains === null || tail === null ? null : gains * tail,
    adjustedSortino: base.sortino === null ? null : base.sortino / Math.SQRT2,
    smartSharpe: per(base.sharpe, penalty),
    smartSortino: per(base.sortino, penalty),
    probabilisticSharpe: probabilisticSharpe(returns, riskFree),
    minTrackRecord: minimumTrackRecord(returns, riskFree),
    recoveryFactor: per(totalReturn, maxDrawdown === null ? null : -maxDrawdown),
    ulcerPerformance: per(excess, below.ulcer),
    painRatio: per(excess, below.pain),
    serenityIndex: per(excess, pitfall === null ? null : below.ulcer * pitfall),
    drawdownCount: below.count,
    averageDrawdown: below.averageDepth,
    averageDrawdownDays: below.averageDays,
    currentDrawdown: below.current,
    underwaterShare: below.share,
    ulcerIndex: below.ulcer,
    painIndex: below.pain,
  };
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, value === null ? null : finite(value)]),
  ) as unknown as CurveMetrics;
}

function riskOfRuin(returns: Float64Array): number | null {
  const moved = returns.filter((r) => r !== 0);
  if (moved.length === 0) return null;
  const wins = shareAbove(moved);
  return ((1 - wins) / (1 + wins)) ** returns.length;
}

function geometricMean(values: Float64Array): number {
  return Math.expm1(mean(values.map(Math.log1p)));
}

function largest(values: Float64Array): number {
  return values.reduce((a, b) => Math.max(a, b));
}

function smallest(values: Float64Array): number {
  return values.reduce((a, b) => Math.min(a, b));
}

function shareAbove(values: Float64Array): number {
  return values.reduce((count, value) => count + (value > 0 ? 1 : 0), 0) / values.length;
}

function meanWhere(values: Float64Array, wanted: (value: number) => boolean): number | null {
  const some = values.filter(wanted);
  return some.length === 0 ? null : mean(some);
}
