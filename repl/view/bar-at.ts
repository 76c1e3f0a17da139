import { chartIndexAt } from '../../src/index.ts';
import { equityChart } from './equity-pane.ts';
import type { PaneInput } from './pane-input.ts';
import { priceChart } from './price-pane.ts';

/** The bar that stands at a column of a chart, the last of those that share it; undefined beside all bars. */
export function barAt(pane: 'price' | 'equity', input: PaneInput, column: number): number | undefined {
  const { first, step, close } = input.view.chart;
  if (close.length === 0) return undefined;
  const index = chartIndexAt(pane === 'price' ? priceChart(input) : equityChart(input), column);
  if (index === undefined) return undefined;
  return Math.min(first + (index + 1) * step - 1, input.view.status.position.bar);
}
