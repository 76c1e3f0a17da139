import { RUN_METRICS } from '../../analytics/run-metrics.ts';
import type { Column } from './column.ts';
import { Table } from './table.ts';

/** A row a metric, a column a portfolio; NaN where a metric has no value. @param portfolios each tells its value of a metric by name. */
export function metricsTable(
  portfolios: readonly { readonly id: string; readonly valueAt: (name: string) => number | null }[],
): Table {
  const columns: Record<string, Column> = {
    metric: RUN_METRICS.map(({ name }) => name),
    label: RUN_METRICS.map(({ label }) => label),
    unit: RUN_METRICS.map(({ unit }) => unit),
  };
  for (const { id, valueAt } of portfolios) {
    columns[id] = Float64Array.from(RUN_METRICS, ({ name }) => valueAt(name) ?? Number.NaN);
  }
  return new Table({ columns });
}
