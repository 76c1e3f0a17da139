import type { Color } from '../text-chart/index.ts';
import { Figure } from './figure.ts';
import { timeAxis, valueAxis } from './layout.ts';
import { lineTrace } from './lines.ts';
import { nothing } from './nothing.ts';
import { plotlyText } from './plain-text.ts';
import { textChart } from './text-form.ts';
import { timeText } from './time-text.ts';

export interface RegimesInput {
  readonly label: string;
  /** UTC milliseconds. */
  readonly time: ArrayLike<number>;
  readonly values: ArrayLike<number>;
  /** Regime of each row; empty where there is none. */
  readonly regimes: readonly string[];
  readonly bar?: ArrayLike<number>;
}

const COLORS: readonly Color[] = ['blue', 'orange', 'green', 'purple', 'cyan', 'red', 'yellow'];
/** Bands that a page draws without becoming slow; shorter ones are taken into their neighbours. */
const MOST_BANDS = 400;

interface Band {
  readonly regime: string;
  readonly from: number;
  readonly to: number;
}

/** A line over bands of colour, one colour a regime. */
export function regimesFigure({ label, time, values, regimes, bar }: RegimesInput): Figure {
  const title = `${label} by regime`;
  if (time.length === 0) return nothing(title, 'no bars');
  const names = [...new Set(regimes.filter((name) => name !== ''))].sort();
  const bands = bandsOf(regimes);
  const colorOf = (regime: string) => COLORS[names.indexOf(regime) % COLORS.length];
  return new Figure({
    title,
    height: 340,
    draw: (theme) => ({
      data: [
        lineTrace({ label, time, values, bar }, { color: theme.text, width: 1.2 }),
        // The bands are shapes, which no legend names.
        ...names.map((name) => ({
          type: 'bar',
          name: plotlyText(name),
          x: [null],
          y: [null],
          marker: { color: theme.color(colorOf(name), 0.35) },
          hoverinfo: 'skip',
        })),
      ],
      layout: {
        xaxis: timeAxis(),
        yaxis: valueAxis(theme, plotlyText(label)),
        showlegend: true,
        shapes: bands.map(({ regime, from, to }) => ({
          type: 'rect',
          yref: 'y domain',
          y0: 0,
          y1: 1,
          x0: timeText(time[from]),
          x1: timeText(time[Math.min(to, time.length - 1)]),
          fillcolor: theme.color(colorOf(regime), 0.2),
          line: { width: 0 },
          layer: 'below',
        })),
      },
    }),
    text: (size) =>
      textChart(title, size, {
        times: time,
        panes: [
          { weight: 3, layers: [{ type: 'line', label, values, color: 'grey' }] },
          ...names.map((name) => ({
            title: name,
            weight: 0.5,
            yRange: { min: 0, max: 1 },
            layers: [
              {
                type: 'area' as const,
                values: Float64Array.from(regimes, (regime) => (regime === name ? 1 : Number.NaN)),
                baseline: 0,
                color: colorOf(name),
              },
            ],
          })),
        ],
      }),
  });
}

/** Rows [from, to) of one regime; of very many, only long ones. */
function bandsOf(regimes: readonly string[]): Band[] {
  const bands: Band[] = [];
  let from = 0;
  for (let i = 1; i <= regimes.length; i++) {
    if (i < regimes.length && regimes[i] === regimes[from]) continue;
    if (regimes[from] !== '') bands.push({ regime: regimes[from], from, to: i });
    from = i;
  }
  if (bands.length <= MOST_BANDS) return bands;
  const long = [...bands].sort((a, b) => b.to - b.from - (a.to - a.from)).slice(0, MOST_BANDS);
  return long.sort((a, b) => a.from - b.from);
}
