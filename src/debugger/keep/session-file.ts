import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { UserError, UserErrors } from '../../foundation/user-error.ts';
import { writeWhole } from '../../foundation/write-whole.ts';
import type { PreparedRun } from '../../workflows/prepare.ts';
import { VERSION } from '../../workflows/version.ts';
import type { Branch } from '../branch.ts';
import { forkRun } from '../forks/fork.ts';
import { toBar } from '../motions/walk.ts';
import { open } from '../open-session.ts';
import type { Session, SessionOptions } from '../session.ts';
import { Marks } from './marks.ts';
import { hasCode, plainForm } from './plain-form.ts';
import { looksLikeSession, readSessionFile } from './read-session-file.ts';
import { refuseForeign } from './replaceable.ts';
import { type RunDifferences, runDifferenceLines, runDifferences } from './run-differences.ts';
import {
  type Json,
  type SavedRun,
  SESSION_FORMAT,
  SESSION_KIND,
  type SessionFile,
  sessionSchema,
} from './session-schema.ts';

/** What a session is besides its runs; plain JSON, which only whoever made it understands. */
export interface SessionLists {
  readonly breakpoints?: readonly Json[];
  readonly displays?: readonly Json[];
  /** Commands, oldest first. */
  readonly history?: readonly Json[];
}

export interface SaveOptions extends SessionLists {
  /** By the names of runs. */
  readonly marks?: ReadonlyMap<string, Marks>;
  /** The time now, UTC milliseconds. */
  readonly now?: () => number;
}

/** How a saved session is opened. */
export interface LoadOptions extends SessionOptions {
  /** Open it although its run is not the same any more. */
  readonly force?: boolean;
  /** In place of the workflow that the file names; needed for one whose strategies are given in code. */
  readonly workflow?: string | Readonly<Record<string, unknown>> | PreparedRun;
  /** Where its relative paths start. */
  readonly baseDirectory?: string;
  readonly signal?: AbortSignal;
}

export interface LoadedSession extends Required<SessionLists> {
  /** The run that was in hand; the others are in its `tree`. */
  readonly session: Session;
  /** By the names of runs, each of which has some. */
  readonly marks: ReadonlyMap<string, Marks>;
  /** What is not as it was; null when the run is the same. */
  readonly differences: RunDifferences | null;
  /** What could not be put back where it was. */
  readonly notes: readonly string[];
}

/**
 * Writes a session with all its forks, cursors and marks to a file, whole or not at all.
 *
 * @param session any of the tree; it is the one in hand when the file is loaded.
 * @returns the file's absolute path.
 * @throws UserError when it cannot be written there, and for a file that is there and no session.
 */
export async function saveSession(
  session: Session,
  path: string,
  options: SaveOptions = {},
): Promise<string> {
  const target = resolve(path);
  await refuseForeign(target, path, looksLikeSession, 'a session that was saved');
  const root = rootOf(session.branch);
  const { config, fingerprint, dataHash, codeHashes } = root.prepared;
  const file: SessionFile = {
    kind: SESSION_KIND,
    format: SESSION_FORMAT,
    savedAt: new Date((options.now ?? Date.now)()).toISOString(),
    engine: VERSION,
    workflow: workflowOf(root.prepared, target),
    fingerprint,
    dataHash,
    codeHashes: { ...codeHashes },
    configuration: plainForm(config) as Record<string, Json>,
    runs: runsOf(root, session, options.marks ?? new Map()),
    current: session.branch.name,
    breakpoints: [...(options.breakpoints ?? [])],
    displays: [...(options.displays ?? [])],
    history: [...(options.history ?? [])],
  };
  // What is written must be what can be read.
  await writeWhole(target, `${JSON.stringify(sessionSchema.parse(file), null, 2)}\n`, path);
  return target;
}

/**
 * Opens a session that was saved: its workflow, its forks, with all cursors and marks where they were.
 *
 * @throws UserError for a file that is not a session, or one of a run that is not the same any more: it says what differs.
 */
export async function loadSession(path: string, options: LoadOptions = {}): Promise<LoadedSession> {
  const { force = false, signal, checkpointBytes } = options;
  const folder = dirname(resolve(path));
  const file = await readSessionFile(resolve(path), path);
  const { workflow, ...place } = workflowToOpen(file, folder, path, options);
  const main = await open(workflow, { ...place, checkpointBytes, signal }).catch((error: unknown) => {
    throw missingWorkflow(error, path, file) ?? error;
  });
  const differences = runDifferences(file, main.branch.prepared) ?? null;
  if (differences !== null && !force) throw otherRun(path, differences);
  const notes: string[] = [];
  const marks = new Map<string, Marks>();
  for (const saved of file.runs) {
    if (saved.parent !== null) await forkAgain(main, saved, signal);
    signal?.throwIfAborted();
    marks.set(saved.name, new Marks(saved.marks));
  }
  for (const saved of file.runs) {
    const session = main.tree.get(saved.name) as Session;
    session.focus = saved.focus;
    const note = await putBack(session, saved, signal);
    if (note !== null) notes.push(note);
  }
  const { breakpoints, displays, history } = file;
  const session = main.tree.get(file.current) as Session;
  return { session, marks, differences, notes, breakpoints, displays, history };
}

