import { MS_PER_DAY } from '../../analytics/annualise.ts';
import { Figure } from './figure.ts';
import { PERCENT_TICKS, timeAxis, valueAxis } from './layout.ts';
import { lineTrace } from './lines.ts';
import { nothing } from './nothing.ts';
import { drawdownPeriods, drawdownRange, drawdowns, type EquityLine } from './returns.ts';
import { textChart } from './text-form.ts';
import { timeText } from './time-text.ts';

/** How far equity stood under its high, with the deepest falls numbered and shaded. */
export function underwaterFigure(line: EquityLine, deepest = 5): Figure {
  const title = 'Drawdown: how far under the high';
  const { time, bar } = line;
  if (time.length === 0) return nothing(title, 'no equity: the run has no bars');
  const values = drawdowns(line);
  const yRange = drawdownRange(values);
  const falls = drawdownPeriods(line).slice(0, deepest);
  return new Figure({
    title,
    height: 300,
    draw: (theme) => ({
      data: [
        lineTrace(
          { label: line.label, time, values, bar },
          { color: theme.color('orange'), fill: theme.color('orange', 0.25), format: '.2%' },
        ),
      ],
      layout: {
        xaxis: timeAxis(),
        yaxis: valueAxis(theme, 'under the high', {
          tickformat: PERCENT_TICKS,
          rangemode: 'tozero',
          ...(yRange === undefined ? {} : { range: [yRange.min, yRange.max] }),
        }),
        shapes: falls.map(({ peak, recovery }) => ({
          type: 'rect',
          yref: 'y domain',
          y0: 0,
          y1: 1,
          x0: timeText(time[Math.max(0, peak)]),
          x1: timeText(time[recovery ?? time.length - 1]),
          fillcolor: theme.color('grey', 0.12),
          line: { width: 0 },
          layer: 'below',
        })),
        annotations: falls.map(({ peak, trough, recovery, depth }, i) => ({
          x: timeText(time[trough]),
          y: depth,
          text: String(i + 1),
          showarrow: false,
          yshift: -9,
          hovertext: fallText(line, { peak, recovery, depth }),
          font: { size: 11, color: theme.text },
        })),
      },
    }),
    text: (size) =>
      textChart(title, size, {
        times: time,
        panes: [
          {
            yRange,
            yFormat: { style: 'percent' },
            layers: [{ type: 'area', values, baseline: 0, color: 'orange' }],
          },
        ],
      }),
  });
}

function fallText(
  { time }: EquityLine,
  { peak, recovery, depth }: { peak: number; recovery: number | null; depth: number },
): string {
  const from = time[Math.max(0, peak)];
  const to = time[recovery ?? time.length - 1];
  const days = Math.round((to - from) / MS_PER_DAY);
  return `${(100 * depth).toFixed(1)} %, ${days} days from ${timeText(from, 10)}${recovery === null ? ', not recovered' : ''}`;
}
