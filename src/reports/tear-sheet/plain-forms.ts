import { formatMetric } from '../../analytics/format.ts';
import { timeText } from '../figures/time-text.ts';
import { percent } from './sections.ts';
import { noticesOf, type SheetColumn, shownMetrics } from './sheet-data.ts';

/** All numbers of a sheet as plain data, keys in snake_case, times as ISO text. */
export function sheetJson(columns: readonly SheetColumn[]): Record<string, unknown> {
  return { portfolios: columns.map(columnJson) };
}

function columnJson(column: SheetColumn): Record<string, unknown> {
  const { source, line, confidence } = column;
  const at = (row: number) => new Date(line.time[Math.max(0, row)]).toISOString();
  return {
    run: source.tables.name,
    portfolio: column.portfolio,
    fingerprint: source.tables.fingerprint,
    notices: noticesOf(column),
    metrics: Object.fromEntries(column.metrics),
    benchmark:
      column.benchmark === null ? null : { symbol: column.benchmark.label, metrics: column.benchmarkMetrics },
    confidence,
    funnel: column.funnel,
    drawdowns: column.drawdowns.map(({ depth, peak, trough, recovery }) => ({
      depth,
      peak: at(peak),
      trough: at(trough),
      recovery: recovery === null ? null : at(recovery),
    })),
    years: column.years,
    trailing: column.trailing,
    crises: column.crises,
    symbols: column.symbols,
    trades: column.trades.map(({ entryTime, exitTime, ...trade }) => ({
      ...trade,
      entryTime: new Date(entryTime).toISOString(),
      exitTime: new Date(exitTime).toISOString(),
    })),
  };
}

/** The tables of a sheet as Markdown. */
export function sheetMarkdown(columns: readonly SheetColumn[]): string {
  const metrics = shownMetrics(columns);
  const groups = [...new Set(metrics.map(({ group }) => group))];
  const labels = columns.map(({ label }) => label);
  const holds = columns.find(({ benchmarkMetrics }) => benchmarkMetrics !== null);
  const parts = [
    `# ${[...new Set(columns.map(({ source }) => source.tables.name))].join(', ')}`,
    ...[...new Set(columns.flatMap(noticesOf))].map((notice) => `> ${notice}`),
    ...groups.map((group) =>
      markdownTable(
        [group, ...labels, ...(holds === undefined ? [] : [`hold ${holds.benchmark?.label}`])],
        metrics
          .filter((metric) => metric.group === group)
          .map(({ name, label, unit }) => [
            label,
            ...columns.map(({ metrics }) => formatMetric(metrics.get(name) ?? null, unit)),
            ...(holds === undefined ? [] : [formatMetric(holds.benchmarkMetrics?.[name] ?? null, unit)]),
          ]),
      ),
    ),
    ...columns.flatMap(({ label, drawdowns, line, years, benchmark, symbols }) => [
      `## ${label}`,
      markdownTable(
        ['symbol', 'trades', 'won', 'P&L', 'costs'],
        (symbols.length < 2 ? [] : symbols).map(({ symbol, trades, winRate, pnl, costs }) => [
          symbol,
          String(trades),
          percent(winRate, 1),
          formatMetric(pnl, 'money'),
          formatMetric(costs, 'money'),
        ]),
      ),
      markdownTable(
        ['drawdown', 'peak', 'trough', 'recovered'],
        drawdowns.map(({ depth, peak, trough, recovery }) => [
          percent(depth),
          ...[peak, trough].map((row) => timeText(line.time[Math.max(0, row)], 10)),
          recovery === null ? 'not yet' : timeText(line.time[recovery], 10),
        ]),
      ),
      markdownTable(
        ['year', 'return', ...(benchmark === null ? [] : [benchmark.label])],
        years.map(({ year, returned, benchmark: other }) => [
          String(year),
          percent(returned),
          ...(benchmark === null ? [] : [percent(other)]),
        ]),
      ),
    ]),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function markdownTable(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const rule = headings.map((_, i) => (i === 0 ? '---' : '---:'));
  return [line(headings), `|${rule.join('|')}|`, ...rows.map(line)].join('\n');
}
