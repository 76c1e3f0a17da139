import { type DotColumns, lineColumns } from './dot-columns.ts';
import type { AreaLayer, LineLayer } from './layers.ts';
import type { Color } from './palette.ts';
import { extentOf, type PaneArea, type PreparedLayer } from './pane.ts';
import type { XScale } from './x-scale.ts';

export function prepareLine(layer: LineLayer, color: Color, x: XScale): PreparedLayer {
  const columns = lineColumns(layer.values, x);
  return {
    ...extentOf(columns.low, columns.high),
    draw: (area) => drawDots(area, 'line', color, thinRows(columns, area)),
  };
}

export function prepareArea(layer: AreaLayer, color: Color, x: XScale): PreparedLayer {
  const columns = lineColumns(layer.values, x);
  const { baseline } = layer;
  const based = baseline !== undefined && Number.isFinite(baseline);
  return {
    ...extentOf(columns.low, columns.high, based ? [baseline] : []),
    draw(area) {
      const { down } = area.glyphs.dots;
      const base = based ? area.y.dotRow(baseline, down) : area.y.rows * down - 1;
      drawDots(area, 'fill', color, (dot) => {
        const rows = dotRows(columns, area, dot);
        return rows && [Math.min(rows[0], base), Math.max(rows[1], base)];
      });
    },
  };
}

type RowRange = [top: number, bottom: number];

function dotRows({ low, high }: DotColumns, { y, glyphs }: PaneArea, dot: number): RowRange | undefined {
  if (Number.isNaN(low[dot])) return undefined;
  return [y.dotRow(high[dot], glyphs.dots.down), y.dotRow(low[dot], glyphs.dots.down)];
}

/** Stretches of a line that overlap the one before in just the row where they meet give it up: slopes stay thin. */
function thinRows(columns: DotColumns, area: PaneArea): (dot: number) => RowRange | undefined {
  return (dot) => {
    const rows = dotRows(columns, area, dot);
    const before = dot > 0 ? dotRows(columns, area, dot - 1) : undefined;
    if (rows === undefined || before === undefined || rows[0] === rows[1]) return rows;
    if (rows[0] === before[1]) return [rows[0] + 1, rows[1]];
    if (rows[1] === before[0]) return [rows[0], rows[1] - 1];
    return rows;
  };
}

function drawDots(
  area: PaneArea,
  style: 'line' | 'fill',
  color: Color,
  rowsAt: (dot: number) => RowRange | undefined,
): void {
  const { grid, glyphs, left, top, x, y } = area;
  const { across, down } = glyphs.dots;
  const masks = new Uint8Array(x.columns * y.rows);
  for (let dot = 0; dot < x.dots; dot++) {
    const rows = rowsAt(dot);
    if (rows === undefined) continue;
    const column = Math.floor(dot / across);
    for (let row = rows[0]; row <= rows[1]; row++) {
      masks[Math.floor(row / down) * x.columns + column] |= 1 << ((row % down) * across + (dot % across));
    }
  }
  masks.forEach((mask, i) => {
    if (mask === 0) return;
    const column = left + (i % x.columns);
    const row = top + Math.floor(i / x.columns);
    // The dots of a line that is there already stay, in the newer colour: both can be followed where they cross.
    grid.set(column, row, glyphs.dots[style](mask | glyphs.dots.mask(grid.glyph(column, row))), { color });
  });
}
