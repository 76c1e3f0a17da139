import { type CellGrid, type CellStyle, type Color, SHADES } from '../src/index.ts';

/** Of a cell, in pixels. */
const WIDTH = 8.4;
const HEIGHT = 17;
const MARGIN = 12;
const INK = '#d8d8d8';
const PAPER = '#141414';

/** A screen as a picture that needs no font but one of fixed width. */
export function screenSvg(grid: CellGrid): string {
  const width = Math.ceil(grid.width * WIDTH + 2 * MARGIN);
  const height = grid.height * HEIGHT + 2 * MARGIN;
  const rows = Array.from({ length: grid.height }, (_, row) => rowOf(grid, row)).join('\n');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="The terminal app of ADMF: candles, equity, events, state, pinned values and the cause of a fill">
<rect width="100%" height="100%" rx="8" fill="${PAPER}"/>
<g font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="14">
${rows}
</g>
</svg>
`;
}

/** Runs of one style; each is stretched to its cells, whatever the font is. */
function rowOf(grid: CellGrid, row: number): string {
  const parts: string[] = [];
  let column = 0;
  while (column < grid.width) {
    const style = grid.style(column, row);
    let end = column;
    let text = '';
    while (end < grid.width && sameLook(grid.style(end, row), style)) text += grid.glyph(end++, row);
    parts.push(partOf(text, column, row, style));
    column = end;
  }
  return parts.filter((part) => part !== '').join('\n');
}

function partOf(text: string, column: number, row: number, style: CellStyle): string {
  const x = MARGIN + column * WIDTH;
  const y = MARGIN + row * HEIGHT;
  const length = Array.from(text).length;
  const color = style.color === undefined ? INK : rgb(style.color);
  const box =
    style.inverse === true
      ? `<rect x="${x.toFixed(1)}" y="${y}" width="${(length * WIDTH).toFixed(1)}" height="${HEIGHT}" fill="${color}"/>`
      : '';
  const trimmed = text.trimEnd();
  if (trimmed === '') return box;
  const lead = trimmed.length - trimmed.trimStart().length;
  const shown = trimmed.trimStart();
  const cells = Array.from(shown).length;
  const looks = [
    `fill="${style.inverse === true ? PAPER : color}"`,
    style.bold === true ? 'font-weight="bold"' : '',
    style.dim === true ? 'opacity="0.6"' : '',
  ].filter((look) => look !== '');
  return `${box}<text x="${(x + lead * WIDTH).toFixed(1)}" y="${y + 13}" textLength="${(cells * WIDTH).toFixed(1)}" lengthAdjust="spacingAndGlyphs" ${looks.join(' ')}>${escaped(shown)}</text>`;
}

function sameLook(a: CellStyle, b: CellStyle): boolean {
  return a.color === b.color && a.bold === b.bold && a.dim === b.dim && a.inverse === b.inverse;
}

function rgb(color: Color): string {
  return `rgb(${SHADES[color].rgb.join(',')})`;
}

function escaped(text: string): string {
  // Several blanks in a row would become one.
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll(' ', '&#160;');
}
