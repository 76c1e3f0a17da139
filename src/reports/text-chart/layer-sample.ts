import type { HistogramLayer, Layer, Series } from './layers.ts';
import { visibleMarkers } from './marker-layer.ts';
import type { XScale } from './x-scale.ts';

/** Values of one series that are looked at. */
const ENOUGH = 4000;

/**
 * Some of the values a layer shows: enough to guess how wide the labels of its axis will be, before all of a million
 * values are reduced to the columns that are left beside them.
 */
export function layerSample(layer: Layer, x: XScale): number[] {
  switch (layer.type) {
    case 'line':
      return seriesSample(layer.values, x);
    case 'area':
      return [...seriesSample(layer.values, x), layer.baseline ?? Number.NaN];
    case 'histogram':
      return [
        ...seriesSample(layer.values, x).map((value) => value * barsAdded(layer, x)),
        layer.baseline ?? 0,
      ];
    case 'candles':
      return [...seriesSample(layer.high, x), ...seriesSample(layer.low, x)];
    case 'markers':
      return visibleMarkers(layer, x).map((marker) => marker.value);
    case 'level':
      return layer.fit === false ? [] : [layer.value];
  }
}

/** How many values one column of a histogram adds up. */
function barsAdded({ combine }: HistogramLayer, x: XScale): number {
  return combine === 'sum' && x.crowds(x.columns) ? x.count / x.columns : 1;
}

function seriesSample(values: Series, x: XScale): number[] {
  const sample: number[] = [];
  const end = Math.min(x.end, values.length);
  const stride = Math.max(1, Math.floor((end - x.from) / ENOUGH));
  for (let i = x.from; i < end; i += stride) sample.push(values[i]);
  return sample;
}
