import { type CellGrid, type Comparison, chart } from '../../src/index.ts';
import { cleanText } from './text.ts';
import type { Theme } from './theme.ts';

/** Equity of both runs over the bars since their common past, and below it what the second is ahead by. */
export function drawComparison(
  { a, b, times, portfolios }: Comparison,
  portfolio: string,
  theme: Theme,
  size: { readonly width: number; readonly height: number },
): CellGrid {
  const compared = portfolios.find(({ id }) => id === portfolio) ?? portfolios[0];
  const ahead = compared.b.map((equity, i) => equity - compared.a[i]);
  const clean = (text: string) => cleanText(theme, text);
  return chart({
    ...size,
    tier: theme.tier,
    // Before the first bar there is no time.
    times: Number.isNaN(times[0]) ? undefined : times,
    cursor: { index: times.length - 1 },
    panes: [
      {
        title: clean(`equity ${compared.id}`),
        weight: 2,
        yFormat: { decimals: 0 },
        layers: [
          { type: 'line', values: compared.a, label: clean(a), color: 'blue' },
          { type: 'line', values: compared.b, label: clean(b), color: 'orange' },
        ],
      },
      {
        yFormat: { decimals: 0 },
        layers: [
          { type: 'area', values: ahead, baseline: 0, label: clean(`${b} ahead of ${a}`), color: 'purple' },
        ],
      },
    ],
  });
}
