import { resolve } from 'node:path';
import { Backtest, type BacktestResult, type PortfolioResult } from '../engine/backtest.ts';
import type { Container } from '../engine/container.ts';
import { ComponentFailure } from '../events/event-bus.ts';
import { ambientSignal } from '../foundation/ambient-signal.ts';
import { nameHint } from '../foundation/nearest-name.ts';
import { UserError } from '../foundation/user-error.ts';
import { type Benchmark, runBenchmark } from './benchmark.ts';
import type { ConfigLayers } from './config/config.ts';
import type { WorkflowConfig } from './config/workflow-config.ts';
import { FirstErrors, failedRun } from './failures.ts';
import { loadWorkflow, shownPath } from './load-workflow.ts';
import { viewWithOrigin, withOrigin } from './origin/origin.ts';
import { originOf } from './origin/run-origin.ts';
import { type PreparedRun, prepare } from './prepare.ts';
import { ambientProgress, endBy, loadingBars } from './progress/live-progress.ts';
import { type WatchedBacktest, watchBacktest } from './progress/watch-backtest.ts';
import { writeResults } from './results.ts';
import { ResultsFolder } from './results-folder.ts';
import { runView } from './run-view.ts';
import type { TraceStats } from './trace-stats.ts';
import { RunTraces } from './traces.ts';

/** How a workflow is run: where its paths start, settings that come over those of its file, what is shown, and what ends it. */
export interface RunWorkflowOptions extends ConfigLayers {
  /** Where relative paths start, for a configuration given as an object; the current folder by default. */
  readonly baseDirectory?: string;
  /** Write results to disk: `true` for the folder that the configuration names, or a folder. Not written by default. */
  readonly results?: boolean | string;
  /**
   * Interrupts the run; what was done up to there is returned, and written. While data is still being loaded there is
   * nothing to return: the signal's reason is thrown. In a notebook it is the cell's own by default.
   */
  readonly signal?: AbortSignal;
  /**
   * Called before the first bar with the run's containers, to subscribe to their buses:
   * `containers.get('execution_p').bus.subscribe('FILL', (fill) => …)`. What it hears does not change the run.
   */
  readonly onReady?: (containers: ReadonlyMap<string, Container>) => void;
  /**
   * Called at most ten times a second, with slices done, their number in all, and bars done. Without it, a notebook shows beneath
   * the cell how far a long run is.
   */
  readonly onProgress?: (done: number, total: number, bars: number) => void;
  /** In a notebook, draws the equity of the first six portfolios while a long run goes on. Not by default. */
  readonly live?: boolean;
  /** The time now, in UTC milliseconds; names the results folder. */
  readonly now?: () => number;
}

/** A workflow that was run. */
export interface WorkflowRun {
  readonly config: WorkflowConfig;
  readonly fingerprint: string;
  readonly prepared: PreparedRun;
  readonly result: BacktestResult;
  /** Buying and holding the configuration's `benchmark` up to the same time; null where it names none. */
  readonly benchmark: Benchmark | null;
  /** The first ERROR events of strategies under `on_error: continue`, at most ten; `result.errors` counts all. */
  readonly errors: readonly UserError[];
  /** Folder with the results, absolute; null when they were not written. */
  readonly directory: string | null;
  /** What each container published and keeps of it. */
  readonly stats: readonly TraceStats[];
  /** @throws UserError with the nearest name when there is no such portfolio. */
  readonly portfolio: (id: string) => PortfolioResult;
}

/**
 * Runs a workflow: the path of a YAML file, or a configuration as an object of the same shape.
 *
 * @throws UserError or UserErrors for mistakes in the input (exit code 2), and for a strategy that threw under
 *   `on_error: stop` (exit code 1). Nothing is written then.
 */
