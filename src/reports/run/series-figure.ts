import { Figure } from '../figures/figure.ts';
import { domains, timeAxis, valueAxis } from '../figures/layout.ts';
import { lineTrace } from '../figures/lines.ts';
import { nothing } from '../figures/nothing.ts';
import { shortText } from '../figures/plain-text.ts';
import { textChart } from '../figures/text-form.ts';
import type { Table } from '../frames/table.ts';
import { median } from './median.ts';

const TEXT_COLORS = ['blue', 'orange', 'green', 'purple', 'red', 'cyan', 'yellow', 'grey'] as const;

/** Lines of columns over time; those of another size get a pane of their own. */
export function seriesFigure(table: Table, names: readonly string[]): Figure {
  const title = names.join(', ');
  if (table.length === 0) return nothing(title, 'no bars');
  const time = table.time as Float64Array;
  const bar = table.names.includes('bar') ? table.numbers('bar') : undefined;
  const panes = panesOf(table, names);
  return new Figure({
    title,
    height: 220 + 160 * panes.length,
    draw: (theme) => {
      const parts = domains(panes.map(() => 1));
      return {
        data: panes.flatMap((pane, i) =>
          pane.map((label) =>
            lineTrace(
              { label, time, values: table.numbers(label), bar },
              {
                color: theme.lines[names.indexOf(label) % theme.lines.length],
                yaxis: i === 0 ? 'y' : `y${i + 1}`,
              },
            ),
          ),
        ),
        layout: {
          xaxis: timeAxis({ anchor: panes.length === 1 ? 'y' : `y${panes.length}` }),
          ...Object.fromEntries(
            panes.map((pane, i) => [
              i === 0 ? 'yaxis' : `yaxis${i + 1}`,
              { domain: parts[i], ...valueAxis(theme, shortText(pane.join(', '), 24)) },
            ]),
          ),
        },
      };
    },
    text: (size) =>
      textChart(title, size, {
        times: time,
        panes: panes.map((pane) => ({
          layers: pane.map((label) => ({
            type: 'line' as const,
            label,
            values: table.numbers(label),
            color: TEXT_COLORS[names.indexOf(label) % TEXT_COLORS.length],
          })),
        })),
      }),
  });
}

/** Columns that share a scale together, in the order of their first. */
function panesOf(table: Table, names: readonly string[]): string[][] {
  const panes: string[][] = [];
  for (const name of names) {
    const middle = median(table.numbers(name));
    const pane = panes.find(([first]) => {
      const ratio = middle / median(table.numbers(first));
      return ratio > 0.4 && ratio < 2.5;
    });
    if (pane === undefined) panes.push([name]);
    else pane.push(name);
  }
  return panes;
}
