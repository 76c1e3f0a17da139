import { bar, type ChartSpec, chart, renderAnsi, renderPlain } from '../text-chart/index.ts';
import type { TextSize } from './figure.ts';

/** A terminal chart under a title. */
export function textChart(
  title: string,
  { width, height, colors, tier }: TextSize,
  spec: Pick<ChartSpec, 'times' | 'panes' | 'view'>,
): string {
  const grid = chart({ ...spec, tier, width, height: Math.max(1, height - 1) });
  return `${textTitle(title, width)}\n${colors === 'none' ? renderPlain(grid) : renderAnsi(grid, { colors })}`;
}

/** The title of a text form, in one line. */
export function textTitle(title: string, width: number): string {
  const line = title.replaceAll(/\s+/g, ' ').replaceAll(/\p{Cc}/gu, '�');
  return line.length > width ? `${line.slice(0, Math.max(0, width - 1))}…` : line;
}

/** A title and a sentence, where there is nothing to draw. */
export function textNothing(title: string, why: string, { width }: TextSize): string {
  return `${textTitle(title, width)}\n${textTitle(why, width)}`;
}

/** A fraction in percent, `−1.50 %`. */
export function percentText(value: number): string {
  return Number.isFinite(value) ? `${(100 * value).toFixed(2)} %` : '';
}

export interface TextBar {
  readonly label: string;
  readonly value: number;
  readonly text: string;
}

/** A bar a line, behind its label and its value in words; those below zero with their own glyph. */
export function textBars(title: string, bars: readonly TextBar[], { width, height, tier }: TextSize): string {
  const shown = bars.slice(0, Math.max(1, height - 1));
  const labels = Math.max(0, ...shown.map(({ label }) => label.length));
  const texts = Math.max(0, ...shown.map(({ text }) => text.length));
  const most = Math.max(0, ...shown.map(({ value }) => (Number.isFinite(value) ? Math.abs(value) : 0)));
  const room = width - labels - texts - 4;
  const lines = shown.map(({ label, value, text }) => {
    const drawn = room < 4 || !Number.isFinite(value) ? '' : bar(Math.abs(value), most, room, { tier });
    const below = tier === 'ascii' ? '-' : '░';
    return `${label.padEnd(labels)}  ${text.padStart(texts)}  ${value < 0 ? drawn.trimEnd().replaceAll(/./gu, below) : drawn.trimEnd()}`;
  });
  const left = bars.length - shown.length;
  return [title, ...lines, ...(left > 0 ? [`… ${left} more`] : [])]
    .map((line) => cut(line, width))
    .join('\n');
}

/** Cells beneath one another, the first column to the left and the others to the right, within the width. */
export function textTable(
  title: string,
  rows: readonly (readonly string[])[],
  { width, height }: TextSize,
  gap = '  ',
): string {
  const shown = rows.slice(0, Math.max(1, height - 1));
  const widths = (shown[0] ?? []).map((_, i) => Math.max(...shown.map((row) => (row[i] ?? '').length)));
  const lines = shown.map((row) =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join(gap),
  );
  const left = rows.length - shown.length;
  return [title, ...lines, ...(left > 0 ? [`… ${left} more`] : [])]
    .map((line) => cut(line, width))
    .join('\n');
}

function cut(line: string, width: number): string {
  const plain = line.replaceAll(/\p{Cc}/gu, '�').trimEnd();
  return plain.length > width ? `${plain.slice(0, Math.max(0, width - 1))}…` : plain;
}
