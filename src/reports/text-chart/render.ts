import { CellGrid, type CellStyle } from './cell-grid.ts';
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

/** Cells that stayed are written anew where to pass over them would take as many characters. */
const GAP = 6;

/**
 * What turns a terminal that shows one grid into one that shows another, whose top left cell is that of the screen: moves of
 * the cursor, colours and the cells that changed. Empty when none did. It begins and ends without a style.
 *
 * @param before a grid of the same size, or null when nothing is known of the screen: it is then erased first.
 */
export function renderChanges(
  before: CellGrid | null,
  after: CellGrid,
  options: { readonly colors: ColorDepth },
): string {
  const old = before ?? new CellGrid(after.width, after.height);
  let text = before === null ? '\u001b[H\u001b[J' : '';
  let style: CellStyle | null = null;
  let current = '';
  for (let row = 0; row < after.height; row++) {
    let column = after.differsFrom(old, row);
    let at = -1;
    while (column < after.width) {
      if (at < 0 || column - at > GAP) text += `\u001b[${row + 1};${column + 1}H`;
      else column = at;
      if (after.style(column, row) !== style) {
        style = after.style(column, row);
        const wanted = sgr(style, options.colors);
        if (wanted !== current) text += wanted === '' ? '\u001b[0m' : `\u001b[0;${wanted}m`;
        current = wanted;
      }
      text += after.glyph(column, row);
      at = column + 1;
      column = after.differsFrom(old, row, at);
    }
  }
  return current === '' ? text : `${text}\u001b[0m`;
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
