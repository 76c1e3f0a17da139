import { prepareCandles } from './candle-layer.ts';
import type { PaneSpec } from './chart-spec.ts';
import { prepareHistogram } from './histogram-layer.ts';
import { layerSample } from './layer-sample.ts';
import type { Layer } from './layers.ts';
import { prepareLevel } from './level-layer.ts';
import { prepareArea, prepareLine } from './line-layer.ts';
import { prepareMarkers, visibleMarkers } from './marker-layer.ts';
import { numberFormatter } from './number-format.ts';
import type { Color } from './palette.ts';
import { extentOf, type PreparedLayer } from './pane.ts';
import type { XScale } from './x-scale.ts';
import { fitYScale, type YScale } from './y-scale.ts';

/** Colours of lines and areas without one of their own; the first two belong to candles where there are some. */
const LINE_COLORS: readonly Color[] = ['blue', 'orange', 'purple', 'green', 'yellow', 'cyan', 'red'];

/** A pane that is ready to be drawn but for its place: layers reduced to columns, y axis chosen. */
export interface PreparedPane {
  readonly spec: PaneSpec;
  readonly layers: readonly PreparedLayer[];
  readonly colors: readonly Color[];
  readonly axis: YAxis;
}

export interface YAxis {
  readonly y: YScale;
  /** Widest label, in cells. */
  readonly labelWidth: number;
  /** A value as the axis writes it. */
  readonly writeTick: (value: number) => string;
  /** A value in the legend, finer than the axis. */
  readonly writeValue: (value: number) => string;
}

export function preparePane(spec: PaneSpec, x: XScale, rows: number): PreparedPane {
  const colors = layerColors(spec.layers);
  const layers = spec.layers.map((layer, i) => prepareLayer(layer, colors[i], x));
  const axis = yAxis(
    spec,
    x,
    rows,
    layers.flatMap((layer) => [layer.low, layer.high]),
  );
  return { spec, layers, colors, axis };
}

/** About what the labels of a pane will need, without reducing its layers. */
export function guessLabelWidth(spec: PaneSpec, x: XScale, rows: number): number {
  return yAxis(
    spec,
    x,
    rows,
    spec.layers.flatMap((layer) => layerSample(layer, x)),
  ).labelWidth;
}

function yAxis(spec: PaneSpec, x: XScale, rows: number, values: readonly number[]): YAxis {
  const { yFormat = {}, yRange = {} } = spec;
  const { low, high } = withHeight(
    extentOf(values, [yRange.min ?? Number.NaN, yRange.max ?? Number.NaN]),
    spec,
  );
  const markers = spec.layers.flatMap((layer) => (layer.type === 'markers' ? visibleMarkers(layer, x) : []));
  // A free row at the end, so that a marker beyond the extreme bar does not cover it.
  const free = (place: 'above' | 'below') =>
    rows >= 5 && markers.some((marker) => marker.place === place) ? 1 : 0;
  const y = fitYScale({
    low,
    high,
    rows,
    edges: spec.layers.some((layer) => layer.type === 'histogram'),
    above: free('above'),
    below: free('below'),
  });
  const largest = Math.max(...y.ticks.map((tick) => Math.abs(tick.value)), Math.abs(low), Math.abs(high));
  const writeTick = numberFormatter(yFormat, y.step, largest);
  return {
    y,
    labelWidth: Math.max(0, ...y.ticks.map((tick) => writeTick(tick.value).length)),
    writeTick,
    writeValue: numberFormatter(yFormat, Math.min(y.step, (y.unit * rows) / 100), largest),
  };
}

/** Where fractions are all 0, one percent to each side that the pane's range does not end at: whole units would tell of 200 %. */
function withHeight(
  extent: ReturnType<typeof extentOf>,
  { yFormat, yRange }: PaneSpec,
): ReturnType<typeof extentOf> {
  if (yFormat?.style !== 'percent' || extent.low !== 0 || extent.high !== 0) return extent;
  return { low: yRange?.min === 0 ? 0 : -0.01, high: yRange?.max === 0 ? 0 : 0.01 };
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
