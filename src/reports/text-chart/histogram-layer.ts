import type { HistogramLayer } from './layers.ts';
import { extentOf, type PaneArea, type PreparedLayer } from './pane.ts';
import type { XScale } from './x-scale.ts';

interface HistogramBar {
  readonly column: number;
  readonly value: number;
}

export function prepareHistogram(layer: HistogramLayer, x: XScale): PreparedLayer {
  const given = layer.baseline ?? 0;
  const baseline = Number.isFinite(given) ? given : 0;
  const bars = histogramBars(layer, baseline, x);
  return {
    ...extentOf(
      bars.map((bar) => bar.value),
      bars.length === 0 ? [] : [baseline],
    ),
    draw(area) {
      for (const bar of bars) drawBar(layer, bar, baseline, area);
    },
  };
}

function histogramBars({ values, combine = 'extreme' }: HistogramLayer, baseline: number, x: XScale) {
  const bars: HistogramBar[] = [];
  if (!x.crowds(x.columns)) {
    for (let i = x.from; i < Math.min(x.end, values.length); i++) {
      if (Number.isFinite(values[i])) bars.push({ column: x.column(i), value: values[i] });
    }
    return bars;
  }
  for (let column = 0; column < x.columns; column++) {
    const end = Math.min(values.length, x.firstIn(column + 1, x.columns));
    let combined = Number.NaN;
    for (let i = x.firstIn(column, x.columns); i < end; i++) {
      const value = values[i];
      if (!Number.isFinite(value)) continue;
      if (Number.isNaN(combined)) combined = value;
      else if (combine === 'sum') combined += value;
      else if (Math.abs(value - baseline) > Math.abs(combined - baseline)) combined = value;
    }
    if (!Number.isNaN(combined)) bars.push({ column, value: Math.max(-1e300, Math.min(1e300, combined)) });
  }
  return bars;
}

function drawBar(layer: HistogramLayer, bar: HistogramBar, baseline: number, area: PaneArea): void {
  const { grid, glyphs, top, x, y } = area;
  // Bars begin at an edge between rows: partly filled blocks exist from the edge of a cell only.
  const base = Math.max(0, Math.min(y.rows, Math.round(y.depth(baseline))));
  const tip = y.depth(bar.value);
  const start = area.left + bar.column - ((x.barWidth - 1) >> 1);
  const put = (row: number, glyph: string, style: object) => {
    for (let column = start; column < start + x.barWidth; column++) grid.set(column, top + row, glyph, style);
  };
  if (bar.value === baseline) {
    put(Math.min(base, y.rows) - (base > 0 ? 1 : 0), glyphs.zero, { dim: true });
    return;
  }
  const rising = bar.value > baseline && base > 0;
  const color = bar.value > baseline ? (layer.color ?? 'blue') : (layer.negativeColor ?? 'orange');
  // However small, a value that is not the baseline shows.
  const length = Math.max(1, Math.round(8 * Math.min(y.rows, rising ? base - tip : tip - base)));
  const blocks = rising ? glyphs.rising : glyphs.hanging;
  for (let drawn = 0, row = rising ? base - 1 : base; drawn < length; drawn += 8, row += rising ? -1 : 1) {
    if (row < 0 || row >= y.rows) {
      if (drawn === 0) put(Math.max(0, Math.min(y.rows - 1, row)), blocks[0], { color });
      return;
    }
    put(row, blocks[Math.min(8, length - drawn) - 1], { color });
  }
}
