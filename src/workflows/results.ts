import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Excursion, excursionMetrics, excursionOf } from '../analytics/excursion.ts';
import { medianMetrics } from '../analytics/median-metrics.ts';
import { namedRunMetrics, summaryMetrics } from '../analytics/run-metrics.ts';
import type { QualityReport } from '../data/load-bars.ts';
import type { BacktestResult, PortfolioResult, RouteResult } from '../engine/backtest.ts';
import type { Benchmark } from './benchmark.ts';
import { serialiseConfig } from './config/resolved.ts';
import type { PreparedRun } from './prepare.ts';
import { equityCsv, tradesCsv } from './result-tables.ts';
import { RESULTS_FORMAT } from './results-format.ts';
import { statsRecord, type TraceStats } from './trace-stats.ts';
import { tradeRecord } from './trade-record.ts';
import { VERSION } from './version.ts';

export interface RunTiming {
  /** UTC milliseconds. */
  readonly startedAt: number;
  readonly finishedAt: number;
}

/** What stands in the results beside the run itself. */
export interface RunExtras {
  readonly benchmark: Benchmark | null;
  readonly timing: RunTiming;
  readonly stats: readonly TraceStats[];
}

/**
 * Writes a run into a folder that exists:
 *
 *     run.json                                        configuration, fingerprint, data, summary, timing
 *     backtest/window_1/portfolio_<id>_results.json   metrics, order funnel, trades with their why, open positions
 *     backtest/window_1/portfolio_<id>_trades.csv
 *     backtest/window_1/portfolio_<id>_equity.csv
 *     backtest/window_1/benchmark_equity.csv          where the configuration names a benchmark
 *
 * Everything but `timing` in run.json is the same for equal fingerprints, byte for byte.
 */
export async function writeResults(
  folder: string,
  prepared: PreparedRun,
  result: BacktestResult,
  { benchmark, timing, stats }: RunExtras,
): Promise<void> {
  const window = join(folder, WINDOW);
  await mkdir(window, { recursive: true });
  await Promise.all(
    result.portfolios.map((portfolio) => writePortfolio(window, portfolio, prepared, benchmark)),
  );
  const equity = benchmark?.portfolio.equityCurve ?? null;
  if (equity !== null) await writeFile(join(window, 'benchmark_equity.csv'), equityCsv(equity));
  await writeJson(join(folder, 'run.json'), runRecord(prepared, result, { benchmark, timing, stats }));
}

/** Phase and window of a single pass. */
export const WINDOW = 'backtest/window_1';

async function writePortfolio(
  window: string,
  portfolio: PortfolioResult,
  prepared: PreparedRun,
  benchmark: Benchmark | null,
): Promise<void> {
  const { id, trades, equityCurve } = portfolio;
  const base = join(window, `portfolio_${id}`);
  const excursions = excursionsOf(portfolio, prepared);
  await writeJson(`${base}_results.json`, portfolioRecord(portfolio, prepared, benchmark, excursions));
  if (trades !== null) await writeFile(`${base}_trades.csv`, tradesCsv(trades, excursions));
  if (equityCurve !== null) await writeFile(`${base}_equity.csv`, equityCsv(equityCurve));
}

/** How far each closed trade of a portfolio went for and against it; none where trades were not kept. */
export function excursionsOf({ trades }: PortfolioResult, { series }: PreparedRun): Excursion[] {
  const bySymbol = new Map(series.map((bars) => [bars.symbol, bars]));
  return (trades ?? []).map(({ close, fills }) => {
    const bars = bySymbol.get(close.payload.symbol);
    if (bars === undefined) throw new Error(`the run has no bars of ${close.payload.symbol}`);
    const [first, last] = [fills[0], fills[fills.length - 1]];
    return excursionOf(close.payload, { entry: first.fill.payload.rule, exit: last.fill.payload.rule }, bars);
  });
}

