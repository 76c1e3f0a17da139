import { DRAWDOWN_METRICS, type DrawdownMetrics } from './drawdown.ts';
import { EXPOSURE_METRICS, type ExposureMetrics } from './exposure.ts';
import { COST_METRICS, type CostMetrics, FILL_METRICS, type FillMetrics } from './fill-metrics.ts';
import { FINANCING_METRICS, type FinancingMetrics } from './financing-metrics.ts';
import type { MetricDefinition } from './metric.ts';
import { PERIOD_METRICS, type PeriodMetrics, RETURN_METRICS, type ReturnMetrics } from './return-metrics.ts';
import { TRADE_METRICS, type TradeMetrics } from './trade-metrics.ts';

/** All that is measured about one portfolio. Numbers are finite or null; `METRICS` says what each means and when it is null. */
export interface PerformanceMetrics
  extends PeriodMetrics,
    ReturnMetrics,
    DrawdownMetrics,
    TradeMetrics,
    ExposureMetrics,
    FillMetrics,
    CostMetrics,
    FinancingMetrics {}

/** Every metric with its name, unit, definition and formula, in the order in which tables show them. */
export const METRICS: readonly MetricDefinition<keyof PerformanceMetrics>[] = [
  ...PERIOD_METRICS,
  ...RETURN_METRICS,
  ...DRAWDOWN_METRICS,
  ...TRADE_METRICS,
  ...EXPOSURE_METRICS,
  ...FILL_METRICS,
  ...COST_METRICS,
  ...FINANCING_METRICS,
];

/** The metrics under their snake_case names, in the order of `METRICS`: what result files hold. */
export function namedMetrics(metrics: PerformanceMetrics): Record<string, number | null> {
  return Object.fromEntries(METRICS.map(({ name, property }) => [name, metrics[property]]));
}