export async function run(
  workflow: string | Readonly<Record<string, unknown>>,
  options: RunWorkflowOptions = {},
): Promise<WorkflowRun> {
  const {
    results = false,
    signal = ambientSignal(),
    onProgress,
    onReady,
    live = false,
    now = Date.now,
    baseDirectory,
    environment,
    variables,
    set,
  } = options;
  const loaded = await loadWorkflow(workflow, { baseDirectory, environment, variables, set });
  const { config } = loaded;
  const startedAt = now();
  const parent = resultsParent(results, config, loaded.baseDirectory);
  const progress = onProgress === undefined ? ambientProgress(`run ${config.name}`) : undefined;
  const { prepared, folder } = await loadingBars(progress, async () => ({
    prepared: await prepare(loaded, { signal }),
    folder: parent === null ? null : await ResultsFolder.create(parent, folderName(config.name, startedAt)),
  }));
  const shown = (path: string) => shownPath(loaded, path);
  let backtest: Backtest | null = null;
  let traces: RunTraces | null = null;
  let watched: WatchedBacktest | null = null;
  try {
    backtest = new Backtest(prepared.spec);
    const { topology } = backtest.engine;
    traces = new RunTraces(topology, config.tracing, folder?.staging ?? null);
    const errors = new FirstErrors(topology.containers);
    onReady?.(new Map(topology.containers.map((container) => [container.id, container])));
    watched = watchBacktest(backtest, { onProgress, progress, live });
    const result = await backtest.run({
      signal,
      onProgress: watched.onProgress,
      onStep: (done) => {
        traces?.onStep(done);
        watched?.onStep?.(done);
      },
    });
    watched.end(result.status === 'complete' ? 'done' : 'interrupted');
    traces?.close();
    const benchmark = await runBenchmark(prepared, result.to);
    const timing = { startedAt, finishedAt: now() };
    const { stats } = traces;
    if (folder !== null) await writeResults(folder.staging, prepared, result, { benchmark, timing, stats });
    return showing({
      config,
      fingerprint: prepared.fingerprint,
      prepared,
      result,
      benchmark,
      stats,
      errors: errors.list(shown),
      directory: folder === null ? null : await folder.finish(),
      portfolio: (id) => portfolioOf(result, id),
    });
  } catch (error) {
    (watched ?? progress)?.end(endBy(error));
    traces?.abandon();
    const notWritten = folder?.failedWrite(error);
    await folder?.discard();
    if (error instanceof ComponentFailure) throw failedRun(error, config.name, shown);
    throw notWritten ?? error;
  } finally {
    backtest?.engine.dispose();
  }
}

/** Gives a run its look in notebooks, and its results where they come from. */
function showing(run: WorkflowRun): WorkflowRun {
  const origin = originOf(run.prepared);
  withOrigin(run.result, origin);
  for (const portfolio of run.result.portfolios) {
    withOrigin(portfolio, origin);
    withOrigin(portfolio.metrics, origin);
  }
  return Object.defineProperty(run, Symbol.for('Jupyter.display'), {
    value: () => viewWithOrigin(runView(run), origin),
  });
}

/** `sp500-trend_20260115-093000`, in UTC. */
function folderName(name: string, time: number): string {
  const [day, clock] = new Date(time).toISOString().slice(0, 19).split('T');
  return `${name}_${day.replaceAll('-', '')}-${clock.replaceAll(':', '')}`;
}

function resultsParent(
  results: boolean | string,
  config: WorkflowConfig,
  baseDirectory: string,
): string | null {
  if (results === false) return null;
  return results === true ? resolve(baseDirectory, config.results.directory) : resolve(results);
}

function portfolioOf(result: BacktestResult, id: string): PortfolioResult {
  const found = result.portfolios.find((portfolio) => portfolio.id === id);
  if (found !== undefined) return found;
  throw new UserError(`the run has no portfolio "${id}"`, {
    code: 'unknown_portfolio',
    hint: nameHint(
      id,
      result.portfolios.map((portfolio) => portfolio.id),
    ),
  });
}
