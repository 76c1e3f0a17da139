import type { PlotlyTrace } from '../static-image/svg.ts';
import { COLORS } from '../text-chart/index.ts';
import { binBars, binned, boxOf } from './distribution.ts';
import { Figure } from './figure.ts';
import { timeAxis, valueAxis } from './layout.ts';
import { nothing } from './nothing.ts';
import { plotlyText } from './plain-text.ts';
import { picked, rowsToDraw, short } from './reduce.ts';
import { textBars, textChart } from './text-form.ts';
import type { Theme } from './theme.ts';

export const PLOT_KINDS = ['line', 'area', 'bar', 'scatter', 'hist', 'box'] as const;
export type PlotKind = (typeof PLOT_KINDS)[number];

export interface ColumnPlot {
  readonly name: string;
  /** What is not a number is a gap. */
  readonly values: readonly unknown[];
}

export interface PlotOptions {
  readonly title?: string;
  /** Names of the columns to draw; all of numbers by default. */
  readonly columns?: readonly string[];
  /** A column for the x axis; the index by default. */
  readonly x?: string;
  readonly xTitle?: string;
  readonly yTitle?: string;
}

/** Bars that can be told apart. */
const MOST_BARS = 1500;

/** Columns drawn against an index of times, text or numbers. */
export function columnsFigure(
  kind: PlotKind,
  columns: readonly ColumnPlot[],
  index: readonly (string | number)[],
  options: PlotOptions = {},
): Figure {
  const title = options.title ?? columns.map(({ name }) => name).join(', ');
  const numbers = columns.map(({ name, values }) => ({
    name,
    values: Float64Array.from(values, (value) => (typeof value === 'number' ? value : Number.NaN)),
  }));
  if (numbers.length === 0 || index.length === 0) return nothing(title, 'no columns of numbers, or no rows');
  const times = timesOf(index);
  return new Figure({
    title,
    height: 380,
    draw: (theme) => ({
      data: numbers.map((column, i) =>
        traceOf(kind, column, index, theme.lines[i % theme.lines.length], theme),
      ),
      layout: {
        ...(kind === 'hist' ? { barmode: 'overlay', bargap: 0, hovermode: 'closest' } : {}),
        ...(kind === 'scatter' || kind === 'box' ? { hovermode: 'closest' } : {}),
        xaxis: {
          ...(kind === 'box' ? { type: 'category' } : {}),
          ...(times === null || kind === 'hist' || kind === 'box' ? {} : timeAxis()),
          ...(options.xTitle === undefined ? {} : valueAxis(theme, plotlyText(options.xTitle))),
        },
        yaxis: options.yTitle === undefined ? {} : valueAxis(theme, plotlyText(options.yTitle)),
      },
    }),
    text: (size) =>
      kind === 'hist'
        ? textBars(title, binBars(binned([...numbers[0].values]), size.height - 1, plainNumber), size)
        : textChart(title, size, {
            ...(times === null ? {} : { times }),
            panes: [
              {
                layers: numbers.map(({ name, values }, i) => ({
                  type: 'line' as const,
                  label: name,
                  values,
                  color: COLORS[i % COLORS.length],
                })),
              },
            ],
          }),
  });
}

function plainNumber(value: number): string {
  return String(Number(value.toPrecision(4)));
}

function traceOf(
  kind: PlotKind,
  { name, values }: { readonly name: string; readonly values: Float64Array },
  index: readonly (string | number)[],
  color: string,
  theme: Theme,
): PlotlyTrace {
  const named = { name: plotlyText(name) };
  if (kind === 'hist') {
    const { from, width, counts } = binned([...values]);
    return {
      ...named,
      type: 'bar',
      x: Array.from(counts, (_, i) => short(from + (i + 0.5) * width)),
      y: [...counts],
      width,
      marker: { color, opacity: 0.7, line: { width: 0 } },
    };
  }
  if (kind === 'box') {
    const known = [...values].filter(Number.isFinite);
    const box = known.length === 0 ? { y: [null] } : { x: [named.name], ...boxOf(known) };
    return { ...named, type: 'box', ...box, marker: { color } };
  }
  const rows = rowsToDraw(values, kind === 'bar' ? MOST_BARS : undefined);
  const x = Array.from(rows, (row) =>
    typeof index[row] === 'string' ? plotlyText(String(index[row])) : index[row],
  );
  const y = picked(values, rows);
  if (kind === 'bar') return { ...named, type: 'bar', x, y, marker: { color, line: { width: 0 } } };
  if (kind === 'scatter') {
    return {
      ...named,
      type: 'scatter',
      mode: 'markers',
      x,
      y,
      marker: { color, size: 7, line: { color: theme.paper, width: 1 } },
    };
  }
  return {
    ...named,
    type: 'scatter',
    mode: 'lines',
    x,
    y,
    line: { color, width: 1.5 },
    ...(kind === 'area' ? { fill: 'tozeroy' } : {}),
  };
}

/** Times of an index of dates, UTC milliseconds; null where it is none. */
function timesOf(index: readonly (string | number)[]): Float64Array | null {
  const isDate = /^\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d.*)?$/;
  if (!index.every((one) => typeof one === 'string' && isDate.test(one))) return null;
  return Float64Array.from(index, (one) =>
    Date.parse(`${String(one).replace(' ', 'T').padEnd(16, 'T00:00')}Z`),
  );
}
