import {
  CellGrid,
  type ChartData,
  type ChartMark,
  type ChartSpec,
  chart,
  type Layer,
  type Marker,
  overlays,
} from '../../src/index.ts';
import { moneyText, wholeText } from '../model/numbers.ts';
import { ZOOMS } from '../model/zoom.ts';
import type { PaneInput } from './pane-input.ts';
import { cleanText } from './text.ts';

/** Share of the width that is kept for what comes. */
const AHEAD = 0.12;
/** Cells beside the plot for labels: both charts share their time axis. */
const LEAST_LABELS = 7;

/** Candles with what the strategy reads over them, fills, signals and waiting orders; nothing after the cursor. */
export function drawPrice(input: PaneInput): CellGrid {
  return input.view.chart.close.length === 0 ? emptyChart(input) : chart(priceChart(input));
}

export function priceChart(input: PaneInput): ChartSpec {
  const { view, theme, area } = input;
  const { chart: data } = view;
  const { symbol, open, high, low, close } = data;
  const layers: Layer[] = [
    ...overlays(data).map(
      ({ name, values }): Layer => ({ type: 'line', values, label: cleanText(theme, name) }),
    ),
    { type: 'candles', open, high, low, close, label: cleanText(theme, symbol) },
    { type: 'markers', points: markers(data) },
    ...holdingLevel(data),
    ...data.levels.map(
      ({ name, price, from }): Layer => ({
        type: 'level',
        value: price,
        label: cleanText(theme, name),
        from: (from - data.first) / data.step,
        color: 'purple',
        fit: false,
      }),
    ),
  ];
  return {
    ...chartFrame(input),
    width: area.width,
    height: area.height,
    panes: [{ layers, yFormat: { decimals: 2 } }],
  };
}

/** What was paid on average for what is held, from the bar on since which something is. */
function holdingLevel({ holding, units }: ChartData): Layer[] {
  if (holding === null) return [];
  const side = holding.units > 0 ? 'long' : 'short';
  return [
    {
      type: 'level',
      value: holding.price,
      label: `${side} ${wholeText(Math.abs(holding.units))}`,
      from: units.lastIndexOf(0) + 1,
      color: side === 'long' ? 'blue' : 'orange',
      fit: false,
    },
  ];
}

/** What all charts of a screen have in common, so that a bar has the same column in each. */
export function chartFrame({ view, ui, theme, area }: PaneInput) {
  const { chart: data, status } = view;
  const { columnsPerBar } = ZOOMS[ui.zoom];
  const ahead = ui.pan > 0 ? 0 : Math.max(1, Math.floor(area.width * AHEAD));
  const room = Math.ceil(ahead / columnsPerBar);
  // A bar that is under way has a place, with what happened in it so far, and no candle.
  const times = data.pending === null ? data.times : Float64Array.of(...data.times, data.pending);
  const labels = Math.max(LEAST_LABELS, priceLabel(data), wholeText(status.equity).length);
  return {
    tier: theme.tier,
    times,
    labelColumns: Math.min(labels, area.width >> 2),
    view: { to: times.length + room, columnsPerBar },
    cursor: ui.pan > 0 ? undefined : { index: times.length - 1, hideFuture: true },
  };
}

/** An axis ends at a round number above the highest price. */
const AXIS_ABOVE = 1.15;

/** Cells of the longest price that the axis may show. */
function priceLabel({ high }: ChartData): number {
  const largest = high.reduce((most, value) => (value > most ? value : most), 0);
  return moneyText(AXIS_ABOVE * largest).length;
}

/** Where a column holds many bars, marks of all kinds would hide one another and the prices. */
const FILLS_ALONE = 2;
const NO_MARKS = 20;

function markers({ marks, first, step, high, low }: ChartData): Marker[] {
  if (step >= NO_MARKS) return [];
  return marks.flatMap((mark): Marker[] => {
    if (step >= FILLS_ALONE && mark.kind !== 'fill') return [];
    const index = Math.floor((mark.bar - first) / step);
    const shown = markerOf(mark, high[index] ?? mark.price, low[index] ?? mark.price);
    if (shown === null) return [];
    return [{ index, ...shown, label: step >= FILLS_ALONE ? undefined : shown.label }];
  });
}

function markerOf(
  { kind, side, label }: ChartMark,
  high: number | null,
  low: number | null,
): Omit<Marker, 'index'> | null {
  if (high === null || low === null) return null;
  switch (kind) {
    case 'fill':
      return side > 0
        ? { value: low, shape: 'up', place: 'below', label }
        : { value: high, shape: 'down', place: 'above', label };
    case 'signal':
      return side > 0
        ? { value: low, shape: 'dot', place: 'below', label }
        : { value: high, shape: 'dot', place: 'above', label };
    case 'rejection':
      return { value: high, shape: 'cross', place: 'above', label, color: 'red' };
    case 'order':
      return null;
  }
}

function emptyChart({ area, theme }: PaneInput): CellGrid {
  const grid = new CellGrid(area.width, area.height);
  const text = cleanText(theme, 'before the first bar: n goes to it');
  grid.text(Math.max(0, (area.width - text.length) >> 1), area.height >> 1, text, { dim: true });
  return grid;
}
