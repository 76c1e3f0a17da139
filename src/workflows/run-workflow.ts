import { resolve } from 'node:path';
import { Backtest, type BacktestResult, type PortfolioResult } from '../engine/backtest.ts';
import { ComponentFailure } from '../events/event-bus.ts';
import { nameHint } from '../foundation/nearest-name.ts';
import { UserError } from '../foundation/user-error.ts';
import type { WorkflowConfig } from './config/workflow-config.ts';
import { loadWorkflow } from './load-workflow.ts';
import { type PreparedRun, prepare } from './prepare.ts';
import { writeResults } from './results.ts';
import { ResultsFolder } from './results-folder.ts';
import { RunTraces } from './traces.ts';

export interface RunWorkflowOptions {
  /** Where relative paths start, for a configuration given as an object; the current folder by default. */
  readonly baseDirectory?: string;
  /** Write results to disk: `true` for the folder that the configuration names, or a folder. Not written by default. */
  readonly results?: boolean | string;
  /** Interrupts the run; what was done up to there is returned, and written. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
  /** The time now, in UTC milliseconds; names the results folder. */
  readonly now?: () => number;
}

/** A workflow that was run. */
export interface WorkflowRun {
  readonly config: WorkflowConfig;
  readonly fingerprint: string;
  readonly prepared: PreparedRun;
  readonly result: BacktestResult;
  /** Folder with the results, absolute; null when they were not written. */
  readonly directory: string | null;
  /** @throws UserError with the nearest name when there is no such portfolio. */
  portfolio(id: string): PortfolioResult;
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
  const { results = false, signal, onProgress, now = Date.now, baseDirectory } = options;
  const loaded = await loadWorkflow(workflow, { baseDirectory });
  const { config } = loaded;
  const startedAt = now();
  const parent = resultsParent(results, config, loaded.baseDirectory);
  const prepared = await prepare(loaded);
  const folder =
    parent === null ? null : await ResultsFolder.create(parent, folderName(config.name, startedAt));
  const backtest = new Backtest(prepared.spec);
  const traces =
    folder === null
      ? null
      : new RunTraces(backtest.engine.topology.containers, config.tracing, folder.staging);
  try {
    const result = await backtest.run({ signal, onProgress });
    traces?.close();
    if (folder !== null)
      await writeResults(folder.staging, prepared, result, { startedAt, finishedAt: now() });
    return {
      config,
      fingerprint: prepared.fingerprint,
      prepared,
      result,
      directory: folder === null ? null : await folder.finish(),
      portfolio: (id) => portfolioOf(result, id),
    };
  } catch (error) {
    traces?.close();
    await folder?.discard();
    if (error instanceof ComponentFailure) throw failedRun(error, config);
    throw error;
  } finally {
    backtest.engine.dispose();
  }
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

/** A component that threw, as the user must see it: which, at which event, and the stack of their own code. */
function failedRun(failure: ComponentFailure, config: WorkflowConfig): UserError {
  const cause = failure.cause instanceof Error ? failure.cause : undefined;
  const at = failure.eventId === null ? '' : ` at ${failure.eventId}`;
  return new UserError(`run "${config.name}" failed: ${failure.componentId} threw${at}: ${failure.message}`, {
    code: 'run_failed',
    hint: 'on_error: continue goes on without its answer',
    excerpt: cause?.stack,
    exitCode: 1,
    cause: failure,
  });
}
