import type { PlotlyTrace } from '../static-image/svg.ts';
import { plotlyText } from './plain-text.ts';
import { short } from './reduce.ts';
import { precisionOf, timeText } from './time-text.ts';

/** An event on a chart, and what `goto` and `why` need to get there. */
export interface Mark {
  /** Opening of its bar, UTC milliseconds. */
  readonly time: number;
  /** Where on the y axis. */
  readonly value: number;
  /** What hovering says. */
  readonly text: string;
  /** Id of the event or trade: `execution_main/fill-12`. */
  readonly id: string;
  /** Number of its bar, from 1; null where it is not known. */
  readonly bar: number | null;
}

export interface MarkStyle {
  readonly color: string;
  /** A Plotly symbol. */
  readonly symbol: string;
  /** Colour of the rim, which keeps marks apart. */
  readonly rim: string;
  readonly size?: number;
  readonly yaxis?: string;
}

/** Marks that a chart shows of one kind: more cannot be told apart. */
export const MOST_MARKS = 500;

/** Names of the fields of `customdata`, in its order. */
const MARK_FIELDS = ['id', 'bar'];

/** Marks of one kind. Of very many, evenly spread ones, and the name says how many there are. */
export function marksTrace(name: string, marks: readonly Mark[], style: MarkStyle): PlotlyTrace {
  const shown = spread(marks, MOST_MARKS);
  const cut = precisionOf(shown.map(({ time }) => time));
  const open = style.symbol.endsWith('-open');
  return {
    type: 'scatter',
    mode: 'markers',
    name: plotlyText(nameOf(name, shown.length, marks.length)),
    x: shown.map(({ time }) => timeText(time, cut)),
    y: shown.map(({ value }) => (Number.isFinite(value) ? short(value) : null)),
    marker: {
      symbol: style.symbol,
      size: style.size ?? 10,
      color: style.color,
      line: open ? { color: style.color, width: 1.5 } : { color: style.rim, width: 1 },
    },
    ...(style.yaxis === undefined ? {} : { yaxis: style.yaxis }),
    text: shown.map(({ text }) => plotlyText(text)),
    hoverinfo: 'text',
    customdata: shown.map(({ id, bar }) => [id, bar]),
    meta: { customdata: MARK_FIELDS },
  };
}

/** A name that tells of how many the shown ones are. */
export function nameOf(name: string, shown: number, all: number): string {
  return shown < all ? `${name} (${shown} of ${all})` : name;
}

/** Evenly spread ones of a long list. */
export function spread<T>(all: readonly T[], most: number): readonly T[] {
  if (all.length <= most) return all;
  return Array.from({ length: most }, (_, i) => all[Math.floor((i * all.length) / most)]);
}
