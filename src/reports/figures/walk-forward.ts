import { Figure, type TextSize } from './figure.ts';
import { domains, timeAxis, valueAxis } from './layout.ts';
import { nothing } from './nothing.ts';
import { plotlyText } from './plain-text.ts';
import { short } from './reduce.ts';
import { textTable } from './text-form.ts';
import { timeText } from './time-text.ts';

/** One step of a walk-forward test. Times are UTC milliseconds. */
export interface WalkForwardWindow {
  readonly name: string;
  readonly trainFrom: number;
  readonly trainTo: number;
  readonly testFrom: number;
  readonly testTo: number;
  /** The measure that parameters were chosen by, where they were chosen and after. */
  readonly inSample: number;
  readonly outOfSample: number;
  /** What was chosen: `fast=20 slow=100`. */
  readonly chosen?: string;
}

/** Where parameters were chosen and where they were tested, and what became of the measure from one to the other. */
export function walkForwardFigure(windows: readonly WalkForwardWindow[], measure = 'sharpe'): Figure {
  const title = `Walk-forward windows: ${measure}`;
  if (windows.length === 0) return nothing(title, 'no windows');
  const names = windows.map(({ name }) => plotlyText(name));
  return new Figure({
    title,
    height: 260 + 24 * windows.length,
    draw: (theme) => {
      const [top, bottom] = domains([1, 1], 0.14);
      const bars = (label: string, color: string, part: (window: WalkForwardWindow) => [number, number]) => ({
        type: 'bar',
        orientation: 'h',
        name: label,
        y: names,
        base: windows.map((window) => timeText(part(window)[0])),
        x: windows.map((window) => part(window)[1] - part(window)[0]),
        marker: { color, line: { width: 0 } },
        text: windows.map(({ chosen = '' }) => plotlyText(chosen)),
        textposition: label === 'tested' ? 'none' : 'inside',
        insidetextanchor: 'middle',
        hovertemplate: windows.map((window) => {
          const [from, to] = part(window);
          return `${label} ${timeText(from, 10)} to ${timeText(to, 10)}<extra></extra>`;
        }),
      });
      const measured = (
        label: string,
        color: string,
        offset: number,
        of: (window: WalkForwardWindow) => number,
      ) => ({
        type: 'bar',
        name: label,
        x: names,
        y: windows.map((window) => (Number.isFinite(of(window)) ? short(of(window)) : null)),
        xaxis: 'x2',
        yaxis: 'y2',
        // Side by side, while spans of time lie in one row.
        offset,
        width: 0.38,
        marker: { color },
        showlegend: false,
        hovertemplate: `${label} %{y:.3~g}`,
      });
      return {
        data: [
          bars('chosen', theme.color('grey', 0.55), ({ trainFrom, trainTo }) => [trainFrom, trainTo]),
          bars('tested', theme.color('blue'), ({ testFrom, testTo }) => [testFrom, testTo]),
          measured('in sample', theme.color('grey', 0.55), -0.4, ({ inSample }) => inSample),
          measured('out of sample', theme.color('blue'), 0.02, ({ outOfSample }) => outOfSample),
        ],
        layout: {
          barmode: 'overlay',
          hovermode: 'closest',
          bargap: 0.25,
          xaxis: timeAxis({ anchor: 'y', showgrid: true }),
          yaxis: { domain: top, type: 'category', autorange: 'reversed', showgrid: false },
          xaxis2: { anchor: 'y2', type: 'category' },
          yaxis2: {
            domain: bottom,
            anchor: 'x2',
            ...valueAxis(theme, plotlyText(measure), { zeroline: true }),
          },
        },
      };
    },
    text: (size) => windowsText(title, windows, size),
  });
}

function windowsText(title: string, windows: readonly WalkForwardWindow[], size: TextSize): string {
  const span = (from: number, to: number) => `${timeText(from, 7)}…${timeText(to, 7)}`;
  const value = (number: number) => (Number.isFinite(number) ? number.toFixed(2) : '');
  return textTable(
    title,
    [
      ['', 'chosen on', 'tested on', 'in', 'out', ''],
      ...windows.map(({ name, trainFrom, trainTo, testFrom, testTo, inSample, outOfSample, chosen = '' }) => [
        name,
        span(trainFrom, trainTo),
        span(testFrom, testTo),
        value(inSample),
        value(outOfSample),
        chosen,
      ]),
    ],
    size,
  );
}
