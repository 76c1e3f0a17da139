import { type FeatureRequest, FeatureTable } from '../../src/features/index.ts';
import type { BarSeries } from '../../src/market/bar-series.ts';

/** The whole column of a request, as a plain array. */
export function compute(series: BarSeries, request: FeatureRequest): number[] {
  const table = new FeatureTable(series, 'columns');
  const column = table.column(request);
  table.compute();
  return [...column];
}

/** Largest distance of a column from expected [index, value] pairs. */
export function worstDifference(
  column: readonly number[],
  expected: readonly (readonly [number, number])[],
): number {
  return Math.max(...expected.map(([i, value]) => Math.abs(column[i] - value)));
}