/** A session file was moved and its workflow was not, or the other way round. */
function missingWorkflow(error: unknown, path: string, { workflow }: SessionFile): UserError | undefined {
  if (!(error instanceof UserError) || error.code !== 'no_such_file' || !('file' in workflow))
    return undefined;
  return new UserError(
    `${path} names the workflow ${workflow.file} from where it stands, and there is no such file`,
    {
      code: 'no_such_file',
      hint: 'keep a session where its workflow is, or move both',
      cause: error,
    },
  );
}

function rootOf(branch: Branch): Branch {
  return branch.parent === null ? branch : rootOf(branch.parent);
}

function workflowOf(
  { file, layers = {}, baseDirectory, config }: PreparedRun,
  target: string,
): SessionFile['workflow'] {
  const from = (absolute: string) => {
    const way = relative(dirname(target), absolute).split(sep).join('/');
    return way === '' ? '.' : way;
  };
  if (file !== null) {
    const { set, ...chosen } = layers;
    return {
      file: from(join(baseDirectory, basename(file))),
      ...chosen,
      ...(set === undefined ? {} : { set: [...set] }),
    };
  }
  return hasCode(config) ? { code: true } : { inline: true, baseDirectory: from(baseDirectory) };
}

function runsOf(root: Branch, session: Session, marks: ReadonlyMap<string, Marks>): SessionFile['runs'] {
  const runs: SavedRun[] = [];
  const add = (branch: Branch) => {
    const { position, focus } = session.tree.get(branch.name) as Session;
    runs.push({
      name: branch.name,
      parent: branch.parent?.name ?? null,
      from: branch.from,
      changes: [...branch.changes],
      cursor: { ...position },
      focus: { ...focus },
      marks: (marks.get(branch.name)?.list() ?? []).map(({ name, position: at }) => ({
        name,
        position: { ...at },
      })),
    });
    branch.children.forEach(add);
  };
  add(root);
  return runs as SessionFile['runs'];
}

function workflowToOpen(file: SessionFile, folder: string, path: string, options: LoadOptions) {
  const { workflow, baseDirectory } = options;
  if (workflow !== undefined) return { workflow, baseDirectory };
  const saved = file.workflow;
  if ('file' in saved) {
    const { file: named, ...layers } = saved;
    return { workflow: resolve(folder, named), baseDirectory: folder, ...layers };
  }
  if ('inline' in saved) {
    return { workflow: file.configuration, baseDirectory: resolve(folder, saved.baseDirectory) };
  }
  throw new UserError(`${path} is of a workflow with strategies given in code, which it cannot hold`, {
    code: 'workflow_needed',
    hint: 'give the workflow: loadSession(path, { workflow })',
  });
}

async function forkAgain(main: Session, saved: SavedRun, signal: AbortSignal | undefined): Promise<Session> {
  const parent = main.tree.get(saved.parent as string) as Session;
  try {
    const { to } = await toBar(parent, saved.from, signal);
    signal?.throwIfAborted();
    if (to.bar < saved.from) {
      throw new UserError(`${saved.parent} ends at bar ${to.bar}, before bar ${saved.from}`, {
        code: 'no_such_bar',
      });
    }
    return (await forkRun(parent, saved.changes, { name: saved.name, signal })).session;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const what = error instanceof UserErrors ? error.errors[0] : error;
    throw new UserError(`the fork ${saved.name} cannot be made again: ${what.line}`, {
      code: 'fork_lost',
      cause: error,
    });
  }
}

/** Puts a cursor where it was; says so where it cannot. */
async function putBack(
  session: Session,
  saved: SavedRun,
  signal: AbortSignal | undefined,
): Promise<string | null> {
  const { bar, event } = saved.cursor;
  const place = event === null ? `bar ${bar}` : `bar ${bar}, event ${event + 1}`;
  if (event !== null && (await canStand(session, bar, event, signal))) {
    session.moveTo({ bar, event });
    return null;
  }
  const { to } = await toBar(session, event === null ? bar : Math.max(0, bar - 1), signal);
  signal?.throwIfAborted();
  if (event === null && to.bar === bar) return null;
  return `the cursor of ${saved.name} was at ${place}, which is not there any more; it is at bar ${to.bar}`;
}

async function canStand(session: Session, bar: number, event: number, signal: AbortSignal | undefined) {
  if (bar < 1 || bar > session.bars) return false;
  const known = await session.record(bar, signal);
  signal?.throwIfAborted();
  // The bar at which a component threw can be stood in, and is not among those that are done.
  if (known < bar && session.branch.recording.failure?.bar !== bar) return false;
  return event < session.allEventsOf(bar).length;
}

function otherRun(path: string, differences: RunDifferences): UserError {
  return new UserError(`${path} was saved of a run that is not the same any more`, {
    code: 'other_run',
    excerpt: runDifferenceLines(differences)
      .map((line) => `  ${line}`)
      .join('\n'),
    hint: 'open it all the same with force: cursors and marks stand where they were, in the run as it is now',
  });
}
