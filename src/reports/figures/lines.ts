import { upperBound } from '../../foundation/binary-search.ts';
import type { PlotlyTrace } from '../static-image/svg.ts';
import { plotlyText } from './plain-text.ts';
import { picked, rowsToDraw } from './reduce.ts';
import { precisionOf, timeText } from './time-text.ts';

/** Values over time under a name. */
export interface TimeLine {
  readonly label: string;
  /** UTC milliseconds, ascending. */
  readonly time: ArrayLike<number>;
  /** NaN is a gap. */
  readonly values: ArrayLike<number>;
  /** Number of the bar of each value, for `goto`. */
  readonly bar?: ArrayLike<number>;
}

export interface LineStyle {
  readonly color: string;
  /** Pixels; 1.5 by default. */
  readonly width?: number;
  readonly dash?: 'dot' | 'dash';
  /** Color of the area down to zero. */
  readonly fill?: string;
  readonly yaxis?: string;
  /** d3 format of values, `.2%`. */
  readonly format?: string;
  /** A line that changes at once from one value to the next. */
  readonly steps?: boolean;
  /** Above the other lines. */
  readonly above?: boolean;
}

/** A line with at most some thousand points. */
export function lineTrace({ label, time, values, bar }: TimeLine, style: LineStyle): PlotlyTrace {
  const { color, width = 1.5, dash, fill, yaxis, format = '.6~g', steps = false, above = false } = style;
  const rows = rowsToDraw(values);
  const cut = precisionOf(time);
  return {
    type: 'scatter',
    mode: values.length === 1 ? 'markers' : 'lines',
    name: plotlyText(label),
    x: Array.from(rows, (row) => timeText(time[row], cut)),
    y: picked(values, rows),
    line: { color, width, ...(dash === undefined ? {} : { dash }), ...(steps ? { shape: 'hv' } : {}) },
    marker: { color },
    ...(fill === undefined ? {} : { fill: 'tozeroy', fillcolor: fill }),
    ...(yaxis === undefined ? {} : { yaxis }),
    ...(above ? { zorder: 1 } : {}),
    hovertemplate: `%{y:${format}}`,
    ...(bar === undefined
      ? {}
      : { customdata: Array.from(rows, (row) => bar[row]), meta: { customdata: ['bar'] } }),
  };
}

/** Index of the last of rising times that is at most `time`; −1 before the first. */
export function indexAt(times: ArrayLike<number>, time: number): number {
  return upperBound(times, time) - 1;
}

/** A line's last value at each of `times`; NaN before its first. */
export function valuesAt(times: ArrayLike<number>, { time, values }: TimeLine): Float64Array {
  return Float64Array.from({ length: times.length }, (_, i) => {
    const at = indexAt(time, times[i]);
    return at < 0 ? Number.NaN : values[at];
  });
}
