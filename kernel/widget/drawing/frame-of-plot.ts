import type { Chart } from '../frame.ts';
import { type Across, decimalsOf, niceTicks, numberText, type Range, type Scale } from './scale.ts';
import { at, sharp, textAt } from './svg.ts';
import { spaced, timeTicks } from './time-ticks.ts';

/** Pixels of a label of time with the room around it. */
const LABEL = 62;
/** And of one of values; nearer than that none stand. */
const ROW = 34;
const LEAST = 14;

/** Where labels of values go. */
export interface AxisPlace {
  readonly across: Across;
  readonly top: number;
  readonly bottom: number;
  readonly style: 'number' | 'percent';
  /** Height at which another label stands. */
  readonly taken?: number;
}

/** Lines across at round values, with their labels at the right. */
export function valueAxis(
  range: Range,
  scale: Scale,
  { across, top, bottom, style, taken }: AxisPlace,
): string {
  const ticks = niceTicks(range, Math.max(2, Math.floor((bottom - top) / ROW)));
  const shown = style === 'percent' ? ticks.map((tick) => 100 * tick) : ticks;
  const decimals = decimalsOf(shown);
  const labels = taken === undefined ? [] : [taken];
  return ticks
    .map((tick, i) => {
      const y = scale(tick);
      if (y < top + 1 || y > bottom - 1) return '';
      const line = `<path class="grid" d="M0 ${sharp(y)}H${at(across.plot)}"/>`;
      const height = Math.max(top + 9, Math.min(bottom - 2, y + 3.5));
      if (labels.some((other) => Math.abs(other - height) < LEAST)) return line;
      labels.push(height);
      const label = `${numberText(shown[i], decimals)}${style === 'percent' ? '%' : ''}`;
      return `${line}${textAt(across.plot + 6, height, label, { class: 'label' })}`;
    })
    .join('');
}

/** Lines down where units of the calendar begin. @param labels height of their labels; none without */
export function timeAxis(chart: Chart, across: Across, bottom: number, labels?: number): string {
  const count = Math.max(1, Math.floor(across.plot / LABEL));
  const ticks = spaced(timeTicks(chart.times, count), Math.ceil(LABEL / 1.4 / across.slot));
  return ticks
    .map(({ index, label, isMajor }) => {
      const x = across.x(index);
      const line = `<path class="grid" d="M${sharp(x)} 0V${at(bottom)}"/>`;
      if (labels === undefined || x < 14 || x > across.plot - 14) return line;
      return `${line}${textAt(x, labels, label, { class: isMajor ? 'label major' : 'label', 'text-anchor': 'middle' })}`;
    })
    .join('');
}

/** What is not known yet, and the line where that begins. @param words lines in its middle */
export function future(chart: Chart, across: Across, bottom: number, words: readonly string[] = []): string {
  if (!chart.isAtCursor) return '';
  const { edge, plot } = across;
  const width = Math.max(0, plot - edge);
  const isRoom = width > 46;
  const lines = isRoom
    ? words.map((line, i) =>
        textAt(edge + width / 2, bottom / 2 + 13 * i, line, {
          class: 'label hidden',
          'text-anchor': 'middle',
        }),
      )
    : [];
  return `<rect class="future" x="${at(edge)}" y="0" width="${at(width)}" height="${at(bottom)}"/><path class="cursor" d="M${sharp(edge)} 0V${at(bottom)}"/>${lines.join('')}`;
}
