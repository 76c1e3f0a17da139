import type { CellGrid } from './cell-grid.ts';
import type { GlyphSet, Tier } from './glyphs.ts';
import type { XScale } from './x-scale.ts';
import type { YScale } from './y-scale.ts';

/** Where a layer draws: the plot area of its pane, at (left, top) on the grid, with its scales. */
export interface PaneArea {
  readonly grid: CellGrid;
  readonly tier: Tier;
  readonly glyphs: GlyphSet;
  readonly left: number;
  readonly top: number;
  readonly x: XScale;
  readonly y: YScale;
}

/**
 * A layer reduced to the columns of a pane, before the y axis is known: its extent decides the axis, then it is drawn.
 * `low` and `high` are NaN when it shows nothing.
 */
export interface PreparedLayer {
  readonly low: number;
  readonly high: number;
  draw(area: PaneArea): void;
}

/** Smallest and largest finite value, NaN when there is none. */
export function extentOf(...columns: readonly ArrayLike<number>[]): { low: number; high: number } {
  let low = Number.NaN;
  let high = Number.NaN;
  for (const values of columns) {
    for (let i = 0; i < values.length; i++) {
      const value = values[i];
      if (!Number.isFinite(value)) continue;
      if (!(value >= low)) low = value;
      if (!(value <= high)) high = value;
    }
  }
  return { low, high };
}
