import type { CandleLayer } from './layers.ts';
import { extentOf, type PaneArea, type PreparedLayer } from './pane.ts';
import type { XScale } from './x-scale.ts';

interface Candle {
  readonly column: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
}

export function prepareCandles(layer: CandleLayer, x: XScale): PreparedLayer {
  const candles = x.crowds(x.columns) ? combined(layer, x) : single(layer, x);
  return {
    ...extentOf(candles.flatMap(({ open, high, low, close }) => [open, high, low, close])),
    draw(area) {
      for (const candle of candles) drawCandle(layer, candle, area);
    },
  };
}

/** Bars that are all there: the columns may differ in length while a run is still writing them. */
function barCount({ open, high, low, close }: CandleLayer, end: number): number {
  return Math.min(end, open.length, high.length, low.length, close.length);
}

function complete({ open, high, low, close }: CandleLayer, i: number): boolean {
  return (
    Number.isFinite(open[i]) &&
    Number.isFinite(high[i]) &&
    Number.isFinite(low[i]) &&
    Number.isFinite(close[i])
  );
}

function single(layer: CandleLayer, x: XScale): Candle[] {
  const candles: Candle[] = [];
  const end = barCount(layer, x.end);
  for (let i = x.from; i < end; i++) {
    if (!complete(layer, i)) continue;
    const { open, high, low, close } = layer;
    candles.push({ column: x.column(i), open: open[i], high: high[i], low: low[i], close: close[i] });
  }
  return candles;
}

function combined(layer: CandleLayer, x: XScale): Candle[] {
  const candles: Candle[] = [];
  for (let column = 0; column < x.columns; column++) {
    const end = barCount(layer, x.firstIn(column + 1, x.columns));
    let open = Number.NaN;
    let close = Number.NaN;
    let high = Number.NEGATIVE_INFINITY;
    let low = Number.POSITIVE_INFINITY;
    for (let i = x.firstIn(column, x.columns); i < end; i++) {
      if (!complete(layer, i)) continue;
      if (Number.isNaN(open)) open = layer.open[i];
      if (layer.high[i] > high) high = layer.high[i];
      if (layer.low[i] < low) low = layer.low[i];
      close = layer.close[i];
    }
    if (!Number.isNaN(open)) candles.push({ column, open, high, low, close });
  }
  return candles;
}

function drawCandle(layer: CandleLayer, candle: Candle, { grid, glyphs, left, top, y }: PaneArea): void {
  const { column, open, close } = candle;
  // Bad data can have a high below the open: the wick then ends where the body does.
  const wickTop = y.dotRow(Math.max(candle.high, open, close), 2);
  const wickBottom = y.dotRow(Math.min(candle.low, open, close), 2);
  const bodyTop = y.dotRow(Math.max(open, close), 2);
  const bodyBottom = y.dotRow(Math.min(open, close), 2);
  const at = left + column;
  const half = (row: number) => {
    if (row >= bodyTop && row <= bodyBottom) return 2;
    return row >= wickTop && row <= wickBottom ? 1 : 0;
  };
  const doji = open === close;
  const rising = close > open;
  const blocks = rising || doji ? glyphs.candles.up : glyphs.candles.down;
  const color = rising ? (layer.upColor ?? 'blue') : (layer.downColor ?? 'orange');
  for (let row = wickTop >> 1; row <= wickBottom >> 1; row++) {
    const glyph =
      doji && row === bodyTop >> 1
        ? glyphs.candles.doji[(wickTop >> 1 < row ? 1 : 0) + (wickBottom >> 1 > row ? 2 : 0)]
        : blocks[3 * half(2 * row) + half(2 * row + 1)];
    grid.set(at, top + row, glyph, doji ? {} : { color });
  }
}