function portfolioRecord(
  portfolio: PortfolioResult,
  { config }: PreparedRun,
  benchmark: Benchmark | null,
  excursions: readonly Excursion[],
): Record<string, unknown> {
  return {
    container: `portfolio_${portfolio.id}`,
    initial_cash: portfolio.initialCash,
    final_cash: portfolio.cash,
    final_equity: portfolio.equity,
    metrics: namedRunMetrics({
      ...summaryMetrics(portfolio, benchmark?.portfolio ?? null, config.metrics.riskFreeRate),
      ...excursionMetrics(excursions),
      ...medianMetrics((portfolio.trades ?? []).map(({ close }) => close.payload)),
    }),
    funnel: {
      signals: portfolio.funnel.signals,
      order_requests: portfolio.funnel.orderRequests,
      orders: portfolio.funnel.orders,
      fills: portfolio.funnel.fills,
      cancelled: portfolio.funnel.cancelled,
      expired: portfolio.funnel.expired,
      open_at_end: portfolio.ordersOpenAtEnd,
      rejected: portfolio.funnel.rejected,
    },
    open_positions: portfolio.openPositions,
    trades: portfolio.trades?.map((trade, i) => tradeRecord(trade, excursions[i])) ?? null,
  };
}

function runRecord(
  prepared: PreparedRun,
  result: BacktestResult,
  { benchmark, timing, stats }: RunExtras,
): Record<string, unknown> {
  const { config, series } = prepared;
  return {
    format: RESULTS_FORMAT,
    admf: VERSION,
    name: config.name,
    status: result.status,
    fingerprint: prepared.fingerprint,
    seed: config.seed,
    conventions: {
      execution_profile: config.execution.profile,
      close_at_end: config.execution.closeAtEnd,
      described_in: 'docs/execution-semantics.md',
    },
    data: {
      sha256: prepared.dataHash,
      symbols: series.map(({ symbol, length, openTime, closeTime }) => ({
        symbol,
        bars: length,
        from: isoTime(openTime[0]),
        to: isoTime(closeTime[length - 1]),
      })),
      quality: (prepared.quality ?? []).filter(({ checks }) => checks.length > 0).map(qualityRecord),
    },
    run: {
      from: isoTime(result.from),
      to: isoTime(result.to),
      slices: result.slices,
      bars: result.bars,
      events: result.events,
      errors: result.errors,
    },
    portfolios: result.portfolios.map((portfolio) => ({
      id: portfolio.id,
      results: `${WINDOW}/portfolio_${portfolio.id}_results.json`,
      ...portfolioSummary(portfolio, benchmark, config.metrics.riskFreeRate),
    })),
    benchmark:
      benchmark === null
        ? null
        : {
            symbol: benchmark.symbol,
            strategy: 'buy_and_hold',
            ...portfolioSummary(benchmark.portfolio, null, config.metrics.riskFreeRate),
          },
    containers: stats.map((row) => ({ id: row.container, ...statsRecord(row) })),
    ...(result.routes === undefined ? {} : { routes: result.routes.map(routeRecord) }),
    configuration: serialiseConfig(config),
    timing: {
      started_at: isoTime(timing.startedAt),
      finished_at: isoTime(timing.finishedAt),
      duration_ms: timing.finishedAt - timing.startedAt,
    },
  };
}

function routeRecord({ passedOver, ...route }: RouteResult): Record<string, unknown> {
  return { ...route, passed_over: passedOver };
}

/** What of a report on quality stands in run.json: counts, as places are told by `admf data check`. */
function qualityRecord({
  symbol,
  rows,
  bars,
  synthetic,
  flagged,
  checks,
}: QualityReport): Record<string, unknown> {
  const found = checks.map(({ check, policy, count }) => ({ check, policy, count }));
  return { symbol, rows, bars, synthetic, flagged, checks: found };
}

/** What of a portfolio stands in run.json, and in what the command line prints as JSON. */
export function portfolioSummary(
  portfolio: PortfolioResult,
  benchmark: Benchmark | null,
  riskFreeRate: number,
): Record<string, unknown> {
  const { initialCash, equity } = portfolio;
  const metrics = summaryMetrics(portfolio, benchmark?.portfolio ?? null, riskFreeRate);
  return { initial_cash: initialCash, final_equity: equity, metrics: namedRunMetrics(metrics) };
}

export function isoTime(time: number): string | null {
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}

async function writeJson(path: string, value: unknown): Promise<void> {
  await writeFile(path, `${JSON.stringify(value, null, 2)}\n`);
}
