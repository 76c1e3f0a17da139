import type { Chart } from '../frame.ts';
import type { Prediction } from '../predictions.ts';
import { future, timeAxis, valueAxis } from './frame-of-plot.ts';
import { drawMarks, drawPredictions } from './marks.ts';
import { type Across, acrossOf, priceText, rangeOf, type Scale, verticalScale } from './scale.ts';
import { at, linePath, sharp, textAt } from './svg.ts';

/** Pixels of a pane. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Pixels at the right for labels of values: the same in all panes, so that a bar has one place. */
export const LABELS = 66;
/** Height of the labels of time. */
const TIMES = 18;
/** Height of the readout above lines. */
export const READOUT = 20;
/** Room above the highest and below the lowest price, for marks. */
const FOR_MARKS = 22;
const STRIP = 4;
/** The least height of a pane for oscillators, and its share. */
const LEAST_BELOW = 46;
const BELOW = 0.24;

/** Candles with what the strategy reads over them, fills, signals and waiting orders, and nothing after the cursor. */
export function drawPrice(chart: Chart, { width, height }: Size, given: readonly Prediction[] = []): string {
  const across = acrossOf(chart, width, LABELS);
  const bottom = height - TIMES;
  const range = rangeOf(chart.low, chart.high, ...chart.overlays.map(({ values }) => values));
  if (range === null) {
    const words = 'before the first bar: n goes to it';
    return textAt(width / 2, height / 2, words, { class: 'label', 'text-anchor': 'middle' });
  }
  const hasBelow = chart.oscillators.length > 0 && bottom * BELOW >= LEAST_BELOW;
  const split = hasBelow ? Math.round(bottom * (1 - BELOW)) : bottom;
  const y = verticalScale(range, READOUT, split - STRIP - 2, FOR_MARKS);
  return [
    timeAxis(chart, across, bottom, height - 5),
    valueAxis(range, y, {
      across,
      top: 0,
      bottom: split - STRIP,
      style: 'number',
      taken: tagHeight(chart, y),
    }),
    future(chart, across, bottom, ['not yet', 'known']),
    strip(chart, across, split - STRIP),
    levels(chart, across, y, split),
    candles(chart, across, y),
    ...chart.overlays.map(
      ({ values }, i) => `<path class="line line${i % 4}" d="${linePath(values, across.x, y)}"/>`,
    ),
    drawMarks(chart, across, y),
    drawPredictions(chart, across, given, READOUT + 14),
    lastPrice(chart, across, y),
    hasBelow ? below(chart, across, split, bottom) : '',
    `<path class="frame" d="M0 ${sharp(bottom)}H${at(across.plot)}"/>`,
  ].join('');
}

function candles({ open, high, low, close }: Chart, { x, slot }: Across, y: Scale): string {
  const body = slot < 3 ? 0 : Math.max(1, Math.min(13, Math.floor(slot * 0.68)));
  const paths = { up: '', down: '' };
  for (let i = 0; i < close.length; i++) {
    if (!Number.isFinite(close[i])) continue;
    const way = close[i] >= open[i] ? 'up' : 'down';
    const middle = sharp(x(i));
    let path = `M${middle} ${at(y(high[i]))}V${at(y(low[i]))}`;
    if (body > 0) {
      const [from, to] = [y(Math.max(open[i], close[i])), y(Math.min(open[i], close[i]))];
      path += `M${at(Math.floor(x(i)) + 0.5 - body / 2)} ${at(from)}h${body}v${at(Math.max(1, to - from))}h${-body}z`;
    }
    paths[way] += path;
  }
  return `<path class="candle up" d="${paths.up}"/><path class="candle down" d="${paths.down}"/>`;
}

/** Whether something was held: a band below the prices. */
function strip({ units }: Chart, { slot }: Across, y: number): string {
  const runs: string[] = [];
  for (let i = 0; i < units.length; ) {
    let end = i + 1;
    while (end < units.length && Math.sign(units[end]) === Math.sign(units[i])) end++;
    if (units[i] !== 0 && Number.isFinite(units[i])) {
      const way = units[i] > 0 ? 'long' : 'short';
      runs.push(
        `<rect class="held ${way}" x="${at(i * slot)}" y="${at(y)}" width="${at((end - i) * slot)}" height="${STRIP}"><title>${way}</title></rect>`,
      );
    }
    i = end;
  }
  return runs.join('');
}

/** Prices that orders wait for, as far as they lie in sight. */
function levels(chart: Chart, across: Across, y: Scale, bottom: number): string {
  return chart.levels
    .map(({ name, price, from }) => {
      const height = y(price);
      if (height < 2 || height > bottom - 2) return '';
      const start = Math.max(0, ((from - chart.first) / chart.step) * across.slot);
      return `<path class="level" d="M${at(start)} ${sharp(height)}H${at(across.plot)}"/>${textAt(across.plot - 4, height - 4, name, { class: 'label level-name', 'text-anchor': 'end' })}`;
    })
    .join('');
}

function tagHeight({ close }: Chart, y: Scale): number | undefined {
  const height = y(close[close.length - 1]);
  return Number.isFinite(height) ? height + 3.5 : undefined;
}

function lastPrice({ open, close }: Chart, { plot, edge }: Across, y: Scale): string {
  const at0 = close.length - 1;
  const value = close[at0];
  if (!Number.isFinite(value)) return '';
  const height = y(value);
  const way = value >= open[at0] ? 'up' : 'down';
  return `<path class="last" d="M${at(edge)} ${sharp(height)}H${at(plot)}"/><rect class="tag ${way}" x="${at(plot + 1)}" y="${at(height - 8)}" width="${LABELS - 2}" height="16" rx="2"/>${textAt(plot + 6, height + 4, priceText(value), { class: 'tag-text' })}`;
}

/** What the strategy reads beside prices, on a scale of its own. */
function below(chart: Chart, across: Across, top: number, bottom: number): string {
  const range = rangeOf(...chart.oscillators.map(({ values }) => values));
  const line = `<path class="frame" d="M0 ${sharp(top)}H${at(across.plot)}"/>`;
  if (range === null) return line;
  const y = verticalScale(range, top + 3, bottom - 2, 4);
  const lines = chart.oscillators.map(
    ({ values }, i) =>
      `<path class="line line${(i + chart.overlays.length) % 4}" d="${linePath(values, across.x, y)}"/>`,
  );
  return `${line}${valueAxis(range, y, { across, top: top + 6, bottom, style: 'number' })}${lines.join('')}`;
}
