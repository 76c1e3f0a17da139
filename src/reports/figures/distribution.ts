import { counted } from '../../analytics/format.ts';
import type { PlotlyJson } from '../static-image/svg.ts';
import { Figure, type TextSize } from './figure.ts';
import { PERCENT_TICKS, valueAxis } from './layout.ts';
import { nothing } from './nothing.ts';
import { short } from './reduce.ts';
import { dailyReturns, type EquityLine, type Period, periodReturns } from './returns.ts';
import { percentText, type TextBar, textBars, textTable } from './text-form.ts';
import type { Theme } from './theme.ts';

interface Bins {
  readonly from: number;
  readonly width: number;
  readonly counts: Float64Array;
}

/** Counts in bins of one width, by the rule of Freedman and Diaconis (1981), at most some 120; 0 is an edge of two. */
export function binned(values: readonly number[]): Bins {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  const count = sorted.length;
  const [low, high] = [sorted[0] ?? 0, sorted[count - 1] ?? 0];
  const spread = quantile(sorted, 0.75) - quantile(sorted, 0.25);
  const wanted = spread > 0 ? (2 * spread) / Math.cbrt(count) : (high - low) / 10;
  const bins = wanted > 0 ? Math.min(120, Math.max(1, Math.ceil((high - low) / wanted))) : 1;
  const width = high > low ? (high - low) / bins : 1;
  const first = Math.floor(low / width);
  const counts = new Float64Array(Math.floor(high / width) - first + 1);
  for (const value of sorted) counts[Math.min(counts.length - 1, Math.floor(value / width) - first)]++;
  return { from: first * width, width, counts };
}

/** Of sorted values, linear between two of them; NaN without any. */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  const at = share * (sorted.length - 1);
  const below = Math.floor(at);
  const above = Math.min(sorted.length - 1, below + 1);
  return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
}

/**
 * Daily returns counted, beside the normal curve of the same mean and deviation, with the loss that 5 % of days exceed. Days
 * without any return, out of the market, are left out and told.
 */
export function distributionFigure(line: EquityLine): Figure {
  const all = line.time.length === 0 ? [] : [...dailyReturns(line).returns].filter(Number.isFinite);
  const returns = all.filter((value) => value !== 0);
  const flat = all.length - returns.length;
  const title = `Daily returns${line.label === '' ? '' : `: ${line.label}`}${flat === 0 ? '' : `, without ${counted(flat, 'day')} at zero`}`;
  if (returns.length < 2) return nothing(title, 'fewer than two days: there is no distribution');
  const bins = binned(returns);
  return new Figure({
    title,
    height: 340,
    draw: (theme) => distributionDrawn(returns, bins, theme),
    text: (size) => textBars(title, binBars(bins, size.height - 1), size),
  });
}

/** As many bars as there are lines, each of several bins. */
export function binBars({ from, width, counts }: Bins, most: number, show = percentText): TextBar[] {
  const together = Math.max(1, Math.ceil(counts.length / Math.max(1, most)));
  return Array.from({ length: Math.ceil(counts.length / together) }, (_, i) => {
    const some = counts.subarray(i * together, (i + 1) * together);
    const count = some.reduce((sum, value) => sum + value, 0);
    const start = from + i * together * width;
    return { label: `from ${show(start)}`, value: count, text: String(count) };
  });
}

