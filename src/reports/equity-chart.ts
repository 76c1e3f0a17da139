import { type Color, type ColorDepth, chart, renderAnsi, renderPlain } from './text-chart/index.ts';

/** Equity over time under a name. */
export interface EquityLine {
  readonly label: string;
  /** UTC milliseconds, ascending. */
  readonly timestamp: ArrayLike<number>;
  readonly equity: ArrayLike<number>;
}

export interface EquityChartOptions {
  /** Characters. */
  readonly width: number;
  /** Lines. */
  readonly height: number;
  readonly colors: ColorDepth;
}

/** The first stands out least: what others are compared with comes first. */
const LINE_COLORS: readonly Color[] = ['grey', 'blue', 'orange', 'green', 'purple', 'cyan', 'red', 'yellow'];

/**
 * Equity curves above one time axis, that of the first; the others are shown at their last value by then. Lines without
 * a newline at the end.
 */
export function equityChart(lines: readonly EquityLine[], options: EquityChartOptions): string {
  const { width, height, colors } = options;
  const times = lines.length === 0 ? [] : lines[0].timestamp;
  const grid = chart({
    width,
    height,
    times,
    panes: [
      {
        layers: lines.map((line, i) => ({
          type: 'line',
          label: line.label,
          values: i === 0 ? line.equity : valuesAt(times, line),
          color: LINE_COLORS[i % LINE_COLORS.length],
        })),
      },
    ],
  });
  return colors === 'none' ? renderPlain(grid) : renderAnsi(grid, { colors });
}

/** The line's last value at each of `times`; NaN before its first. */
function valuesAt(times: ArrayLike<number>, { timestamp, equity }: EquityLine): Float64Array {
  const values = new Float64Array(times.length).fill(Number.NaN);
  let next = 0;
  for (let i = 0; i < times.length; i++) {
    while (next < timestamp.length && timestamp[next] <= times[i]) next++;
    if (next > 0) values[i] = equity[next - 1];
  }
  return values;
}
