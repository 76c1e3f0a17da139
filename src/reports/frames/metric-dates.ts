import { RUN_METRICS } from '../../analytics/run-metrics.ts';

const DATES: ReadonlySet<unknown> = new Set(
  RUN_METRICS.flatMap(({ name, unit }) => (unit === 'date' ? [name] : [])),
);

/**
 * Whether the numbers of a row are UTC milliseconds, though their columns hold other numbers too: where a row is a metric, and that
 * one a date.
 *
 * @param metric what the column `metric` says there; nothing where there is no such column.
 */
export function isDateMetric(metric: unknown): boolean {
  return DATES.has(metric);
}
