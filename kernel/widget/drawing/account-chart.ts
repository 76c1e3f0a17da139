import type { Chart } from '../frame.ts';
import { future, timeAxis, valueAxis } from './frame-of-plot.ts';
import { LABELS, READOUT, type Size } from './price-chart.ts';
import { acrossOf, rangeOf, verticalScale } from './scale.ts';
import { areaPath, at, linePath, sharp } from './svg.ts';

const EQUITY = 0.64;

/** Equity, and below it how far it lies under its highest so far. */
export function drawAccount(chart: Chart, { width, height }: Size): string {
  const across = acrossOf(chart, width, LABELS);
  const split = Math.round(height * EQUITY);
  const equity = rangeOf(chart.equity);
  const drawdown = rangeOf(chart.drawdown);
  if (equity === null || drawdown === null) return '';
  const y = verticalScale(equity, READOUT, split - 3, 3);
  const deepest = { low: Math.min(drawdown.low, -0.001), high: 0 };
  const under = verticalScale(deepest, split + 3, height - 3);
  return [
    timeAxis(chart, across, height),
    future(chart, across, height),
    valueAxis(equity, y, { across, top: READOUT - 4, bottom: split, style: 'number' }),
    valueAxis(deepest, under, { across, top: split + 2, bottom: height, style: 'percent' }),
    `<path class="equity-area" d="${areaPath(chart.equity, across.x, y, split)}"/>`,
    `<path class="equity" d="${linePath(chart.equity, across.x, y)}"/>`,
    `<path class="frame" d="M0 ${sharp(split)}H${at(across.plot)}"/>`,
    `<path class="drawdown-area" d="${areaPath(chart.drawdown, across.x, under, under(0))}"/>`,
    `<path class="drawdown" d="${linePath(chart.drawdown, across.x, under)}"/>`,
  ].join('');
}
