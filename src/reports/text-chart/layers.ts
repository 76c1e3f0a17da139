import type { Color } from './palette.ts';

/** One number per bar; NaN or anything that is not finite is a gap. */
export type Series = ArrayLike<number>;

/** A line through the values. */
export interface LineLayer {
  readonly type: 'line';
  readonly values: Series;
  /** Name in the legend; without it the layer has no entry. */
  readonly label?: string;
  readonly color?: Color;
}

/** The space between the values and a baseline, filled: equity, drawdown. */
export interface AreaLayer {
  readonly type: 'area';
  readonly values: Series;
  /** Value up to which the area is filled; the bottom of the pane when left out. */
  readonly baseline?: number;
  readonly label?: string;
  readonly color?: Color;
}

/** One bar per value, from the baseline: signals, volume, returns. A value on the baseline is a thin mark, not a gap. */
export interface HistogramLayer {
  readonly type: 'histogram';
  readonly values: Series;
  /** Default 0. */
  readonly baseline?: number;
  /** What several values in one column become: the one farthest from the baseline (default), or their sum (volume). */
  readonly combine?: 'extreme' | 'sum';
  readonly label?: string;
  /** Above the baseline; default blue. */
  readonly color?: Color;
  /** Below the baseline; default orange. */
  readonly negativeColor?: Color;
}

/** Open, high, low, close. Several bars in one column become one: first open, highest high, lowest low, last close. */
export interface CandleLayer {
  readonly type: 'candles';
  readonly open: Series;
  readonly high: Series;
  readonly low: Series;
  readonly close: Series;
  readonly label?: string;
  /** Default blue. */
  readonly upColor?: Color;
  /** Default orange. */
  readonly downColor?: Color;
}

export type MarkerShape = 'up' | 'down' | 'dot' | 'cross';

/** A point of interest in a pane. */
export interface Marker {
  /** Index of its bar. */
  readonly index: number;
  /** Where on the y axis. */
  readonly value: number;
  readonly shape: MarkerShape;
  /** Where to draw: on the value (default), or in the first free cell above or below it. */
  readonly place?: 'at' | 'above' | 'below';
  /** Written beside it where there is room; never over something else. */
  readonly label?: string;
  /** Default blue for `up`, orange for `down`, purple for the others. */
  readonly color?: Color;
}

/** Points of interest: orders, fills, exits. */
export interface MarkerLayer {
  readonly type: 'markers';
  readonly points: readonly Marker[];
}

/** A horizontal line behind everything else: stop, target, threshold. */
export interface LevelLayer {
  readonly type: 'level';
  readonly value: number;
  /** Bars it spans, both included; the whole width when left out. */
  readonly from?: number;
  readonly to?: number;
  /** Written on the line together with the value. */
  readonly label?: string;
  readonly color?: Color;
  /** Whether the y axis is to reach it (default); otherwise it may lie out of sight. */
  readonly fit?: boolean;
}

/** What can be drawn in a pane. Plain data: a layer can be cloned, sent to another process and stored. */
export type Layer = LineLayer | AreaLayer | HistogramLayer | CandleLayer | MarkerLayer | LevelLayer;
