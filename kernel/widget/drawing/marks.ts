import type { ChartMark } from '../../../src/index.ts';
import { escapeHtml } from '../../display/escape-html.ts';
import type { Chart } from '../frame.ts';
import type { Prediction } from '../predictions.ts';
import type { Across, Scale } from './scale.ts';
import { at, textAt } from './svg.ts';

/** Where an entry holds many bars, marks of all kinds would hide one another and the prices. */
const FILLS_ALONE = 2;
const NO_MARKS = 20;
/** Pixels between a candle and its first mark, and between marks. */
const FIRST = 8;
const NEXT = 11;
/** From here on there is room for the name of a fill. */
const FOR_NAMES = 9;

const WORDS: Readonly<Record<ChartMark['kind'], string>> = {
  signal: 'signal',
  order: 'order',
  fill: 'fill',
  rejection: 'refused order',
};

/** Signals, orders and fills at the candles that they belong to, those that were bought below, the others above. */
export function drawMarks(chart: Chart, across: Across, y: Scale): string {
  const { marks, first, step, high, low } = chart;
  if (step >= NO_MARKS) return '';
  const taken = new Map<string, number>();
  return marks
    .filter(({ kind }) => step < FILLS_ALONE || kind === 'fill')
    .map((mark) => {
      const index = Math.floor((mark.bar - first) / step);
      const isBelow = mark.kind !== 'rejection' && mark.side > 0;
      // Of the bar that is under way no more is known than what it was filled at.
      const ends = index < high.length ? [high[index], low[index]] : [mark.price, mark.price];
      const [top, bottom] = ends;
      if (index < 0 || index > high.length || top === null || bottom === null) return '';
      const key = `${index} ${isBelow}`;
      const before = taken.get(key) ?? 0;
      taken.set(key, before + 1);
      const away = FIRST + NEXT * before;
      const height = isBelow ? y(bottom) + away : y(top) - away;
      return markAt(mark, across.x(index), height, isBelow, step === 1 && across.slot >= FOR_NAMES);
    })
    .join('');
}

function markAt(
  { kind, side, label, id, bar }: ChartMark,
  x: number,
  y: number,
  isBelow: boolean,
  isNamed: boolean,
): string {
  const way = side > 0 ? 'buy' : side < 0 ? 'sell' : 'exit';
  const words = `${WORDS[kind]} ${label}${side === 0 ? '' : `, ${way}`}, bar ${bar}`;
  const name =
    isNamed && kind === 'fill'
      ? textAt(x, isBelow ? y + 15 : y - 9, label, { class: 'label name', 'text-anchor': 'middle' })
      : '';
  return `<g class="mark ${kind} ${way}" data-id="${escapeHtml(id)}"><title>${escapeHtml(words)}</title><circle class="hit" cx="${at(x)}" cy="${at(y)}" r="9"/>${shape(kind, x, y, isBelow)}${name}</g>`;
}

function shape(kind: ChartMark['kind'], x: number, y: number, isBelow: boolean): string {
  const point = (dx: number, dy: number) => `${at(x + dx)} ${at(y + dy)}`;
  switch (kind) {
    case 'fill':
      return isBelow
        ? `<path class="shape" d="M${point(0, -4.5)}L${point(5, 4.5)}L${point(-5, 4.5)}Z"/>`
        : `<path class="shape" d="M${point(0, 4.5)}L${point(5, -4.5)}L${point(-5, -4.5)}Z"/>`;
    case 'signal':
      return `<circle class="shape" cx="${at(x)}" cy="${at(y)}" r="3"/>`;
    case 'order':
      return `<path class="shape" d="M${point(0, -4)}L${point(4, 0)}L${point(0, 4)}L${point(-4, 0)}Z"/>`;
    case 'rejection':
      return `<path class="shape" d="M${point(-3.5, -3.5)}L${point(3.5, 3.5)}M${point(3.5, -3.5)}L${point(-3.5, 3.5)}"/>`;
  }
}

/** What was predicted, above the bars that it was about. */
export function drawPredictions(
  chart: Chart,
  across: Across,
  given: readonly Prediction[],
  y: number,
): string {
  return given
    .filter(({ symbol, to }) => symbol === chart.symbol && to >= chart.first)
    .map(({ from, to, isRight, counts }) => {
      const [start, end] = [from, to].map((bar) => Math.floor((bar - chart.first) / chart.step));
      if (end >= chart.close.length) return '';
      const [left, right] = [Math.max(0, across.x(start)), across.x(end)];
      const look = `guess guess-${isRight === null ? 'neither' : isRight ? 'right' : 'wrong'}${counts ? '' : ' guess-seen'}`;
      const glyph = isRight === null ? '–' : isRight ? '✓' : '✗';
      return `<g class="${look}"><path d="M${at(left)} ${at(y)}H${at(right)}"/>${textAt(right, y - 3, glyph, { 'text-anchor': 'middle' })}</g>`;
    })
    .join('');
}
