import { escapeHtml } from '../../display/escape-html.ts';

/** A coordinate in as few digits as can be seen. */
export function at(value: number): string {
  return String(Math.round(value * 10) / 10);
}

/** In the middle of a pixel, so that a line of one pixel is sharp. */
export function sharp(value: number): string {
  return String(Math.floor(value) + 0.5);
}

export function textAt(
  x: number,
  y: number,
  text: string,
  attributes: Readonly<Record<string, string>> = {},
): string {
  const rest = Object.entries(attributes).map(([name, value]) => ` ${name}="${escapeHtml(value)}"`);
  return `<text x="${at(x)}" y="${at(y)}"${rest.join('')}>${escapeHtml(text)}</text>`;
}

/** A line through points, broken where there is no value. */
export function linePath(
  values: Float64Array,
  x: (index: number) => number,
  y: (value: number) => number,
): string {
  let path = '';
  let isDrawing = false;
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) {
      isDrawing = false;
      continue;
    }
    path += `${isDrawing ? 'L' : 'M'}${at(x(i))} ${at(y(values[i]))}`;
    isDrawing = true;
  }
  return path;
}

/** The area between a line and a level. */
export function areaPath(
  values: Float64Array,
  x: (index: number) => number,
  y: (value: number) => number,
  level: number,
): string {
  const first = values.findIndex((value) => Number.isFinite(value));
  const last = values.findLastIndex((value) => Number.isFinite(value));
  if (first < 0) return '';
  const line = linePath(values.subarray(first, last + 1), (i) => x(first + i), y).replaceAll('M', 'L');
  return `M${at(x(first))} ${at(level)}${line}L${at(x(last))} ${at(level)}Z`;
}
