import type { ConfigLayers } from '../workflows/config/config.ts';
import { provideOwnPackages } from '../workflows/own-packages.ts';
import { run, type WorkflowRun } from '../workflows/run-workflow.ts';
import type { CliEffects } from './effects.ts';
import { ProgressLine } from './progress.ts';

/** Exit code of a command that Ctrl-C ended, by the custom of shells: 128 + SIGINT. */
export const INTERRUPTED = 130;

/** A run that came to its end or was stopped on the way; `run` is null when it was stopped before its first bar. */
export interface WatchedRun {
  readonly run: WorkflowRun | null;
  readonly interrupted: boolean;
  /** Milliseconds, loading included. */
  readonly took: number;
}

/**
 * Runs a workflow with its progress on the terminal, until Ctrl-C.
 *
 * @param options.layers what is laid over the workflow; `results`: as in `RunWorkflowOptions`.
 * @throws UserError as `run` does.
 */
export async function watchedRun(
  file: string,
  options: {
    readonly layers?: ConfigLayers;
    readonly results: boolean | string;
    readonly progress: boolean;
  },
  effects: CliEffects,
): Promise<WatchedRun> {
  const { layers, results, progress } = options;
  const line = new ProgressLine(effects, progress);
  const interrupt = new AbortController();
  const stopListening = effects.onInterrupt(() => {
    interrupt.abort();
    line.end('stopping…');
  });
  const { signal } = interrupt;
  const startedAt = effects.now();
  provideOwnPackages();
  line.say('loading…');
  try {
    const done = await run(file, {
      baseDirectory: effects.cwd,
      ...layers,
      results,
      signal,
      onProgress: line.update,
      now: () => effects.now(),
    });
    return { run: done, interrupted: signal.aborted, took: effects.now() - startedAt };
  } catch (error) {
    if (!signal.aborted || error !== signal.reason) throw error;
    return { run: null, interrupted: true, took: effects.now() - startedAt };
  } finally {
    line.erase();
    stopListening();
  }
}
