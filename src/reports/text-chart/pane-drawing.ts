import type { CellGrid } from './cell-grid.ts';
import type { ChartSpec } from './chart-spec.ts';
import type { GlyphSet, Tier } from './glyphs.ts';
import type { Layer } from './layers.ts';
import type { PaneRows } from './layout.ts';
import { drawHeader, legendEntry } from './legend.ts';
import { drawLevelLabel } from './level-layer.ts';
import type { PaneArea } from './pane.ts';
import type { PreparedPane } from './prepared-pane.ts';
import { textFor } from './single-width.ts';
import type { XScale } from './x-scale.ts';

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
  const area: PaneArea = { grid, tier, glyphs, left, top: rows.top, x, y: pane.axis.y };
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
    const label = `${layer.label} ${pane.axis.writeValue(layer.value)}`;
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
  for (const tick of pane.axis.y.ticks) {
    const label = pane.axis.writeTick(tick.value);
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
    .map((layer, i) => legendEntry(layer, pane.colors[i], at, glyphs, pane.axis.writeValue))
    .filter((entry) => entry !== undefined);
  drawHeader(grid, rows.header, tier, pane.spec.title, entries);
}
