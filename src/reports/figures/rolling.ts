import { compoundedBy, isNoise } from '../../analytics/annualise.ts';
import { Figure } from './figure.ts';
import { PERCENT_TICKS, timeAxis, valueAxis } from './layout.ts';
import { lineTrace } from './lines.ts';
import { nothing } from './nothing.ts';
import { dailyReturns, type EquityLine } from './returns.ts';
import { textChart } from './text-form.ts';

export interface RollingOptions {
  /** Days of the window; 126 by default, half a year of trading days. */
  readonly window?: number;
  /** Per year, a fraction; 0 by default. */
  readonly riskFreeRate?: number;
}

type Measure = (returns: Float64Array, from: number, to: number) => number;

/** Mean return by deviation of the last days, annualised. */
export function rollingSharpeFigure(lines: readonly EquityLine[], options: RollingOptions = {}): Figure {
  return rolling('Rolling Sharpe ratio', 'Sharpe ratio', lines, options, '.2f', (perYear) => {
    const riskFree = compoundedBy(options.riskFreeRate ?? 0, 1 / perYear);
    return (returns, from, to) => {
      const [mean, deviation] = momentsOf(returns, from, to);
      return isNoise(deviation, mean) ? Number.NaN : ((mean - riskFree) / deviation) * Math.sqrt(perYear);
    };
  });
}

/** Standard deviation of the last days' returns, annualised. */
export function rollingVolatilityFigure(lines: readonly EquityLine[], options: RollingOptions = {}): Figure {
  return rolling(
    'Rolling volatility',
    'volatility a year',
    lines,
    options,
    '.1%',
    (perYear) => (returns, from, to) => momentsOf(returns, from, to)[1] * Math.sqrt(perYear),
  );
}

/** How the run's returns moved with those of a benchmark over the last days both have. */
export function rollingBetaFigure(
  line: EquityLine,
  benchmark: EquityLine,
  options: RollingOptions = {},
): Figure {
  const title = `Rolling beta to ${benchmark.label}`;
  const [own, other] = paired(line, benchmark);
  const { window = 126 } = options;
  if (own.returns.length < window) return tooShort(title, window, own.returns.length);
  const values = over(own.returns, window, (returns, from, to) => betaOf(returns, other.returns, from, to));
  return rollingOf(title, 'beta', [{ label: line.label, time: own.time, values }], '.2f', 1);
}

function rolling(
  name: string,
  axis: string,
  lines: readonly EquityLine[],
  { window = 126 }: RollingOptions,
  format: string,
  measureFor: (perYear: number) => Measure,
): Figure {
  const title = `${name}, ${window} days`;
  const all = lines
    .filter(({ time }) => time.length > 0)
    .map((line) => {
      const { time, returns, perYear } = dailyReturns(line);
      return { label: line.label, time, values: over(returns, window, measureFor(perYear)) };
    });
  const longest = Math.max(0, ...all.map(({ time }) => time.length));
  if (longest < window) return tooShort(title, window, longest);
  return rollingOf(title, axis, all, format, 0);
}

function tooShort(title: string, window: number, days: number): Figure {
  return nothing(title, `a window of ${window} days needs as many, and the run has ${days}`);
}

interface Measured {
  readonly label: string;
  readonly time: Float64Array;
  readonly values: Float64Array;
}

function rollingOf(
  title: string,
  axis: string,
  lines: readonly Measured[],
  format: string,
  level: number,
): Figure {
  const percent = format.endsWith('%');
  return new Figure({
    title,
    height: 280,
    draw: (theme) => ({
      data: lines.map((line, i) =>
        lineTrace(line, {
          color: i === 0 ? theme.color('blue') : theme.color('grey'),
          format,
          above: i === 0,
        }),
      ),
      layout: {
        xaxis: timeAxis(),
        yaxis: valueAxis(theme, axis, percent ? { tickformat: PERCENT_TICKS, rangemode: 'tozero' } : {}),
        shapes: [
          {
            type: 'line',
            xref: 'paper',
            x0: 0,
            x1: 1,
            y0: level,
            y1: level,
            line: { color: theme.line, width: 1 },
          },
        ],
      },
    }),
    text: (size) =>
      textChart(title, size, {
        times: lines[0].time,
        panes: [
          {
            yFormat: { style: percent ? 'percent' : 'plain' },
            layers: [{ type: 'line', label: lines[0].label, values: lines[0].values, color: 'blue' }],
          },
        ],
      }),
  });
}

/** The measure over each window that is full; NaN before. */
function over(returns: Float64Array, window: number, measure: Measure): Float64Array {
  return Float64Array.from(returns, (_, i) =>
    i + 1 < window ? Number.NaN : measure(returns, i + 1 - window, i + 1),
  );
}

/** Mean and sample deviation of rows [from, to): in two passes, so that nothing builds up over a long run. */
function momentsOf(returns: Float64Array, from: number, to: number): [mean: number, deviation: number] {
  let sum = 0;
  for (let i = from; i < to; i++) sum += returns[i];
  const mean = sum / (to - from);
  let squares = 0;
  for (let i = from; i < to; i++) squares += (returns[i] - mean) ** 2;
  return [mean, Math.sqrt(squares / (to - from - 1))];
}

function betaOf(own: Float64Array, other: Float64Array, from: number, to: number): number {
  const [ownMean] = momentsOf(own, from, to);
  const [otherMean] = momentsOf(other, from, to);
  let together = 0;
  let squares = 0;
  for (let i = from; i < to; i++) {
    together += (own[i] - ownMean) * (other[i] - otherMean);
    squares += (other[i] - otherMean) ** 2;
  }
  return squares > 0 ? together / squares : Number.NaN;
}

/** Returns of the days that both have. */
function paired(
  a: EquityLine,
  b: EquityLine,
): [Omit<Measured, 'label' | 'values'> & { returns: Float64Array }, { returns: Float64Array }] {
  const own = dailyReturns(a);
  const other = dailyReturns(b);
  const day = (time: number) => Math.floor(time / 86_400_000);
  const rows = new Map(Array.from(other.time, (time, i) => [day(time), i]));
  const both = Array.from(own.time, (time, i) => [i, rows.get(day(time))] as const).filter(
    (pair): pair is readonly [number, number] =>
      pair[1] !== undefined &&
      Number.isFinite(own.returns[pair[0]]) &&
      Number.isFinite(other.returns[pair[1]]),
  );
  return [
    {
      time: Float64Array.from(both, ([i]) => own.time[i]),
      returns: Float64Array.from(both, ([i]) => own.returns[i]),
    },
    { returns: Float64Array.from(both, ([, i]) => other.returns[i]) },
  ];
}
