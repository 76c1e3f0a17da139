import { prepareCandles } from './candle-layer.ts';
import type { CellGrid } from './cell-grid.ts';
import type { ChartSpec, PaneSpec } from './chart-spec.ts';
import type { GlyphSet, Tier } from './glyphs.ts';
import { prepareHistogram } from './histogram-layer.ts';
import type { Layer } from './layers.ts';
import type { PaneRows } from './layout.ts';
import { drawHeader, legendEntry } from './legend.ts';
import { drawLevelLabel, prepareLevel } from './level-layer.ts';
import { prepareArea, prepareLine } from './line-layer.ts';
import { prepareMarkers } from './marker-layer.ts';
import { numberFormatter } from './number-format.ts';
import type { Color } from './palette.ts';
import { extentOf, type PaneArea, type PreparedLayer } from './pane.ts';
import { textFor } from './single-width.ts';
import type { XScale } from './x-scale.ts';
import { fitYScale, type YScale } from './y-scale.ts';

/** Colours of lines and areas without one of their own; the first two belong to candles where there are some. */
const LINE_COLORS: readonly Color[] = ['blue', 'orange', 'purple', 'green', 'yellow', 'cyan', 'red'];

/** A pane that is ready to be drawn but for its place: layers reduced to columns, y axis chosen. */
export interface PreparedPane {
  readonly spec: PaneSpec;
  readonly layers: readonly PreparedLayer[];
  readonly colors: readonly Color[];
  readonly y: YScale;
  /** Widest label of its y axis, in cells. */
  readonly labelWidth: number;
  /** A value as the axis writes it. */
  readonly writeTick: (value: number) => string;
  /** A value in the legend, finer than the axis. */
  readonly writeValue: (value: number) => string;
}

export function preparePane(spec: PaneSpec, x: XScale, rows: number): PreparedPane {
  const colors = layerColors(spec.layers);
  const layers = spec.layers.map((layer, i) => prepareLayer(layer, colors[i], x));
  const range = [spec.yRange?.min, spec.yRange?.max].filter((value) => value !== undefined);
  const { low, high } = extentOf(...layers.map((layer) => [layer.low, layer.high]), range);
  const placed = (place: 'above' | 'below') =>
    spec.layers.some(
      (layer) => layer.type === 'markers' && layer.points.some((m) => m.place === place && x.shows(m.index)),
    );
  const y = fitYScale({
    low,
    high,
    rows,
    edges: spec.layers.some((layer) => layer.type === 'histogram'),
    // A free row at the end, so that a marker beyond the extreme bar does not cover it.
    above: rows >= 5 && placed('above') ? 1 : 0,
    below: rows >= 5 && placed('below') ? 1 : 0,
  });
  const largest = Math.max(...y.ticks.map((tick) => Math.abs(tick.value)), Math.abs(low), Math.abs(high));
  const writeTick = numberFormatter(spec.yFormat ?? {}, y.step, largest);
  const labels = y.ticks.map((tick) => writeTick(tick.value).length);
  return {
    spec,
    layers,
    colors,
    y,
    labelWidth: Math.max(0, ...labels),
    writeTick,
    writeValue: numberFormatter(spec.yFormat ?? {}, Math.min(y.step, (y.unit * rows) / 1000), largest),
  };
}

function layerColors(layers: readonly Layer[]): Color[] {
  let next = layers.some((layer) => layer.type === 'candles') ? 2 : 0;
  return layers.map((layer) => {
    if (layer.type !== 'line' && layer.type !== 'area') return 'blue';
    return layer.color ?? LINE_COLORS[next++ % LINE_COLORS.length];
  });
}

function prepareLayer(layer: Layer, color: Color, x: XScale): PreparedLayer {
  switch (layer.type) {
    case 'line':
      return prepareLine(layer, color, x);
    case 'area':
      return prepareArea(layer, color, x);
    case 'histogram':
      return prepareHistogram(layer, x);
    case 'candles':
      return prepareCandles(layer, x);
    case 'markers':
      return prepareMarkers(layer, x);
    case 'level':
      return prepareLevel(layer);
  }
}

export interface PaneDrawing {
  readonly spec: ChartSpec;
  readonly grid: CellGrid;
  readonly glyphs: GlyphSet;
  readonly tier: Tier;
  readonly x: XScale;
  /** Column at which the plot area begins; y labels and axis are left of it. */
  readonly left: number;
  readonly rows: PaneRows;
  readonly pane: PreparedPane;
}

export function drawPane(drawing: PaneDrawing): void {
  const { grid, glyphs, tier, x, left, rows, pane } = drawing;
  const area: PaneArea = { grid, tier, glyphs, left, top: rows.top, x, y: pane.y };
  drawFrame(drawing);
  const of = (...types: readonly Layer['type'][]) =>
    pane.layers.filter((_, i) => types.includes(pane.spec.layers[i].type));
  for (const layer of of('line', 'area', 'histogram', 'candles')) layer.draw(area);
  for (const layer of of('markers')) layer.draw(area);
  // Levels and cursor fill what is still blank, so they lie behind everything though they come last.
  for (const layer of of('level')) layer.draw(area);
  drawCursor(drawing);
  for (const layer of pane.spec.layers) {
    if (layer.type !== 'level' || layer.label === undefined) continue;
    const label = `${layer.label} ${pane.writeValue(layer.value)}`;
    drawLevelLabel(layer, textFor(tier, label), area);
  }
  drawPaneHeader(drawing);
}

/** The y axis with its labels, and the line to the pane above. */
function drawFrame({ grid, glyphs, left, rows, pane }: PaneDrawing): void {
  const dim = { dim: true };
  if (rows.rule !== undefined) {
    for (let column = 0; column < grid.width; column++)
      grid.set(column, rows.rule, glyphs.axis.horizontal, dim);
  }
  if (left === 0) return;
  for (let row = 0; row < rows.rows; row++) grid.set(left - 1, rows.top + row, glyphs.axis.vertical, dim);
  for (const tick of pane.y.ticks) {
    const label = pane.writeTick(tick.value);
    if (label.length > left - 1) continue;
    grid.text(left - 1 - label.length, rows.top + tick.row, label);
    grid.set(left - 1, rows.top + tick.row, glyphs.axis.tick, dim);
  }
}

function drawCursor({ spec, grid, glyphs, x, left, rows }: PaneDrawing): void {
  const index = Math.floor(spec.cursor?.index ?? Number.NaN);
  if (!x.shows(index)) return;
  const column = left + x.column(index);
  for (let row = rows.top; row < rows.top + rows.rows; row++) {
    if (grid.isBlank(column, row)) grid.set(column, row, glyphs.cursor, { dim: true });
  }
}

function drawPaneHeader({ spec, grid, glyphs, tier, x, rows, pane }: PaneDrawing): void {
  if (rows.header === undefined) return;
  const index = Math.floor(spec.cursor?.index ?? Number.NaN);
  const at = x.shows(index) ? index : x.end - 1;
  const entries = pane.spec.layers
    .map((layer, i) => legendEntry(layer, pane.colors[i], at, glyphs, pane.writeValue))
    .filter((entry) => entry !== undefined);
  drawHeader(grid, rows.header, tier, pane.spec.title, entries);
}
