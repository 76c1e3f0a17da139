import { resolve } from 'node:path';
import { Backtest, type BacktestResult, type PortfolioResult } from '../engine/backtest.ts';
import { ComponentFailure } from '../events/event-bus.ts';
import { nameHint } from '../foundation/nearest-name.ts';
import { UserError } from '../foundation/user-error.ts';
import type { WorkflowConfig } from './config/workflow-config.ts';
import { loadWorkflow } from './load-workflow.ts';
import { type PreparedRun, prepare } from './prepare.ts';
import { checkWritable, writeResults } from './results.ts';
import { attachTraces } from './traces.ts';

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
  const folder = resultsFolder(results, config, loaded.baseDirectory);
  if (folder !== null) await checkWritable(folder);
  const prepared = await prepare(loaded);
  const startedAt = now();
  const backtest = new Backtest(prepared.spec);
  const traces = attachTraces(backtest.engine.topology, config.tracing, folder !== null);
  try {
    const result = await backtest.run({ signal, onProgress });
    const directory =
      folder === null
        ? null
        : await writeResults({ folder, prepared, result, traces, startedAt, finishedAt: now() });
    return {
      config,
      fingerprint: prepared.fingerprint,
      prepared,
      result,
      directory,
      portfolio: (id) => portfolioOf(result, id),
    };
  } catch (error) {
    if (error instanceof ComponentFailure) throw failedRun(error, config);
    throw error;
  } finally {
    backtest.engine.dispose();
    traces.discard();
  }
}

function resultsFolder(results: boolean | string, config: WorkflowConfig, baseDirectory: string): string | null {
  if (results === false) return null;
  return results === true ? resolve(baseDirectory, config.results.directory) : resolve(results);
}

function portfolioOf(result: BacktestResult, id: string): PortfolioResult {
  const found = result.portfolios.find((portfolio) => portfolio.id === id);
  if (found !== undefined) return found;
  throw new UserError(`the run has no portfolio "${id}"`, {
    code: 'unknown_portfolio',
    hint: nameHint(id, result.portfolios.map((portfolio) => portfolio.id)),
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
