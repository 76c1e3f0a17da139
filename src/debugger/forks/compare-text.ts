import { formatMetric, formatNumber, NO_VALUE } from '../../analytics/format.ts';
import { eventText, numberText, timeText } from '../../tracing/event-text.ts';
import { columnLines } from './columns.ts';
import type { ComparedMetric, ComparedPortfolio, Comparison } from './compare.ts';
import type { Divergence } from './divergence.ts';
import type { ComparedTrade } from './trade-columns.ts';

export interface CompareTextOptions {
  /** Portfolios to show; all that differ by default. */
  readonly portfolios?: readonly string[];
  /** Every metric, or the headlines. */
  readonly allMetrics?: boolean;
  /** Most trades to list of each run; 5 by default. */
  readonly trades?: number;
}

/** Names of the metrics that are shown unless all are asked for. */
export const HEADLINES: readonly string[] = [
  'final_equity',
  'total_return',
  'cagr',
  'max_drawdown',
  'sharpe',
  'trade_count',
  'win_rate',
  'total_costs',
  'exposure',
];
const MOST_FIELDS = 8;

/** A comparison as people read it: where the runs part, then each portfolio that differs. */
export function compareText(comparison: Comparison, options: CompareTextOptions = {}): string {
  const { a, b, from, to, divergence, portfolios } = comparison;
  const bar = barText(comparison);
  const lines = [`${a} and ${b} have bars up to ${bar(from)} in common; compared up to ${bar(to)}`, ''];
  if (divergence === null) {
    lines.push(
      from === to
        ? 'There is no bar after it to compare: go on in both, with goto and switch.'
        : 'No event differs.',
    );
  } else {
    lines.push(...divergenceLines(divergence, a, b, bar));
  }
  const differ = ({ firstDifference, metrics, trades }: ComparedPortfolio) =>
    firstDifference !== null ||
    trades.onlyInA.length + trades.onlyInB.length > 0 ||
    metrics.some((metric) => metric.a !== metric.b);
  const { portfolios: wanted } = options;
  const shown = portfolios.filter((one) => (wanted === undefined ? differ(one) : wanted.includes(one.id)));
  for (const portfolio of shown) lines.push('', ...portfolioLines(portfolio, comparison, bar, options));
  const equal = portfolios.filter((one) => !shown.includes(one) && !differ(one));
  if (equal.length > 0 && divergence !== null) {
    lines.push('', `Equal in both: ${equal.map(({ id }) => id).join(', ')}`);
  }
  return `${lines.join('\n')}\n`;
}

/** A comparison as plain data, without the columns of equity. */
export function plainComparison(comparison: Comparison): Record<string, unknown> {
  const { a: one, b: other, from, to, divergence, portfolios } = comparison;
  return {
    a: one,
    b: other,
    from,
    to,
    divergence,
    portfolios: portfolios.map(({ a, b, ...portfolio }) => ({
      ...portfolio,
      equityAtEnd: { a: a[a.length - 1], b: b[b.length - 1] },
    })),
  };
}

type BarText = (bar: number) => string;

function barText({ from, times }: Comparison): BarText {
  return (bar) => {
    const time = times[bar - from];
    return time === undefined || Number.isNaN(time) ? `bar ${bar}` : `bar ${bar} (${timeText(time)})`;
  };
}

function divergenceLines(divergence: Divergence, a: string, b: string, bar: BarText): string[] {
  const { kind, type, id, fields } = divergence;
  const where = kind === 'differs' ? 'in both, but different' : `only in ${kind === 'only_in_a' ? a : b}`;
  const lines = [`First difference at ${bar(divergence.bar)}: ${type} ${id}, ${where}`];
  if (kind !== 'differs') {
    const event = divergence.a ?? divergence.b;
    return event === null ? lines : [...lines, `  ${eventText(event)}`];
  }
  const shown = fields.slice(0, MOST_FIELDS);
  const rows = shown.map(({ field, a: one, b: other }) => [
    `  ${field.replace(/^payload\./, '')}`,
    plain(one),
    plain(other),
  ]);
  lines.push(...columnLines([['', a, b], ...rows]));
  if (fields.length > shown.length) lines.push(`  … and ${fields.length - shown.length} more fields`);
  return lines;
}

function portfolioLines(
  portfolio: ComparedPortfolio,
  { a, b }: Comparison,
  bar: BarText,
  { allMetrics = false, trades: most = 5 }: CompareTextOptions,
): string[] {
  const { metrics, firstDifference, widest, trades } = portfolio;
  const rows = metrics.filter(({ name }) => allMetrics || HEADLINES.includes(name));
  const lines = columnLines([
    [`Portfolio ${portfolio.id}`, a, b, 'difference'],
    ...rows.map((metric) => [
      metric.label,
      formatMetric(metric.a, metric.unit),
      formatMetric(metric.b, metric.unit),
      differenceOf(metric),
    ]),
  ]);
  if (firstDifference !== null && widest !== null) {
    const gap = signed(widest.difference, formatNumber(widest.difference, 2));
    lines.push(`Equity differs from ${bar(firstDifference)} on, most at ${bar(widest.bar)}: ${gap}`);
  }
  const count = (list: readonly ComparedTrade[]) => formatNumber(list.length, 0);
  lines.push(
    `Trades closed since: ${formatNumber(trades.common, 0)} in both, ${count(trades.onlyInA)} only in ${a}, ${count(trades.onlyInB)} only in ${b}`,
  );
  const listed = [...tradeRows(a, trades.onlyInA, most), ...tradeRows(b, trades.onlyInB, most)];
  if (listed.length > 0) lines.push(...columnLines(listed, 4));
  return lines;
}

function tradeRows(run: string, trades: readonly ComparedTrade[], most: number): string[][] {
  const rows = trades
    .slice(0, most)
    .map((trade, i) => [
      i === 0 ? `  only in ${run}` : '',
      `${trade.direction} ${numberText(trade.units)} ${trade.symbol}`,
      `bar ${trade.entryBar} (${timeText(trade.entryTime)}) at ${numberText(trade.entryPrice)}`,
      `to bar ${trade.exitBar} (${timeText(trade.exitTime)}) at ${numberText(trade.exitPrice)}`,
      `pnl ${formatNumber(trade.pnl, 2)}`,
    ]);
  const left = trades.length - rows.length;
  return left > 0 ? [...rows, ['', `… and ${formatNumber(left, 0)} more`, '', '', '']] : rows;
}

/** `+1,234.50`, `=`, or a dash where one has no value. */
export function differenceOf({ difference, unit }: ComparedMetric): string {
  if (difference === null) return NO_VALUE;
  if (difference === 0) return '=';
  // The difference of two dates is no date.
  const text =
    unit === 'date' ? formatMetric(difference / 86_400_000, 'days') : formatMetric(difference, unit);
  return signed(difference, text);
}

function signed(value: number, text: string): string {
  return value > 0 ? `+${text}` : text;
}

function plain(value: unknown): string {
  if (value === undefined) return NO_VALUE;
  if (typeof value === 'number') return numberText(value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}
