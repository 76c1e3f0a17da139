import { counted, formatDate, formatMetric } from '../analytics/format.ts';
import type { PerformanceMetrics } from '../analytics/metrics.ts';
import { METRICS } from '../analytics/metrics.ts';
import type { BacktestResult } from '../engine/backtest.ts';
import { escapeHtml, htmlTable } from '../foundation/html.ts';
import type { Benchmark } from './benchmark.ts';

/** What is shown of a run. */
export interface ViewedRun {
  readonly config: { readonly name: string };
  /** Empty where it is not known. */
  readonly fingerprint: string;
  readonly result: BacktestResult;
  readonly benchmark: Benchmark | null;
}

/** Metrics that say most of a run. */
const SHOWN: readonly (keyof PerformanceMetrics)[] = [
  'finalEquity',
  'totalReturn',
  'cagr',
  'maxDrawdown',
  'sharpe',
  'tradeCount',
  'winRate',
  'totalCosts',
];
const MOST_ROWS = 40;
const FINGERPRINT = 12;

/** A run at a glance, as HTML and as text: its period and fingerprint, headline metrics by portfolio, and the benchmark. */
export function runView(run: ViewedRun): { readonly 'text/html': string; readonly 'text/plain': string } {
  const { config, result } = run;
  const head = headOf(run);
  const columns = SHOWN.map((property) => METRICS.find((metric) => metric.property === property)!);
  const rows = rowsOf(run).map(([name, metrics]) => [
    name,
    ...columns.map(({ property, unit }) => formatMetric(metrics[property], unit)),
  ]);
  const omitted = result.portfolios.length - MOST_ROWS;
  const note = omitted > 0 ? `and ${counted(omitted, 'portfolio')} more` : '';
  const headings = ['portfolio', ...columns.map(({ label }) => label)];
  return {
    'text/html': `<p><b>${escapeHtml(config.name)}</b> ${escapeHtml(head)}</p>\n${htmlTable(
      headings.map((heading, i) => ({ heading, right: i > 0 })),
      rows,
      note,
    )}`,
    'text/plain': [
      `${config.name}  ${head}`,
      ...aligned([headings, ...rows]),
      ...(note === '' ? [] : [note]),
    ].join('\n'),
  };
}

function rowsOf({ result, benchmark }: ViewedRun): [string, PerformanceMetrics][] {
  const rows: [string, PerformanceMetrics][] = result.portfolios
    .slice(0, MOST_ROWS)
    .map(({ id, metrics }) => [id, metrics]);
  if (benchmark !== null) rows.push([`hold ${benchmark.symbol}`, benchmark.portfolio.metrics]);
  return rows;
}

/** `5,105 bars, 2000-01-03 to 2020-04-17, run 0123456789ab`. */
function headOf({ result, fingerprint }: ViewedRun): string {
  const day = (time: number) => formatDate(time).slice(0, 10);
  const period = Number.isNaN(result.to) ? '' : `, ${day(result.from)} to ${day(result.to)}`;
  const wrong = result.errors === 0 ? '' : `, ${counted(result.errors, 'error')}`;
  const early = result.status === 'interrupted' ? ', interrupted' : '';
  return `${counted(result.bars, 'bar')}${period}${early}${wrong}${fingerprint === '' ? '' : `, run ${fingerprint.slice(0, FINGERPRINT)}`}`;
}

function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0].map((_, i) => Math.max(...rows.map((row) => row[i].length)));
  return rows.map((row) =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('  '),
  );
}
