import type { PlotlyJson } from '../static-image/svg.ts';
import { Figure } from './figure.ts';
import { domains, PERCENT_TICKS, timeAxis, valueAxis } from './layout.ts';
import { lineTrace, valuesAt } from './lines.ts';
import { nothing } from './nothing.ts';
import { plotlyText } from './plain-text.ts';
import { drawdownPeriods, drawdownRange, drawdowns, type EquityLine } from './returns.ts';
import { textChart } from './text-form.ts';
import type { Theme } from './theme.ts';
import { timeText } from './time-text.ts';

export interface EquityOptions {
  readonly title?: string;
  /** Equal steps for equal growth. */
  readonly log?: boolean;
  /** Growth of 1 instead of money, so that runs of different size compare. */
  readonly growth?: boolean;
  /** A time at which to draw a line, UTC milliseconds: where forks part. */
  readonly parted?: number;
}

/** Equity curves above one another, and below how far each stood under its high. The first line is the run's; the deepest fall of it is shaded. */
export function equityFigure(lines: readonly EquityLine[], options: EquityOptions = {}): Figure {
  const title = options.title ?? (options.growth === true ? 'Growth of 1' : 'Equity and drawdown');
  const shown = lines.filter(({ time }) => time.length > 0);
  if (shown.length === 0) return nothing(title, 'no equity: the run has no bars');
  const grown = options.growth === true ? shown.map(growthOf) : shown;
  return new Figure({
    title,
    height: 460,
    draw: (theme) => drawn(grown, options, theme),
    text: (size) => {
      const [{ time }] = grown;
      return textChart(title, size, {
        times: time,
        panes: [
          {
            weight: 3,
            layers: grown.map(({ label, ...line }, i) => ({
              type: 'line',
              label,
              values: i === 0 ? line.equity : valuesAt(time, { label, time: line.time, values: line.equity }),
              color: TEXT_COLORS[i % TEXT_COLORS.length],
            })),
          },
          {
            title: 'drawdown',
            weight: 1,
            yFormat: { style: 'percent' },
            yRange: drawdownRange(drawdowns(grown[0])),
            layers: [{ type: 'area', values: drawdowns(grown[0]), baseline: 0, color: 'orange' }],
          },
        ],
      });
    },
  });
}

const TEXT_COLORS = ['blue', 'grey', 'green', 'purple', 'red', 'cyan'] as const;

function growthOf(line: EquityLine): EquityLine {
  const initial = line.initial ?? line.equity[0];
  return { ...line, initial: 1, equity: Float64Array.from(line.equity, (equity) => equity / initial) };
}

/** The run in blue; the others, a benchmark first, in grey and so on. */
function lineColors(theme: Theme): string[] {
  return TEXT_COLORS.map((name) => theme.color(name));
}

function drawn(
  lines: readonly EquityLine[],
  { log, growth, parted }: EquityOptions,
  theme: Theme,
): PlotlyJson {
  const [top, bottom] = domains([3, 1]);
  const colors = lineColors(theme);
  const [first] = lines;
  const deepest = drawdownPeriods(first)[0];
  const ranges = lines.map((line) => drawdownRange(drawdowns(line)));
  const range = ranges.includes(undefined) ? undefined : ranges[0];
  const at = (row: number) => timeText(first.time[Math.max(0, row)]);
  const band = {
    type: 'rect',
    yref: 'y domain',
    y0: 0,
    y1: 1,
    fillcolor: theme.color('orange', 0.1),
    line: { width: 0 },
    layer: 'below',
  };
  return {
    data: lines.flatMap(({ label, time, equity, bar, initial }, i) => [
      {
        ...lineTrace(
          { label, time, values: equity, bar },
          { color: colors[i % colors.length], width: i === 0 ? 2 : 1.5, format: ',.6~g', above: i === 0 },
        ),
        legendgroup: String(i),
      },
      {
        ...lineTrace(
          { label, time, values: drawdowns({ equity, initial }) },
          {
            color: i === 0 ? theme.color('orange') : colors[i % colors.length],
            width: 1,
            fill: i === 0 ? theme.color('orange', 0.25) : undefined,
            yaxis: 'y2',
            format: '.1%',
            above: i === 0,
          },
        ),
        legendgroup: String(i),
        showlegend: false,
      },
    ]),
    layout: {
      xaxis: timeAxis({ anchor: 'y2' }),
      yaxis: {
        domain: top,
        ...valueAxis(
          theme,
          growth === true ? 'growth of 1' : 'equity',
          log === true ? { type: 'log' } : { tickformat: growth === true ? '~f' : '~s' },
        ),
      },
      yaxis2: {
        domain: bottom,
        ...valueAxis(theme, 'drawdown', {
          tickformat: PERCENT_TICKS,
          nticks: 4,
          rangemode: 'tozero',
          ...(range === undefined ? {} : { range: [range.min, range.max] }),
        }),
      },
      shapes: [
        ...(deepest === undefined
          ? []
          : [{ ...band, x0: at(deepest.peak), x1: at(deepest.recovery ?? first.time.length - 1) }]),
        ...(parted === undefined
          ? []
          : [
              {
                type: 'line',
                x0: timeText(parted),
                x1: timeText(parted),
                yref: 'paper',
                y0: 0,
                y1: 1,
                line: { color: theme.muted, width: 1, dash: 'dot' },
              },
            ]),
      ],
      annotations:
        deepest === undefined
          ? []
          : [
              {
                x: at(deepest.trough),
                y: 1,
                yref: 'y domain',
                yanchor: 'top',
                showarrow: false,
                text: plotlyText(`deepest fall −${(-100 * deepest.depth).toFixed(1)} %`),
                font: { size: 11, color: theme.muted },
              },
            ],
    },
  };
}
