import { resolve } from 'node:path';
import { formatNumber } from '../analytics/format.ts';
import { UserError } from '../foundation/user-error.ts';
import { isoTime, portfolioSummary } from '../workflows/results.ts';
import type { WorkflowRun } from '../workflows/run-workflow.ts';
import { statsRecord } from '../workflows/trace-stats.ts';
import { type CliEffects, hasColor } from './effects.ts';
import { LAYER_OPTIONS, layersOf } from './layer-options.ts';
import { parseOptions } from './options.ts';
import { statsTable } from './stats-table.ts';
import { styleFor } from './style.ts';
import { allMetricsTable, metricsTable, ranLine, remarks, shownFolder } from './summary.ts';
import { INTERRUPTED, type WatchedRun, watchedRun } from './watched-run.ts';

/** Characters in a line of text that goes to a file or a pipe. */
const PLAIN_WIDTH = 120;

/** `admf run <workflow.yaml>`. */
export async function runCommand(argv: readonly string[], effects: CliEffects): Promise<number> {
  const { values, argument } = parseOptions(argv, {
    command: 'run',
    options: {
      ...LAYER_OPTIONS,
      results: 'string',
      'no-results': 'boolean',
      json: 'boolean',
      quiet: 'boolean',
      stats: 'boolean',
      metrics: 'string',
    },
    argument: { name: '<workflow.yaml>', required: true },
  });
  const { json = false, quiet = false, metrics } = values;
  if (metrics !== undefined && metrics !== 'all') {
    throw new UserError(`admf run: --metrics takes "all", found "${metrics}"`, {
      code: 'bad_command_line',
      hint: 'admf explain metrics.sharpe explains one of them',
    });
  }
  const watched = await watchedRun(
    argument as string,
    {
      layers: layersOf(values, effects),
      results: resultsOption(values, true, effects),
      progress: !json && !quiet,
    },
    effects,
  );
  if (json) effects.stdout.write(`${JSON.stringify(jsonOf(watched))}\n`);
  else if (!quiet && watched.run !== null)
    effects.stdout.write(
      textOf(watched.run, watched, effects, { stats: values.stats === true, all: metrics === 'all' }),
    );
  if (!watched.interrupted) return 0;
  if (!json) effects.stderr.write(`${interruptLine(watched, effects)}\n`);
  return INTERRUPTED;
}

/** Where results go, by the options `--results DIR` and `--no-results`. */
export function resultsOption(
  values: { readonly results?: string; readonly 'no-results'?: boolean },
  fallback: boolean | string,
  { cwd }: CliEffects,
): boolean | string {
  if (values['no-results'] === true) return false;
  return values.results === undefined ? fallback : resolve(cwd, values.results);
}

/** What was done when Ctrl-C came, and where it is. */
export function interruptLine({ run }: WatchedRun, { cwd }: CliEffects): string {
  if (run === null) return 'interrupted before the first bar: nothing was written';
  const { result, directory, prepared } = run;
  const total = prepared.series.reduce((sum, { length }) => sum + length, 0);
  const where = directory === null ? '' : `: results up to there are in ${shownFolder(directory, cwd)}`;
  return `interrupted after ${formatNumber(result.bars, 0)} of ${formatNumber(total, 0)} bars${where}`;
}

function textOf(
  run: WorkflowRun,
  { took, interrupted }: WatchedRun,
  effects: CliEffects,
  { stats, all }: { readonly stats: boolean; readonly all: boolean },
): string {
  const { stdout, env, cwd } = effects;
  const style = styleFor(hasColor(stdout, env));
  const width = stdout.columns ?? PLAIN_WIDTH;
  const table = all ? allMetricsTable(run, width, style) : metricsTable(run, width, style);
  const lines = [ranLine(run, took, style), '', ...table];
  const notes = remarks(run, style);
  if (notes.length > 0) lines.push('', ...notes);
  if (stats) lines.push('', ...statsTable(run.stats, width));
  // Of an interrupted run the last line tells it.
  if (run.directory !== null && !interrupted) lines.push('', `results: ${shownFolder(run.directory, cwd)}`);
  return `${lines.join('\n')}\n`;
}

function jsonOf({ run, took }: WatchedRun): Record<string, unknown> {
  if (run === null) {
    const message = 'interrupted before the first bar: nothing was written';
    return { errors: [{ code: 'interrupted', message }] };
  }
  const { config, fingerprint, result, benchmark, directory, errors, stats } = run;
  const { riskFreeRate } = config.metrics;
  return {
    name: config.name,
    status: result.status,
    fingerprint,
    directory,
    duration_ms: took,
    from: isoTime(result.from),
    to: isoTime(result.to),
    slices: result.slices,
    bars: result.bars,
    events: result.events,
    error_count: result.errors,
    first_errors: errors,
    containers: stats.map((row) => ({ id: row.container, ...statsRecord(row) })),
    portfolios: result.portfolios.map((portfolio) => ({
      id: portfolio.id,
      ...portfolioSummary(portfolio, benchmark, riskFreeRate),
    })),
    benchmark:
      benchmark === null
        ? null
        : { symbol: benchmark.symbol, ...portfolioSummary(benchmark.portfolio, null, riskFreeRate) },
  };
}
