import { ambientSignal } from '../foundation/ambient-signal.ts';
import type { ConfigLayers } from '../workflows/config/config.ts';
import { loadWorkflow } from '../workflows/load-workflow.ts';
import { type PreparedRun, prepare } from '../workflows/prepare.ts';
import { ambientProgress, loadingBars } from '../workflows/progress/live-progress.ts';
import { toBar } from './motions/walk.ts';
import { Session, type SessionOptions } from './session.ts';

/** How a workflow is opened as a session: where its paths start, and settings that come over those of its file. */
export interface OpenOptions extends SessionOptions, ConfigLayers {
  /** Where relative paths start, for a configuration given as an object; the current folder by default. */
  readonly baseDirectory?: string;
  readonly signal?: AbortSignal;
}

/**
 * Opens a session at the first bar of a run.
 *
 * @param workflow the path of a YAML file, a configuration as an object, or a run that `prepare` gave.
 * @throws UserError or UserErrors for mistakes in the input.
 */
export async function open(
  workflow: string | Readonly<Record<string, unknown>> | PreparedRun,
  options: OpenOptions = {},
): Promise<Session> {
  const session = Session.start(await prepared(workflow, options), options);
  await toBar(session, 1, options.signal ?? ambientSignal());
  return session;
}

async function prepared(
  workflow: string | Readonly<Record<string, unknown>> | PreparedRun,
  { baseDirectory, environment, variables, set, signal = ambientSignal() }: OpenOptions,
): Promise<PreparedRun> {
  if (isPrepared(workflow)) return workflow;
  const loaded = await loadWorkflow(workflow, { baseDirectory, environment, variables, set });
  const progress = ambientProgress(loaded.config.name);
  const run = await loadingBars(progress, () => prepare(loaded, { signal }));
  progress?.end('done');
  return run;
}

function isPrepared(workflow: unknown): workflow is PreparedRun {
  return typeof workflow === 'object' && workflow !== null && 'spec' in workflow && 'fingerprint' in workflow;
}
