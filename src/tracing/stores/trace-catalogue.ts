import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { systemReason } from '../../foundation/system-reason.ts';
import { UserError } from '../../foundation/user-error.ts';
import { damaged } from './damage.ts';
import { fileNameOf, parsePartName } from './part-name.ts';
import { arrowReader } from './read-arrow.ts';
import { columnarReader } from './read-columnar.ts';
import { jsonlReader } from './read-jsonl.ts';
import { JSONL_FORMATS } from './trace-format.ts';
import { notATrace } from './trace-header.ts';
import type { TraceNotice, TraceReader } from './trace-reader.ts';
import { unreadable } from './unreadable.ts';

/** All formats that are read; a new one is one more entry. */
const READERS: readonly TraceReader[] = [
  jsonlReader(JSONL_FORMATS.none),
  jsonlReader(JSONL_FORMATS.gzip),
  jsonlReader(JSONL_FORMATS.zstd),
  columnarReader,
  arrowReader,
];

export interface TracePart {
  readonly path: string;
  readonly part: number;
  readonly reader: TraceReader;
}

/** The trace of one container. */
export interface ContainerTrace {
  readonly container: string;
  /** Names of the event types that were kept; null for all that the container published. */
  readonly events: readonly string[] | null;
  /** In order. */
  readonly parts: readonly TracePart[];
}

/**
 * The traces at a path: a trace file (alone), the files of a container (`traces/portfolio_p`, without ending), a run's
 * folder or its `traces` folder. Sorted by container.
 *
 * @param onNotice told of files that hold nothing.
 * @throws UserError when there is nothing of the kind, a file is no trace or cannot be read, or one of a container's files is missing.
 */
export async function findTraces(
  path: string,
  onNotice?: (notice: TraceNotice) => void,
): Promise<ContainerTrace[]> {
  const found = await kindOf(path);
  if (found === 'file') {
    const reader = readerOf(path);
    if (reader === undefined) throw notATrace(path);
    return tracesOf([path], onNotice, true);
  }
  if (found === 'folder') return tracesOf(await runFiles(path), onNotice, false);
  const files = await filesIn(dirname(path), false);
  const isAsked = (container: string) => fileNameOf(container) === basename(path);
  const parts = files.filter((file) => {
    const { ending } = readerOf(file) as TraceReader;
    return isAsked(parsePartName(basename(file, ending)).container);
  });
  const traces = await tracesOf(parts, onNotice, false);
  const ofContainer = traces.filter(({ container }) => isAsked(container));
  // Begun, and not a line of it written: a trace without events.
  if (ofContainer.length > 0 || (parts.length > 0 && traces.length === 0)) return ofContainer;
  throw new UserError('there is no such file or folder', { code: 'no_trace', location: { file: path } });
}

async function runFiles(folder: string): Promise<string[]> {
  // A run may keep traces in folders of its own choice; the folder of one that was killed has no run.json yet.
  const isRun =
    (await kindOf(join(folder, 'run.json'))) === 'file' ||
    (await kindOf(join(folder, 'traces'))) === 'folder' ||
    folder.endsWith('.partial');
  const files = await filesIn(folder, isRun);
  if (files.length > 0) return files;
  throw isRun
    ? new UserError('this run kept no trace', {
        code: 'no_trace',
        location: { file: folder },
        hint: 'tracing: { default: { mode: full } } in its workflow keeps one',
      })
    : new UserError('this is not the folder of a run: neither run.json nor traces/ is in it', {
        code: 'not_a_run',
        location: { file: folder },
        hint: await hintOfRuns(folder),
      });
}

/** Runs listed for whoever names the folder above them. */
const MOST_RUNS = 3;

/** What to name instead of a folder of results: the latest runs in it, among them one that was killed, whose folder is hidden. */
async function hintOfRuns(folder: string): Promise<string> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const runs = await Promise.all(
    folders.map(async (name) => {
      const isRun = name.endsWith('.partial') || (await kindOf(join(folder, name, 'run.json'))) === 'file';
      return isRun ? { name, time: (await stat(join(folder, name))).mtimeMs } : undefined;
    }),
  );
  const latest = runs
    .filter((run) => run !== undefined)
    .sort((a, b) => b.time - a.time)
    .map(({ name }) => name);
  if (latest.length === 0) return 'name a folder such as results/study_20260115-093000';
  const more = latest.length > MOST_RUNS ? ` and ${latest.length - MOST_RUNS} more` : '';
  return `runs are in it: ${latest.slice(0, MOST_RUNS).join(', ')}${more}`;
}

async function tracesOf(
  files: readonly string[],
  onNotice: ((notice: TraceNotice) => void) | undefined,
  alone: boolean,
): Promise<ContainerTrace[]> {
  const traces = new Map<string, { events: readonly string[] | null; parts: TracePart[] }>();
  for (const path of files) {
    const reader = readerOf(path) as TraceReader;
    const header = await reader.header(path).catch((error: unknown) => {
      throw unreadable(error, path);
    });
    if (header === undefined) {
      onNotice?.({ file: path, message: 'nothing of this file was written but its beginning' });
      continue;
    }
    const trace = traces.get(header.container) ?? { events: header.events, parts: [] };
    traces.set(header.container, trace);
    trace.parts.push({ path, part: header.part, reader });
  }
  return [...traces]
    .map(([container, { events, parts }]) => ({ container, events, parts: inOrder(parts, alone) }))
    .sort((a, b) => (a.container < b.container ? -1 : 1));
}

function inOrder(parts: readonly TracePart[], alone: boolean): TracePart[] {
  const sorted = parts.toSorted((a, b) => a.part - b.part);
  if (alone) return sorted;
  sorted.forEach(({ path, part }, i) => {
    if (part > i + 1) throw damaged(path, `this is part ${part} of a trace, and part ${i + 1} is missing`);
    if (part < i + 1) throw damaged(path, `this is part ${part} of a trace, as ${sorted[i - 1].path} is`);
  });
  return sorted;
}

async function filesIn(folder: string, recursive: boolean): Promise<string[]> {
  const names = await readdir(folder, { recursive }).catch((error: unknown) => {
    if (systemReason(error) !== undefined) throw unreadable(error, folder);
    return [];
  });
  return names
    .filter((name) => readerOf(name) !== undefined)
    .sort()
    .map((name) => join(folder, name));
}

function readerOf(path: string): TraceReader | undefined {
  return READERS.find(({ ending }) => path.endsWith(ending));
}

async function kindOf(path: string): Promise<'file' | 'folder' | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return undefined;
  return found.isDirectory() ? 'folder' : 'file';
}
