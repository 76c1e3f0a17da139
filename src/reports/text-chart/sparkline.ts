import { GLYPHS, type Tier } from './glyphs.ts';
import type { Series } from './layers.ts';

export interface InlineOptions {
  /** Default braille, which here is the same as block. */
  readonly tier?: Tier;
}

const ASCII_LEVELS = '.:-=+*#@';
const EIGHTHS = '▏▎▍▌▋▊▉█';

/**
 * A series in one line of exactly `width` cells, lowest value to highest. With more values than cells a cell shows the
 * last of its values, so that the line always ends with the newest; with fewer the rest is blank. A gap is blank.
 */
export function sparkline(values: Series, width: number, { tier = 'braille' }: InlineOptions = {}): string {
  const levels = tier === 'ascii' ? ASCII_LEVELS : GLYPHS[tier].rising;
  const cells = Array.from({ length: cellCount(width) }, (_, cell) => {
    if (values.length <= width) return cell < values.length ? values[cell] : Number.NaN;
    return lastFinite(values, share(cell, values.length, width), share(cell + 1, values.length, width));
  });
  const finite = cells.filter(Number.isFinite);
  const low = finite.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const high = finite.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  return cells
    .map((value) => {
      if (!Number.isFinite(value)) return ' ';
      // Halved, because the difference of two large doubles may not be one; of the smallest ones it is 0.
      const span = high / 2 - low / 2;
      const height = span > 0 ? (value / 2 - low / 2) / span : 0.5;
      return levels[Math.min(levels.length - 1, Math.floor(height * levels.length))];
    })
    .join('');
}

/**
 * `value` of `max` as a horizontal bar in exactly `width` cells, to an eighth of a cell. Above `max` it is full; what is
 * negative or no number is empty.
 */
export function bar(
  value: number,
  max: number,
  width: number,
  { tier = 'braille' }: InlineOptions = {},
): string {
  const cells = cellCount(width);
  const part = value > 0 && max > 0 ? Math.min(1, value / max) : 0;
  // However small, a value above zero shows.
  const eighths = part > 0 && cells > 0 ? Math.max(1, Math.round(part * cells * 8)) : 0;
  const full = Math.floor(eighths / 8);
  const rest = eighths % 8;
  if (tier === 'ascii') return ('#'.repeat(full) + (rest === 0 ? '' : rest < 4 ? '.' : '-')).padEnd(cells);
  return ('█'.repeat(full) + (rest === 0 ? '' : EIGHTHS[rest - 1])).padEnd(cells);
}

function cellCount(width: number): number {
  return Math.max(0, Math.floor(width));
}

function share(cell: number, length: number, width: number): number {
  return Math.floor((cell * length) / width);
}

function lastFinite(values: Series, from: number, to: number): number {
  for (let i = to - 1; i >= from; i--) if (Number.isFinite(values[i])) return values[i];
  return Number.NaN;
}
