import type { PlotlyJson, PlotlyTrace } from '../static-image/svg.ts';
import { rowsToDraw } from './reduce.ts';

/** Points of a line: one for each pixel of a figure in a notebook. */
const MOST_POINTS = 800;
/** Shorter columns stay readable. */
const LONG = 40;
/** Columns of numbers and times that a trace may have; `customdata` may hold the numbers of bars. */
const COLUMNS = ['x', 'y', 'open', 'high', 'low', 'close', 'customdata'] as const;
const TIME = /^\d{4}-\d\d-\d\d(?:[T ][\d:.]+Z?)?$/;
/** Whole numbers up to here are exact in four bytes. */
const EXACT = 2 ** 24;

/**
 * The same figure for notebook files, where each number of a list takes a line of its own: long lines with one point a pixel, long
 * columns as Plotly's typed arrays (`{ dtype, bdata }`), to seven digits.
 */
export function compactPlotly<F extends PlotlyJson>(figure: F): F {
  return { ...figure, data: figure.data.map((trace) => packed(thinned(trace))) };
}

/** The same figure with long lines thinned out, as numbers. */
export function thinnedPlotly<F extends PlotlyJson>(figure: F): F {
  return { ...figure, data: figure.data.map(thinned) };
}

/** A line without marks of its own, drawn by the extremes of equal stretches. */
function thinned(trace: PlotlyTrace): PlotlyTrace {
  const { type, mode, x, y, customdata, text } = trace;
  const isLine = type === 'scatter' && mode === 'lines' && !Array.isArray(text);
  if (!isLine || !Array.isArray(x) || !Array.isArray(y) || y.length <= MOST_POINTS) return trace;
  const values = Float64Array.from(y, (value) => (typeof value === 'number' ? value : Number.NaN));
  const rows = rowsToDraw(values, MOST_POINTS);
  const pick = (list: readonly unknown[]) => Array.from(rows, (row) => list[row]);
  const told = Array.isArray(customdata) ? { customdata: pick(customdata) } : {};
  return { ...trace, x: pick(x), y: pick(y), ...told };
}

function packed(trace: PlotlyTrace): PlotlyTrace {
  const columns = COLUMNS.flatMap((name) => {
    const column = trace[name];
    const list = Array.isArray(column) && column.length >= LONG ? typedArray(column) : undefined;
    return list === undefined ? [] : [[name, list] as const];
  });
  return columns.length === 0 ? trace : { ...trace, ...Object.fromEntries(columns) };
}

/** Undefined for a column of something else. Axes of times are told to be such, so that milliseconds are understood. */
function typedArray(column: readonly unknown[]): { dtype: string; bdata: string } | undefined {
  if (column.every((value) => typeof value === 'string' && TIME.test(value))) {
    return encoded(
      Float64Array.from(column as string[], (text) => Date.parse(text)),
      'f8',
    );
  }
  if (!column.every((value) => value === null || typeof value === 'number')) return undefined;
  const numbers = Float64Array.from(column as (number | null)[], (value) => value ?? Number.NaN);
  const isLarge = numbers.some((value) => Math.abs(value) > EXACT);
  return isLarge ? encoded(numbers, 'f8') : encoded(Float32Array.from(numbers), 'f4');
}

function encoded(values: Float64Array | Float32Array, dtype: string): { dtype: string; bdata: string } {
  return { dtype, bdata: Buffer.from(values.buffer).toString('base64') };
}