function distributionDrawn(
  returns: readonly number[],
  { from, width, counts }: Bins,
  theme: Theme,
): PlotlyJson {
  const mean = returns.reduce((sum, value) => sum + value, 0) / returns.length;
  const deviation = Math.sqrt(
    returns.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (returns.length - 1),
  );
  const centers = Array.from(counts, (_, i) => short(from + (i + 0.5) * width));
  const normal = centers.map((x) => {
    const z = (x - mean) / deviation;
    return short((returns.length * width * Math.exp(-0.5 * z * z)) / (deviation * Math.sqrt(2 * Math.PI)));
  });
  const worst = quantile(
    [...returns].sort((a, b) => a - b),
    0.05,
  );
  const level = (x: number, text: string, y: number) => ({
    line: {
      type: 'line',
      x0: x,
      x1: x,
      yref: 'y domain',
      y0: 0,
      y1: 1,
      line: { color: theme.muted, width: 1, dash: 'dot' },
    },
    note: {
      x,
      y,
      yref: 'y domain',
      xanchor: x < mean ? 'right' : 'left',
      showarrow: false,
      text,
      font: { size: 11, color: theme.muted },
    },
  });
  const marks = [
    level(mean, `mean ${(100 * mean).toFixed(3)} %`, 1),
    level(worst, `5 % of days below ${(100 * worst).toFixed(2)} %`, 0.9),
  ];
  return {
    data: [
      {
        type: 'bar',
        name: 'days',
        x: centers,
        y: [...counts],
        width,
        marker: {
          color: centers.map((x) => theme.color(x < 0 ? 'orange' : 'blue', 0.8)),
          line: { width: 0 },
        },
        hovertemplate: '%{y} days near %{x:.2%}<extra></extra>',
      },
      {
        type: 'scatter',
        mode: 'lines',
        name: 'normal curve',
        x: centers,
        y: deviation > 0 ? normal : [],
        line: { color: theme.muted, width: 1.5 },
        hoverinfo: 'skip',
      },
    ],
    layout: {
      hovermode: 'closest',
      bargap: 0,
      xaxis: { tickformat: PERCENT_TICKS, showgrid: false },
      yaxis: valueAxis(theme, 'days'),
      shapes: marks.map(({ line }) => line),
      annotations: marks.map(({ note }) => note),
    },
  };
}

const BOXES: readonly (readonly [Period, string])[] = [
  ['day', 'daily'],
  ['week', 'weekly'],
  ['month', 'monthly'],
  ['quarter', 'quarterly'],
  ['year', 'yearly'],
];

/** Quartiles of returns over days, weeks, months, quarters and years. Whiskers reach one and a half times the box. */
export function boxFigure(line: EquityLine): Figure {
  const title = 'Returns by length of period';
  if (line.time.length === 0) return nothing(title, 'no equity: the run has no bars');
  const boxes = BOXES.map(([period, name]) => ({
    name,
    values: [...periodReturns(line, period).returns].filter(Number.isFinite),
  })).filter(({ values }) => values.length > 0);
  return new Figure({
    title,
    height: 320,
    draw: (theme) => ({
      data: boxes.map(({ name, values }, i) => ({
        ...boxOf(values),
        type: 'box',
        name,
        x: [name],
        line: { color: theme.lines[i], width: 1.5 },
        showlegend: false,
      })),
      layout: {
        hovermode: 'closest',
        xaxis: { type: 'category' },
        yaxis: valueAxis(theme, 'return', { tickformat: PERCENT_TICKS, zeroline: true }),
      },
    }),
    text: (size) => boxText(title, boxes, size),
  });
}

/** What Plotly draws a box by: its five numbers and the mean, so that a page need not hold all values. @param values without NaN, at least one. */
export function boxOf(values: readonly number[]): Readonly<Record<string, unknown>> {
  const sorted = [...values].sort((a, b) => a - b);
  const [q1, median, q3] = [0.25, 0.5, 0.75].map((share) => quantile(sorted, share));
  const reach = 1.5 * (q3 - q1);
  const inside = sorted.filter((value) => value >= q1 - reach && value <= q3 + reach);
  return {
    q1: [short(q1)],
    median: [short(median)],
    q3: [short(q3)],
    lowerfence: [short(inside[0] ?? q1)],
    upperfence: [short(inside.at(-1) ?? q3)],
    mean: [short(values.reduce((sum, value) => sum + value, 0) / values.length)],
  };
}

function boxText(
  title: string,
  boxes: readonly { name: string; values: readonly number[] }[],
  size: TextSize,
): string {
  const rows = boxes.map(({ name, values }) => {
    const sorted = [...values].sort((a, b) => a - b);
    return [name, ...[0, 0.25, 0.5, 0.75, 1].map((share) => percentText(quantile(sorted, share)))];
  });
  return textTable(title, [['', 'lowest', '25 %', 'median', '75 %', 'highest'], ...rows], size);
}
