import { relative, sep } from 'node:path';
import { excursionMetrics } from '../analytics/excursion.ts';
import { counted, formatMetric, formatNumber } from '../analytics/format.ts';
import { medianMetrics } from '../analytics/median-metrics.ts';
import { METRICS, type PerformanceMetrics } from '../analytics/metrics.ts';
import { RUN_METRICS, type RunMetrics, summaryMetrics } from '../analytics/run-metrics.ts';
import { reportLine } from '../data/quality/report.ts';
import type { PortfolioResult } from '../engine/backtest.ts';
import { formatLocation } from '../foundation/user-error.ts';
import type { WorkflowConfig } from '../workflows/config/workflow-config.ts';
import { idleSettings } from '../workflows/explain-tracing.ts';
import { compact, duration } from '../workflows/progress/progress-text.ts';
import { excursionsOf } from '../workflows/results.ts';
import type { WorkflowRun } from '../workflows/run-workflow.ts';
import type { Style } from './style.ts';
import { tableLines } from './table.ts';

/** Metrics of the table, the most telling first: on a narrow terminal the last are left out. */
const HEADLINES: readonly (readonly [keyof PerformanceMetrics, string])[] = [
  ['finalEquity', 'Final equity'],
  ['totalReturn', 'Return'],
  ['cagr', 'CAGR'],
  ['maxDrawdown', 'Max DD'],
  ['sharpe', 'Sharpe'],
  ['tradeCount', 'Trades'],
  ['totalCosts', 'Costs'],
  ['winRate', 'Win rate'],
  ['exposure', 'Exposure'],
  ['profitFactor', 'PF'],
  ['volatility', 'Vol'],
  ['sortino', 'Sortino'],
];
const LONGEST_NAME = 24;
/** Nobody reads on after so many rows; all are in run.json. */
const MOST_PORTFOLIOS = 40;
const MOST_SYMBOLS = 3;

/** `minutes: 1,000,000 bars of SPX, 2000-01-03 to 2003-11-04, in 1.6 s (625k bars/s)`. */
export function ranLine({ config, result, prepared }: WorkflowRun, took: number, style: Style): string {
  const symbols = prepared.series.map(({ symbol }) => symbol);
  const of = symbols.length > MOST_SYMBOLS ? `${symbols.length} symbols` : symbols.join(', ');
  const day = (time: number) => new Date(time).toISOString().slice(0, 10);
  const period = Number.isNaN(result.to) ? '' : `, ${day(result.from)} to ${day(result.to)}`;
  // Before a second is over, the rate tells of loading and not of running.
  const rate = took >= 1000 ? ` (${compact((result.bars / took) * 1000)} bars/s)` : '';
  const bars = `${counted(result.bars, 'bar')} of ${of}`;
  return `${style('bold', config.name)}: ${bars}${period}, in ${duration(took)}${rate}`;
}

/** Headline metrics, a row for each portfolio and one for the benchmark. */
export function metricsTable({ result, benchmark }: WorkflowRun, width: number, style: Style): string[] {
  const shown = result.portfolios.slice(0, MOST_PORTFOLIOS);
  const rows = shown.map(({ id, metrics }) => [shortName(id), ...headlines(metrics)]);
  if (benchmark !== null) {
    rows.push([`hold ${shortName(benchmark.symbol)}`, ...headlines(benchmark.portfolio.metrics)]);
  }
  const columns = HEADLINES.map(([, heading]) => ({ heading, align: 'right' as const }));
  const [heading, ...lines] = tableLines([{ heading: 'Portfolio', align: 'left' }, ...columns], rows, width);
  if (benchmark !== null) lines.push(style('dim', lines.pop() ?? ''));
  const omitted = result.portfolios.length - shown.length;
  if (omitted > 0) lines.push(`… and ${formatNumber(omitted, 0)} more, all in run.json`);
  return [style('bold', heading), ...lines];
}

