import { type CellGrid, type CellStyle, textFor } from '../../src/index.ts';
import { glyphsOf, type Theme } from './theme.ts';

/** Text as glyphs of one cell each, which a terminal of this kind can show. */
export function cleanText(theme: Theme, text: string): string {
  return theme.tier === 'ascii' ? textFor('ascii', asciiWords(text)) : textFor(theme.tier, text);
}

/** Signs that have a well known spelling in ASCII. */
function asciiWords(text: string): string {
  return text
    .replaceAll('→', '>')
    .replaceAll('←', '<')
    .replaceAll('–', '-')
    .replaceAll('…', '~')
    .replaceAll('└', '`')
    .replaceAll('├', '|')
    .replaceAll('│', '|')
    .replaceAll('─', '-')
    .replaceAll('▲', '^')
    .replaceAll('▼', 'v')
    .replaceAll('Δ', '*')
    .replaceAll('↑', 'up')
    .replaceAll('↓', 'down');
}

/** At most `width` cells; what is longer ends in a sign for it. */
export function clip(theme: Theme, text: string, width: number): string {
  const glyphs = Array.from(cleanText(theme, text));
  if (glyphs.length <= width) return glyphs.join('');
  return width <= 0 ? '' : `${glyphs.slice(0, width - 1).join('')}${glyphsOf(theme).more}`;
}

/** Writes what fits into `width` cells; returns the column after it. */
export function write(
  grid: CellGrid,
  theme: Theme,
  at: { readonly column: number; readonly row: number; readonly width: number },
  text: string,
  style?: CellStyle,
): number {
  return grid.text(at.column, at.row, clip(theme, text, at.width), style);
}

/** Lines of at most `width` cells, parted between words; the later ones of a line stand further in. */
export function wrap(text: string, width: number): string[] {
  const glyphs = Array.from(text);
  if (glyphs.length <= width) return [text];
  const lead = /^(?:← |[\s└├│→]*)/.exec(text)?.[0] ?? '';
  const indent = Math.min(lead.startsWith('←') ? lead.length : lead.length + 2, Math.max(0, width >> 1));
  const lines: string[] = [];
  let rest = glyphs;
  while (rest.length > 0) {
    const before = lines.length === 0 ? '' : ' '.repeat(indent);
    const room = Math.max(1, width - before.length);
    if (rest.length <= room) {
      lines.push(before + rest.join(''));
      break;
    }
    const space = rest.slice(0, room + 1).lastIndexOf(' ');
    const isIndented = rest.slice(0, Math.max(0, space)).every((glyph) => glyph === ' ');
    const behind = rest.indexOf(' ', space + 1);
    // A word that no line has room for is cut where the line ends, a path between its folders.
    const isLong = (behind < 0 ? rest.length : behind) - space - 1 > width - indent;
    const slash = rest.slice(0, room).lastIndexOf('/') + 1;
    const cut = slash > room >> 2 ? slash : room;
    const end = (isLong && space <= room >> 1) || isIndented ? cut : space;
    lines.push(before + rest.slice(0, end).join('').trimEnd());
    rest = rest.slice(rest[end] === ' ' ? end + 1 : end);
  }
  return lines;
}
