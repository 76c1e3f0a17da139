import type { PlotlyTrace } from '../static-image/svg.ts';
import { quantile } from './distribution.ts';
import { Figure } from './figure.ts';
import { valueAxis } from './layout.ts';
import { nothing } from './nothing.ts';
import { picked, rowsToDraw } from './reduce.ts';
import { textChart } from './text-form.ts';
import type { Theme } from './theme.ts';

export interface MonteCarloInput {
  /** Equity after each step, one array a path, all of one length. */
  readonly paths: readonly ArrayLike<number>[];
  /** What happened. */
  readonly actual?: ArrayLike<number>;
  /** What a step is: `trade`, `day`. */
  readonly step?: string;
}

/** Shares of the paths between which the bands lie, the widest first. */
const BANDS = [0.05, 0.25] as const;
/** Paths that are drawn themselves. */
const DRAWN = 40;

/** What might have happened: bands that hold 90 and 50 % of the paths, some of the paths, and what did happen. */
export function monteCarloFigure({ paths, actual, step = 'trade' }: MonteCarloInput): Figure {
  const title = `Monte Carlo: ${paths.length} paths`;
  const steps = paths[0]?.length ?? 0;
  if (steps === 0) return nothing(title, 'no paths');
  const quantiles = bandsOf(paths, steps);
  return new Figure({
    title,
    height: 380,
    draw: (theme) => ({
      data: [
        ...pathTraces(paths, theme),
        ...BANDS.flatMap((share, i) => bandTraces(quantiles, share, i, theme)),
        lineOf('median', quantiles.get(0.5) as Float64Array, {
          color: theme.color('blue'),
          width: 2,
          dash: 'dash',
        }),
        ...(actual === undefined
          ? []
          : [lineOf('as it happened', actual, { color: theme.color('orange'), width: 2.5 })]),
      ],
      layout: {
        xaxis: valueAxis(theme, `${step}s`),
        yaxis: valueAxis(theme, 'equity', { tickformat: '~s' }),
      },
    }),
    text: (size) =>
      textChart(title, size, {
        panes: [
          {
            layers: [
              { type: 'line', label: '95 %', values: quantiles.get(0.95) as Float64Array, color: 'grey' },
              { type: 'line', label: 'median', values: quantiles.get(0.5) as Float64Array, color: 'blue' },
              { type: 'line', label: '5 %', values: quantiles.get(0.05) as Float64Array, color: 'grey' },
              ...(actual === undefined
                ? []
                : [{ type: 'line', label: 'as it happened', values: actual, color: 'orange' } as const]),
            ],
          },
        ],
      }),
  });
}

function bandsOf(paths: readonly ArrayLike<number>[], steps: number): Map<number, Float64Array> {
  const shares = [...BANDS, 0.5, ...BANDS.map((share) => 1 - share)];
  const found = new Map(shares.map((share) => [share, new Float64Array(steps)]));
  const column = new Float64Array(paths.length);
  for (let i = 0; i < steps; i++) {
    for (let path = 0; path < paths.length; path++) column[path] = paths[path][i];
    column.sort();
    for (const [share, values] of found) values[i] = quantile(column, share);
  }
  return found;
}

function bandTraces(
  quantiles: ReadonlyMap<number, Float64Array>,
  share: number,
  i: number,
  theme: Theme,
): PlotlyTrace[] {
  const name = `${Math.round(100 * (1 - 2 * share))} % of paths`;
  const edge = { color: theme.color('blue', 0.01), width: 0 };
  return [
    {
      ...lineOf(name, quantiles.get(share) as Float64Array, edge),
      showlegend: false,
      legendgroup: name,
      hoverinfo: 'skip',
    },
    {
      ...lineOf(name, quantiles.get(1 - share) as Float64Array, edge),
      fill: 'tonexty',
      fillcolor: theme.color('blue', i === 0 ? 0.14 : 0.25),
      legendgroup: name,
      hoverinfo: 'skip',
    },
  ];
}

function pathTraces(paths: readonly ArrayLike<number>[], theme: Theme): PlotlyTrace[] {
  const every = Math.max(1, Math.floor(paths.length / DRAWN));
  return paths
    .filter((_, i) => i % every === 0)
    .slice(0, DRAWN)
    .map((path) => ({
      ...lineOf('a path', path, { color: theme.color('grey', 0.25), width: 1 }, 400),
      showlegend: false,
      hoverinfo: 'skip',
    }));
}

function lineOf(
  name: string,
  values: ArrayLike<number>,
  line: Readonly<Record<string, unknown>>,
  most?: number,
): PlotlyTrace {
  const rows = rowsToDraw(values, most);
  return {
    type: 'scatter',
    mode: 'lines',
    name,
    x: [...rows],
    y: picked(values, rows),
    line,
    hovertemplate: '%{y:,.6~g}',
  };
}
