import { Figure } from './figure.ts';
import { timeAxis, valueAxis } from './layout.ts';
import { indexAt, lineTrace, type TimeLine } from './lines.ts';
import { type Mark, marksTrace } from './marks.ts';
import { nothing } from './nothing.ts';
import { textChart } from './text-form.ts';

export interface SignalMark extends Mark {
  readonly action: 'BUY' | 'SELL' | 'EXIT';
}

export interface SignalsInput {
  readonly symbol: string;
  /** Opening of each bar, UTC milliseconds. */
  readonly time: ArrayLike<number>;
  readonly close: ArrayLike<number>;
  readonly bar?: ArrayLike<number>;
  readonly signals: readonly SignalMark[];
  /** What the signals were made of. */
  readonly features?: readonly TimeLine[];
}

const MARKS = [
  { action: 'BUY', color: 'blue', symbol: 'triangle-up', size: 10 },
  { action: 'SELL', color: 'orange', symbol: 'triangle-down', size: 10 },
  { action: 'EXIT', color: 'yellow', symbol: 'square', size: 8 },
] as const;

/** What strategies said, on the closes they said it at, with the features they read. */
export function signalsFigure({ symbol, time, close, bar, signals, features = [] }: SignalsInput): Figure {
  const title = `${symbol}: signals`;
  if (time.length === 0) return nothing(title, 'no bars');
  const of = (action: SignalMark['action']) => signals.filter((signal) => signal.action === action);
  const colors = ['purple', 'green', 'cyan', 'red'] as const;
  return new Figure({
    title: signals.length === 0 ? `${title}: none` : title,
    height: 380,
    draw: (theme) => {
      const rim = theme.paper;
      return {
        data: [
          lineTrace({ label: 'close', time, values: close, bar }, { color: theme.color('grey'), width: 1 }),
          ...features.map((line, i) =>
            lineTrace(line, { color: theme.color(colors[i % colors.length]), width: 1 }),
          ),
          ...MARKS.filter(({ action }) => of(action).length > 0).map(({ action, color, symbol, size }) =>
            marksTrace(action, of(action), { color: theme.color(color), symbol, size, rim }),
          ),
        ],
        layout: { hovermode: 'closest', xaxis: timeAxis(), yaxis: valueAxis(theme, 'price') },
      };
    },
    text: (size) =>
      textChart(title, size, {
        times: time,
        panes: [
          {
            layers: [
              { type: 'line', label: 'close', values: close, color: 'grey' },
              ...features.map(({ label, values }, i) => ({
                type: 'line' as const,
                label,
                values,
                color: colors[i % colors.length],
              })),
              {
                type: 'markers',
                points: signals.map((signal) => ({
                  index: Math.max(0, indexAt(time, signal.time)),
                  value: signal.value,
                  shape: signal.action === 'BUY' ? 'up' : signal.action === 'SELL' ? 'down' : 'dot',
                })),
              },
            ],
          },
        ],
      }),
  });
}
