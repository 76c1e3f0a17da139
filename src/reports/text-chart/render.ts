import type { CellGrid, CellStyle } from './cell-grid.ts';
import { type ColorDepth, foreground } from './palette.ts';

/** The glyphs alone: `height` lines of exactly `width` characters, joined by newlines, none at the end. */
export function renderPlain(grid: CellGrid): string {
  return rows(grid, (row) => {
    let line = '';
    for (let column = 0; column < grid.width; column++) line += grid.glyph(column, row);
    return line;
  });
}

/**
 * The same lines with ANSI colours. Every line ends as it began, without a style, so that lines can be cut apart and
 * set beside others.
 */
export function renderAnsi(grid: CellGrid, options: { readonly colors: ColorDepth }): string {
  return rows(grid, (row) => {
    let line = '';
    let current = '';
    for (let column = 0; column < grid.width; column++) {
      const glyph = grid.glyph(column, row);
      // A space looks the same in every style: no need to change it.
      const wanted = glyph === ' ' ? current : sgr(grid.style(column, row), options.colors);
      if (wanted !== current) line += wanted === '' ? '\u001b[0m' : `\u001b[0;${wanted}m`;
      current = wanted;
      line += glyph;
    }
    return current === '' ? line : `${line}\u001b[0m`;
  });
}

function sgr(style: CellStyle, depth: ColorDepth): string {
  const parts: string[] = [];
  if (style.bold === true) parts.push('1');
  if (style.dim === true) parts.push('2');
  if (style.color !== undefined && depth !== 'none') parts.push(foreground(style.color, depth));
  return parts.join(';');
}

function rows(grid: CellGrid, line: (row: number) => string): string {
  return Array.from({ length: grid.height }, (_, row) => line(row)).join('\n');
}
