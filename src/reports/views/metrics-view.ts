import { counted, formatMetric, formatNumber } from '../../analytics/format.ts';
import { METRICS, type PerformanceMetrics } from '../../analytics/metrics.ts';
import { moneyText } from '../../debugger/look/value-text.ts';
import { alignedRows } from '../../debugger/look/where.ts';
import type { PortfolioResult } from '../../engine/backtest.ts';
import { escapeHtml, htmlTable } from '../../foundation/html.ts';
import { timeText } from '../../tracing/event-text.ts';
import type { View } from './view.ts';

/** Metrics of one portfolio, a row each; what each means stands behind its name, for the mouse. */
export function metricsView(metrics: PerformanceMetrics): View {
  const known = METRICS.filter(({ property }) => property in metrics);
  const texts = known.map(({ property, unit }) => {
    const value = metrics[property];
    return unit === 'date' && value !== null ? timeText(value) : formatMetric(value, unit);
  });
  return {
    'text/html': htmlTable(
      [{ heading: 'group' }, { heading: 'metric' }, { heading: 'value', right: true }],
      known.map(({ group, label, definition, formula }, i) => [
        group,
        {
          html: `<span title="${escapeHtml(formula === null ? definition : `${definition}\n${formula}`)}">${escapeHtml(label)}</span>`,
        },
        texts[i],
      ]),
      `${known.length} metrics`,
      { csv: known.map(({ group, name, property }) => [group, name, metrics[property]]) },
    ),
    'text/plain': alignedRows(known.map(({ group, label }, i) => [group, label, texts[i]])).trimEnd(),
  };
}

/** What came of one portfolio: money, the way from signals to trades, metrics. */
export function portfolioView(portfolio: PortfolioResult): View {
  const { id, initialCash, equity, cash, funnel, trades, openPositions, metrics } = portfolio;
  const lines = [
    `equity ${moneyText(equity)} from ${moneyText(initialCash)}, cash ${moneyText(cash)}`,
    `${counted(funnel.signals, 'signal')}, ${counted(funnel.orders, 'order')}, ${counted(funnel.fills, 'fill')}${refused(funnel.rejected)}`,
    `${trades === null ? 'trades were not kept' : counted(trades.length, 'closed trade')}, ${counted(openPositions.length, 'open position')}`,
  ];
  const below = metricsView(metrics);
  return {
    'text/html': `<p><b>Portfolio ${escapeHtml(id)}</b><br>${lines.map(escapeHtml).join('<br>')}</p>\n${below['text/html']}`,
    'text/plain': [`Portfolio ${id}`, ...lines, below['text/plain']].join('\n'),
  };
}

/** `, 3 refused (max_exposure 3)`. */
function refused(rejected: Readonly<Record<string, number>>): string {
  const codes = Object.entries(rejected);
  if (codes.length === 0) return '';
  const all = codes.reduce((sum, [, n]) => sum + n, 0);
  return `, ${formatNumber(all, 0)} refused (${codes.map(([code, n]) => `${code} ${n}`).join(', ')})`;
}
