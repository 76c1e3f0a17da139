export { CellGrid, type CellStyle } from './cell-grid.ts';
export { chart, chartIndexAt } from './chart.ts';
export type { ChartSpec, Cursor, PaneSpec } from './chart-spec.ts';
export { TIERS, type Tier } from './glyphs.ts';
export type {
  AreaLayer,
  CandleLayer,
  HistogramLayer,
  Layer,
  LevelLayer,
  LineLayer,
  Marker,
  MarkerLayer,
  MarkerShape,
  Series,
} from './layers.ts';
export type { NumberFormat } from './number-format.ts';
export { COLORS, type Color, type ColorDepth, SHADES } from './palette.ts';
export { renderAnsi, renderChanges, renderPlain } from './render.ts';
export { textFor } from './single-width.ts';
export { bar, type InlineOptions, sparkline } from './sparkline.ts';
export type { View } from './x-scale.ts';
