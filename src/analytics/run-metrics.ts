import {
  BENCHMARK_METRICS,
  type BenchmarkMetrics,
  benchmarkMetrics,
  type MeasuredCurve,
} from './benchmark-metrics.ts';
import { CURVE_METRICS, type CurveMetrics } from './curve-metrics.ts';
import { curveMetrics } from './curve-statistics.ts';
import { EXCURSION_METRICS, type ExcursionMetrics } from './excursion.ts';
import { MEDIAN_METRICS, type MedianMetrics } from './median-metrics.ts';
import type { MetricDefinition, MetricGroup } from './metric.ts';
import { METRICS, type PerformanceMetrics } from './metrics.ts';

/** What is measured of a portfolio when its run is over: as it passed, on the whole curve, and beside the benchmark. */
export interface SummaryMetrics extends PerformanceMetrics, CurveMetrics, BenchmarkMetrics {}

/** All that is measured, with what needs every trade and its bars. */
export interface RunMetrics extends SummaryMetrics, ExcursionMetrics, MedianMetrics {}

const ORDER: readonly MetricGroup[] = [
  'period',
  'return',
  'risk',
  'ratio',
  'drawdown',
  'benchmark',
  'trade',
  'exposure',
  'cost',
];

const byGroup = <P extends string>(metrics: readonly MetricDefinition<P>[]) =>
  metrics.toSorted((a, b) => ORDER.indexOf(a.group) - ORDER.indexOf(b.group));

/** Every metric of a finished run, by group, in the order in which tables show them. */
export const RUN_METRICS: readonly MetricDefinition<keyof RunMetrics>[] = byGroup<keyof RunMetrics>([
  ...METRICS,
  ...CURVE_METRICS,
  ...BENCHMARK_METRICS,
  ...EXCURSION_METRICS,
  ...MEDIAN_METRICS,
]);

/** A portfolio that was run. */
export interface MeasuredPortfolio extends MeasuredCurve {
  readonly metrics: PerformanceMetrics;
}

/**
 * The metrics of a portfolio whose run is over. Those that it has by itself are the same with and without a benchmark.
 *
 * @param riskFreeRate per year.
 */
export function summaryMetrics(
  portfolio: MeasuredPortfolio,
  benchmark: MeasuredCurve | null,
  riskFreeRate = 0,
): SummaryMetrics {
  const { metrics, equityCurve } = portfolio;
  return {
    ...metrics,
    ...curveMetrics(equityCurve, metrics, riskFreeRate),
    ...benchmarkMetrics(portfolio, benchmark, riskFreeRate),
  };
}

/** Metrics under their snake_case names, in the order of `RUN_METRICS`; those that are not among them are left out. */
export function namedRunMetrics(metrics: Partial<RunMetrics>): Record<string, number | null> {
  return Object.fromEntries(
    RUN_METRICS.flatMap(({ name, property }) => {
      const value = metrics[property];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
