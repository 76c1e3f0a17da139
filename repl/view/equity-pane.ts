import { CellGrid, type ChartSpec, chart, oscillators, type PaneSpec } from '../../src/index.ts';
import type { PaneInput } from './pane-input.ts';
import { chartFrame } from './price-pane.ts';
import { cleanText } from './text.ts';

/** Rows from which on there is room for one more plot. */
const FOR_POSITION = 7;
const FOR_DRAWDOWN = 11;
const FOR_OSCILLATOR = 15;

/** Equity, the position, drawdown and what the strategy reads beside prices, as far as there is room. */
export function drawEquity(input: PaneInput): CellGrid {
  const { view, area } = input;
  return view.chart.close.length === 0 ? new CellGrid(area.width, area.height) : chart(equityChart(input));
}

export function equityChart(input: PaneInput): ChartSpec {
  const { view, theme, area } = input;
  const { chart: data } = view;
  const panes: PaneSpec[] = [
    {
      weight: 2,
      yFormat: { decimals: 0 },
      layers: [
        { type: 'line', values: data.equity, label: `equity ${cleanText(theme, view.focus.portfolio)}` },
      ],
    },
  ];
  if (area.height >= FOR_DRAWDOWN) {
    panes.push({
      yFormat: { style: 'percent' },
      yRange: { max: 0 },
      layers: [{ type: 'area', values: data.drawdown, baseline: 0, label: 'drawdown', color: 'orange' }],
    });
  }
  if (area.height >= FOR_OSCILLATOR) {
    for (const { name, values } of oscillators(data).slice(0, 1)) {
      panes.push({ layers: [{ type: 'line', values, label: cleanText(theme, name), color: 'purple' }] });
    }
  }
  if (area.height >= FOR_POSITION) {
    panes.push({
      layers: [{ type: 'histogram', values: data.units, label: `units ${cleanText(theme, data.symbol)}` }],
    });
  }
  return {
    ...chartFrame(input),
    width: area.width,
    height: area.height,
    xAxis: area.height >= 14,
    panes,
  };
}
