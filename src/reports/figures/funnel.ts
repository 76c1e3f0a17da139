import { bar } from '../text-chart/index.ts';
import { Figure } from './figure.ts';
import { nothing } from './nothing.ts';
import { plotlyText } from './plain-text.ts';
import { textTable } from './text-form.ts';

export interface FunnelStep {
  readonly name: string;
  readonly count: number;
  /** What did not go on from here, by reason. */
  readonly lost?: Readonly<Record<string, number>>;
}

/** How many signals became orders, fills and trades, and what stopped the others. */
export function funnelFigure(steps: readonly FunnelStep[]): Figure {
  const title = 'From signals to trades';
  const rows = steps.flatMap(({ name, count, lost = {} }) => [
    { name, count, stopped: false },
    ...Object.entries(lost)
      .filter(([, some]) => some > 0)
      .map(([reason, some]) => ({ name: reason, count: some, stopped: true })),
  ]);
  const most = Math.max(0, ...rows.map(({ count }) => count));
  if (most === 0) return nothing(title, 'strategies gave no signal');
  return new Figure({
    title,
    height: 100 + 28 * rows.length,
    draw: (theme) => ({
      data: [
        {
          type: 'bar',
          orientation: 'h',
          y: rows.map(({ name }, i) => `${i} ${plotlyText(name)}`),
          x: rows.map(({ count }) => count),
          marker: {
            color: rows.map(({ stopped }) => theme.color(stopped ? 'orange' : 'blue', stopped ? 0.7 : 1)),
          },
          text: rows.map(({ count }) => String(count)),
          textposition: 'outside',
          cliponaxis: false,
          hoverinfo: 'skip',
          showlegend: false,
        },
      ],
      layout: {
        bargap: 0.25,
        margin: { l: 56, r: 56, t: 56, b: 24 },
        xaxis: { showline: false, ticks: '', showticklabels: false },
        yaxis: {
          type: 'category',
          autorange: 'reversed',
          tickmode: 'array',
          tickvals: rows.map(({ name }, i) => `${i} ${plotlyText(name)}`),
          ticktext: rows.map(({ name, stopped }) =>
            stopped ? `<i>${plotlyText(name)}</i>` : plotlyText(name),
          ),
          showgrid: false,
        },
      },
    }),
    text: (size) =>
      textTable(
        title,
        rows.map(({ name, count, stopped }) => [
          stopped ? `  ${name}` : name,
          String(count),
          bar(count, most, Math.max(4, size.width - 50), { tier: size.tier }),
        ]),
        size,
      ),
  });
}
