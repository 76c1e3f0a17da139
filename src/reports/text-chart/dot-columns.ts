import type { Series } from './layers.ts';
import type { XScale } from './x-scale.ts';

/** What a line covers in every dot column, in values; NaN in both where there is nothing. */
export interface DotColumns {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/**
 * A line through the values as one vertical stretch per dot column. Neighbouring points are joined up to the border
 * between their columns, so that stretches side by side touch. Where several values share a dot column its stretch
 * spans their minimum and maximum, so that no spike is lost however many there are.
 */
export function lineColumns(values: Series, x: XScale): DotColumns {
  const columns: DotColumns = {
    low: new Float64Array(x.dots).fill(Number.NaN),
    high: new Float64Array(x.dots).fill(Number.NaN),
  };
  if (x.crowds(x.dots)) joinExtremes(values, x, columns);
  else joinPoints(values, x, columns);
  return columns;
}

function joinPoints(values: Series, x: XScale, columns: DotColumns): void {
  const end = Math.min(x.end, values.length);
  let lastDot = Number.NaN;
  let last = Number.NaN;
  for (let i = x.from; i < end; i++) {
    const value = values[i];
    if (!Number.isFinite(value)) {
      last = Number.NaN;
      continue;
    }
    const dot = x.dot(i);
    include(columns, dot, value);
    if (!Number.isNaN(last)) {
      const along = (at: number) => {
        const t = (at - lastDot) / (dot - lastDot);
        return last * (1 - t) + value * t;
      };
      for (let at = lastDot; at < dot; at++) {
        const border = along(at + 0.5);
        include(columns, at, border);
        include(columns, at + 1, border);
      }
    }
    lastDot = dot;
    last = value;
  }
}

function joinExtremes(values: Series, x: XScale, columns: DotColumns): void {
  const { dots } = x;
  let last = Number.NaN;
  for (let dot = 0; dot < dots; dot++) {
    const end = Math.min(values.length, x.firstIn(dot + 1, dots));
    let first = Number.NaN;
    let newest = Number.NaN;
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (let i = x.firstIn(dot, dots); i < end; i++) {
      const value = values[i];
      if (!Number.isFinite(value)) continue;
      if (Number.isNaN(first)) first = value;
      if (value < low) low = value;
      if (value > high) high = value;
      newest = value;
    }
    if (low <= high) {
      include(columns, dot, low);
      include(columns, dot, high);
      if (!Number.isNaN(last)) {
        const border = last / 2 + first / 2;
        include(columns, dot - 1, border);
        include(columns, dot, border);
      }
    }
    // A dot column without any value is a gap.
    last = newest;
  }
}

function include({ low, high }: DotColumns, dot: number, value: number): void {
  if (!(value >= low[dot])) low[dot] = value;
  if (!(value <= high[dot])) high[dot] = value;
}
