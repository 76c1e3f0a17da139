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
    let currentShows = false;
    for (let column = 0; column < grid.width; column++) {
      const glyph = grid.glyph(column, row);
      // A space looks the same in every style but those that fill the cell: no need to change it.
      const style = grid.style(column, row);
      const invisible = glyph === ' ' && !shows(style) && !currentShows;
      const wanted = invisible ? current : sgr(style, options.colors);
      if (!invisible) currentShows = shows(style);
      if (wanted !== current) line += wanted === '' ? '\u001b[0m' : `\u001b[0;${wanted}m`;
      current = wanted;
      line += glyph;
    }
    return current === '' ? line : `${line}\u001b[0m`;
  });
}

/** Whether a style can be seen on a blank cell. */
function shows({ inverse, underline }: CellStyle): boolean {
  return inverse === true || underline === true;
}

function sgr(style: CellStyle, depth: ColorDepth): string {
  const parts: string[] = [];
  if (style.bold === true) parts.push('1');
  if (style.dim === true) parts.push('2');
  if (style.underline === true) parts.push('4');
  if (style.inverse === true) parts.push('7');
  if (style.color !== undefined && depth !== 'none') parts.push(foreground(style.color, depth));
  return parts.join(';');
}

function rows(grid: CellGrid, line: (row: number) => string): string {
  return Array.from({ length: grid.height }, (_, row) => line(row)).join('\n');
}
