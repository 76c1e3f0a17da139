import type { TextSize } from './figure.ts';
import { textTitle } from './text-form.ts';

export interface DotPlot {
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly xText: (value: number) => string;
  readonly yText: (value: number) => string;
}

const DOTS = ['·', '•', '●'];

/** Points in a field, for terminals: a bigger dot is several points. Zero is a line where it lies in the field. */
export function dotPlot(
  title: string,
  { width, height, tier }: TextSize,
  { x, y, xText, yText }: DotPlot,
): string {
  const points = x.map((value, i) => [value, y[i]] as const).filter((point) => point.every(Number.isFinite));
  const [left, right] = range(points.map(([value]) => value));
  const [bottom, top] = range(points.map(([, value]) => value));
  const labels = [yText(top), yText(bottom)];
  const gutter = Math.min(Math.max(...labels.map(({ length }) => length)) + 1, Math.max(0, width - 10));
  const columns = Math.max(1, width - gutter - 1);
  const rows = Math.max(1, height - 3);
  const counts = Array.from({ length: rows }, () => Array.from({ length: columns }, () => 0));
  for (const [px, py] of points) {
    counts[rows - 1 - cellOf(py, bottom, top, rows)][cellOf(px, left, right, columns)]++;
  }
  const dots = tier === 'ascii' ? ['.', 'o', '@'] : DOTS;
  const zero = bottom < 0 && top > 0 ? rows - 1 - cellOf(0, bottom, top, rows) : -1;
  const lines = counts.map((row, i) => {
    const label = i === 0 ? labels[0] : i === rows - 1 ? labels[1] : '';
    const ground = i === zero ? (tier === 'ascii' ? '-' : '─') : ' ';
    const cells = row.map((count) => (count === 0 ? ground : dots[Math.min(2, count - 1)])).join('');
    return `${label.slice(0, gutter - 1).padStart(gutter - 1)} ${tier === 'ascii' ? '|' : '│'}${cells}`.trimEnd();
  });
  const [first, last] = [xText(left), xText(right)];
  const axis = `${' '.repeat(gutter + 1)}${first}${last.padStart(Math.max(last.length + 1, columns - first.length))}`;
  return [textTitle(title, width), ...lines, axis.slice(0, width)].join('\n');
}

function cellOf(value: number, low: number, high: number, cells: number): number {
  return high > low ? Math.min(cells - 1, Math.floor(((value - low) / (high - low)) * cells)) : 0;
}

function range(values: readonly number[]): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return [low, high];
}
