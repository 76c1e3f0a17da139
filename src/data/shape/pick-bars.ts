import { BarSeries } from '../../market/bar-series.ts';
import { moveActions } from '../../market/corporate-action.ts';

/** Bars at these places, in order; the series itself when that is all of them. What took effect with a bar that is gone does with the next one. */
export function pickBars(series: BarSeries, rows: readonly number[]): BarSeries {
  if (rows.length === series.length) return series;
  const part = BarSeries.allocate(series.symbol, rows.length);
  rows.forEach((from, to) => {
    copyBar(series, from, part, to);
  });
  part.actions = moveActions(series.actions, rows.length, (index) => rows.findIndex((row) => row >= index));
  return part;
}

const COLUMNS = ['openTime', 'closeTime', 'open', 'high', 'low', 'close', 'volume', 'flags'] as const;

/** Copies one bar with its flags. */
export function copyBar(from: BarSeries, i: number, to: BarSeries, j: number): void {
  for (const name of COLUMNS) to[name][j] = from[name][i];
}
