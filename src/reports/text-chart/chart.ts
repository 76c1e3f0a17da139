import { CellGrid } from './cell-grid.ts';
import type { ChartSpec } from './chart-spec.ts';
import { GLYPHS, type GlyphSet } from './glyphs.ts';
import type { Layer } from './layers.ts';
import { type Layout, layOut, type PaneRows } from './layout.ts';
import { drawPane } from './pane-drawing.ts';
import { guessLabelWidth, type PreparedPane, preparePane } from './prepared-pane.ts';
import { drawXAxis } from './x-axis.ts';
import { XScale } from './x-scale.ts';

/** Plot columns that must remain beside y labels; with fewer there are no labels. */
const MIN_PLOT_COLUMNS = 5;

/**
 * Draws panes of layers above one shared x axis. Never fails for any data: what is not finite is a gap, and what has no
 * room is left out whole rather than cut, axis and headers first.
 * @throws RangeError when width or height is not a whole number of at least 1.
 */
export function chart(spec: ChartSpec): CellGrid {
  const { tier = 'braille' } = spec;
  const grid = new CellGrid(spec.width, spec.height);
  const glyphs = GLYPHS[tier];
  const layout = layoutOf(spec);
  const prepared = prepare(spec, glyphs, layout.panes);
  prepared.panes.forEach((pane, i) => {
    drawPane({ spec, grid, glyphs, tier, x: prepared.x, left: prepared.left, rows: layout.panes[i], pane });
  });
  drawXAxis({
    grid,
    glyphs,
    left: prepared.left,
    x: prepared.x,
    times: spec.times,
    rows: layout.axis,
    cursor: cursorIndex(spec),
    futureHidden: spec.cursor?.hideFuture === true,
  });
  return grid;
}

/** Number of the entry that `chart` draws at a column of the grid, the last of those that share it; undefined where none is. */
export function chartIndexAt(spec: ChartSpec, column: number): number | undefined {
  const { x, left } = prepare(spec, GLYPHS[spec.tier ?? 'braille'], layoutOf(spec).panes);
  let nearest: number | undefined;
  let distance = Math.max(1, x.barWidth);
  for (let index = x.from; index < x.end; index++) {
    const away = Math.abs(x.column(index) - (column - left));
    if (away > distance) continue;
    nearest = index;
    distance = away;
  }
  return nearest;
}

function layoutOf({ height, panes, axes = true, xAxis = true }: ChartSpec): Layout {
  return layOut(
    height,
    panes.map((pane) => ({
      weight: pane.weight ?? 1,
      wantsHeader: (pane.title ?? '') !== '' || pane.layers.some((layer) => namedInHeader(layer)),
    })),
    axes && xAxis,
  );
}

interface Prepared {
  readonly x: XScale;
  readonly left: number;
  readonly panes: readonly PreparedPane[];
}

/** The width of the y labels depends on the values shown, which depend on the width that is left: settled in rounds. */
function prepare(spec: ChartSpec, glyphs: GlyphSet, rows: readonly PaneRows[]): Prepared {
  const at = (left: number): Prepared => {
    const x = xScaleOf(spec, glyphs, spec.width - left);
    return { x, left, panes: rows.map((pane, i) => preparePane(spec.panes[i], x, pane.rows)) };
  };
  if (spec.axes === false || spec.width <= MIN_PLOT_COLUMNS + 1) return at(0);
  const guessing = xScaleOf(spec, glyphs, spec.width - MIN_PLOT_COLUMNS);
  const atLeast = Math.min((spec.labelColumns ?? 0) + 1, spec.width - MIN_PLOT_COLUMNS);
  const guess = rows.map((pane, i) => guessLabelWidth(spec.panes[i], guessing, pane.rows));
  let left = Math.max(
    spec.labelColumns === undefined ? 0 : atLeast,
    Math.min(gutterOf(guess), spec.width - MIN_PLOT_COLUMNS),
  );
  for (let round = 0; round < 4; round++) {
    const prepared = at(left);
    const labels = gutterOf(prepared.panes.map((pane) => pane.axis.labelWidth));
    const needed = spec.labelColumns === undefined ? labels : Math.max(atLeast, labels);
    if (spec.width - needed < MIN_PLOT_COLUMNS) return at(0);
    // From the third round on a gutter that is a little too wide is accepted: widths that hinge on each other may swing.
    if (needed === left || (needed < left && round >= 2)) return prepared;
    left = needed;
  }
  return at(left);
}

/** Columns for the widest label and the axis line. */
function gutterOf(labelWidths: readonly number[]): number {
  const widest = Math.max(0, ...labelWidths);
  return widest === 0 ? 0 : widest + 1;
}

function xScaleOf(spec: ChartSpec, glyphs: GlyphSet, columns: number): XScale {
  const layers = spec.panes.flatMap((pane) => pane.layers);
  const cursor = cursorIndex(spec);
  return new XScale({
    length: Math.max(spec.times?.length ?? 0, ...layers.map(lengthOf)),
    view: spec.view,
    columns,
    across: glyphs.dots.across,
    banded: layers.some((layer) => layer.type === 'candles' || layer.type === 'histogram'),
    lastVisible: spec.cursor?.hideFuture === true ? cursor : undefined,
  });
}

function cursorIndex({ cursor }: ChartSpec): number | undefined {
  return cursor === undefined || !Number.isFinite(cursor.index) ? undefined : Math.floor(cursor.index);
}

function lengthOf(layer: Layer): number {
  switch (layer.type) {
    case 'line':
    case 'area':
    case 'histogram':
      return layer.values.length;
    case 'candles':
      return layer.close.length;
    case 'markers':
      return layer.points.reduce((most, { index }) => (index >= most ? Math.floor(index) + 1 : most), 0);
    case 'level':
      return 0;
  }
}

function namedInHeader(layer: Layer): boolean {
  return layer.type !== 'markers' && layer.type !== 'level' && layer.label !== undefined;
}