/** Every metric in its group, a column for each portfolio and one for the benchmark. */
export function allMetricsTable(run: WorkflowRun, width: number, style: Style): string[] {
  const { result, benchmark, prepared } = run;
  const measured = (portfolio: PortfolioResult, beside: PortfolioResult | null): RunMetrics => ({
    ...summaryMetrics(portfolio, beside, run.config.metrics.riskFreeRate),
    ...excursionMetrics(excursionsOf(portfolio, prepared)),
    ...medianMetrics((portfolio.trades ?? []).map(({ close }) => close.payload)),
  });
  const columns = [
    ...result.portfolios.map((portfolio) => ({
      heading: shortName(portfolio.id),
      metrics: measured(portfolio, benchmark?.portfolio ?? null),
    })),
    ...(benchmark === null
      ? []
      : [{ heading: `hold ${shortName(benchmark.symbol)}`, metrics: measured(benchmark.portfolio, null) }]),
  ];
  const rows = RUN_METRICS.map(({ label, property, unit }) => [
    label,
    ...columns.map(({ metrics }) => formatMetric(metrics[property], unit)),
  ]);
  const headings = columns.map(({ heading }) => ({ heading, align: 'right' as const }));
  const [heading, ...lines] = tableLines([{ heading: 'Metric', align: 'left' }, ...headings], rows, width);
  const grouped = RUN_METRICS.flatMap(({ group }, i) =>
    i === 0 || group !== RUN_METRICS[i - 1].group ? ['', style('bold', group), lines[i]] : [lines[i]],
  );
  return [style('bold', heading), ...grouped];
}

/** What a person must know besides the numbers: errors, and portfolios that did not trade, with what stopped them. */
export function remarks({ config, result, errors, prepared }: WorkflowRun, style: Style): string[] {
  const lines = (prepared.quality ?? []).flatMap((report) => {
    const line = reportLine(report);
    return line === undefined ? [] : [`${style('yellow', 'data')} ${line}`];
  });
  lines.push(...traceRemarks(config, style));
  if (result.errors > 0) {
    const count = counted(result.errors, 'error');
    lines.push(`${style('yellow', count)}: on_error is continue, so the run went on without those answers`);
    const [first] = errors;
    if (first !== undefined) {
      const where = first.location === undefined ? '' : `${formatLocation(first.location)}: `;
      lines.push(`  first: ${where}${first.message}`);
    }
  }
  for (const portfolio of result.portfolios.slice(0, MOST_PORTFOLIOS)) {
    if (portfolio.funnel.fills === 0)
      lines.push(`${style('yellow', portfolio.id)} did not trade: ${funnel(portfolio)}`);
  }
  return lines;
}

/** Trace settings that do nothing: whoever wrote them expects a trace. */
export function traceRemarks(config: WorkflowConfig, style: Style): string[] {
  return idleSettings(config).map(
    ({ source, reason }) => `${style('yellow', 'unused')} ${source}: ${reason}`,
  );
}

/** The folder as it is typed from where the user stands. */
export function shownFolder(directory: string, cwd: string): string {
  const below = relative(cwd, directory);
  return below === '' || below.startsWith('..') ? directory : below.replaceAll(sep, '/');
}

function headlines(metrics: PerformanceMetrics): string[] {
  return HEADLINES.map(([property]) => {
    const metric = METRICS.find((m) => m.property === property);
    return formatMetric(metrics[property], metric?.unit ?? 'ratio');
  });
}

function funnel({
  funnel: { signals, orders, cancelled, expired, rejected },
  ordersOpenAtEnd,
}: PortfolioResult): string {
  if (signals === 0) return 'it got no signal';
  const ends = Object.entries({
    ...rejected,
    cancelled,
    expired,
    'still waiting': ordersOpenAtEnd,
  }).filter(([, count]) => count > 0);
  const why = ends.map(([code, count]) => `${code} ${formatNumber(count, 0)}`).join(', ');
  const counts = `${formatNumber(signals, 0)} signals, ${formatNumber(orders, 0)} orders, no fill`;
  return why === '' ? counts : `${counts} (${why})`;
}

function shortName(name: string): string {
  return name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name;
}
