import type { Tier } from './glyphs.ts';
import type { Layer } from './layers.ts';
import type { NumberFormat } from './number-format.ts';
import type { View } from './x-scale.ts';

/** One plot of a chart; all panes of a chart share their x axis. */
export interface PaneSpec {
  readonly title?: string;
  /** Share of the height; default 1. */
  readonly weight?: number;
  /** Drawn in this order, the later over the earlier. Levels lie behind and markers on top, wherever they stand. */
  readonly layers: readonly Layer[];
  readonly yFormat?: NumberFormat;
  /** Values that the y axis reaches at least: 0 and 100 for an oscillator. */
  readonly yRange?: { readonly min?: number; readonly max?: number };
}

/** The bar that a person stands at. */
export interface Cursor {
  readonly index: number;
  /** Draw nothing after it, and let nothing after it have a say in scales and legend. */
  readonly hideFuture?: boolean;
}

/** A chart made of characters: panes beneath one another over the same bars. */
export interface ChartSpec {
  /** Cells; whole numbers of at least 1. */
  readonly width: number;
  readonly height: number;
  /** Default braille. */
  readonly tier?: Tier;
  /**
   * Moment of each bar, UTC milliseconds, ascending; its opening reads best. Without times the axis counts bars.
   */
  readonly times?: ArrayLike<number>;
  readonly panes: readonly PaneSpec[];
  /** Which bars to show; all when left out. */
  readonly view?: View;
  readonly cursor?: Cursor;
  /** Columns for y labels at least, so that charts beneath one another share an axis, and it stays where it is. */
  readonly labelColumns?: number;
  /** Whether to draw the x axis where there are axes at all; default true. */
  readonly xAxis?: boolean;
  /** Whether to draw axes where there is room; default true. */
  readonly axes?: boolean;
}
