import type { PreparedRun } from '../workflows/prepare.ts';
import { Keeping } from './facade/keeping.ts';
import { restoreDisplays, restoreHistory, restoreStops } from './facade/saved-lists.ts';
import type { ShownBundle } from './facade/shown.ts';
import { sessionText, sessionView } from './html/session-view.ts';
import type { RunDifferences } from './keep/run-differences.ts';
import { type LoadOptions, loadSession } from './keep/session-file.ts';
import { type OpenOptions, open as openSession } from './open-session.ts';
import type { Session } from './session.ts';

const INSPECT: unique symbol = Symbol.for('nodejs.util.inspect.custom') as never;
const DISPLAY: unique symbol = Symbol.for('Jupyter.display') as never;

/**
 * A run that is walked through in both directions, questioned and forked. Its methods have the names of the commands of
 * `admf step`; what they give is plain data, and reads well as text. Everything is as of the cursor.
 *
 *     const session = await open('workflow.yaml');
 *     console.log(`${await session.next(20)}`);
 *     console.log(`${session.print('portfolio.equity')}`);
 */
export class DebugSession extends Keeping {
  /** What Node shows of it at a prompt: where it stands, and what is held. */
  [INSPECT](): string {
    return sessionText(this.core);
  }

  /** What a notebook shows of it, as of now: that, and what happened last. */
  [DISPLAY](): Promise<ShownBundle> {
    return sessionView(this.core);
  }
}

/** The class of the sessions that are made: later layers add methods to it. */
export type SessionClass<S extends DebugSession> = new (core: Session) => S;

/**
 * Opens a session at the first bar of a run.
 *
 * @param workflow the path of a YAML file, a configuration as an object, or a run that `prepare` gave.
 * @throws UserError or UserErrors for mistakes in the input.
 */
export async function openDebugSession(
  workflow: string | Readonly<Record<string, unknown>> | PreparedRun,
  options?: OpenOptions,
): Promise<DebugSession>;
export async function openDebugSession<S extends DebugSession>(
  workflow: string | Readonly<Record<string, unknown>> | PreparedRun,
  options: OpenOptions,
  made: SessionClass<S>,
): Promise<S>;
export async function openDebugSession(
  workflow: string | Readonly<Record<string, unknown>> | PreparedRun,
  options: OpenOptions = {},
  made: SessionClass<DebugSession> = DebugSession,
): Promise<DebugSession> {
  return new made(await openSession(workflow, options));
}

/** What loading a saved session gives. */
export interface Loaded<S extends DebugSession = DebugSession> {
  /** The run that was in hand when the session was saved. */
  readonly session: S;
  /** What is not as it was; null when the run is the same. */
  readonly differences: RunDifferences | null;
  /** What could not be put back. */
  readonly notes: readonly string[];
}

/**
 * Opens a session that `save` wrote, with its forks, cursors, marks, stops, pinned expressions and history.
 *
 * @throws UserError for a file that is not a session, or one of a run that is not the same any more: it says what differs.
 */
export async function loadDebugSession(path: string, options?: LoadOptions): Promise<Loaded>;
export async function loadDebugSession<S extends DebugSession>(
  path: string,
  options: LoadOptions,
  made: SessionClass<S>,
): Promise<Loaded<S>>;
export async function loadDebugSession(
  path: string,
  options: LoadOptions = {},
  made: SessionClass<DebugSession> = DebugSession,
): Promise<Loaded> {
  const loaded = await loadSession(path, options);
  const { differences, marks, breakpoints, displays, history } = loaded;
  const session = new made(loaded.session);
  const commands = restoreHistory(history);
  for (const name of loaded.session.tree.keys()) {
    const run = session.other(name);
    run.history = commands;
    for (const mark of marks.get(name)?.list() ?? []) run.markList.set(mark.name, mark.position);
  }
  const runOf = (name: string) => session.other(name);
  const notes = [...loaded.notes, ...restoreStops(runOf, breakpoints)];
  restoreDisplays(runOf, displays);
  return { session, differences, notes };
}
