import type { Dirent } from 'node:fs';
import { glob, readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { nameHint, nearestName } from '../../foundation/nearest-name.ts';
import { systemReason } from '../../foundation/system-reason.ts';
import { UserError } from '../../foundation/user-error.ts';

/** Endings of files that may hold bars; what is in one is told by its first bytes. */
const ENDINGS = ['.csv', '.csv.gz', '.tsv', '.txt', '.parquet', '.pq', '.arrow', '.feather', '.ipc'];

/** A file that exists. */
export interface LocatedFile {
  /** As the user would write it, for messages. */
  readonly name: string;
  readonly path: string;
}

/** Files found for a symbol are not always its own: one file, or several whose symbol column decides. */
export type Located = readonly [LocatedFile, ...LocatedFile[]];

/**
 * The files that a source names, in the order of their names: a file; a folder with a file or a folder of its own for
 * the symbol; a pattern of `*`, `**`, `?`, `[…]` and `{a,b}`. `{symbol}` stands for the symbol.
 *
 * @throws UserError with the nearest name when there is none.
 */
export async function locateFiles(source: string, symbol: string, baseDirectory: string): Promise<Located> {
  const named = source.replaceAll('{symbol}', fileName(symbol));
  const path = resolve(baseDirectory, named);
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() === true) return [{ name: named, path }];
  if (found !== undefined) return locateInFolder(named, path, symbol);
  if (/[*?[{]/.test(named)) return locatePattern(named, symbol, baseDirectory);
  throw await missingFile(named, path);
}

/**
 * Symbols that a folder has files or folders for, sorted.
 *
 * @param shown the folder as the user named it.
 * @throws UserError when it is there and cannot be read.
 */
export async function symbolsOfFolder(path: string, shown: string): Promise<string[]> {
  const entries = await entriesOf(path, shown);
  return [...new Set(entries.flatMap((entry) => symbolOf(entry.name, entry.isDirectory()) ?? []))].sort();
}

async function entriesOf(path: string, shown: string): Promise<Dirent[]> {
  try {
    return await readdir(path, { withFileTypes: true });
  } catch (error) {
    const reason = systemReason(error);
    if (reason === undefined) throw error;
    throw new UserError(`${shown} cannot be read: ${reason}`, { code: 'unreadable_folder', cause: error });
  }
}

/** Whether a file's name says that it may hold bars. */
function isBarFile(name: string): boolean {
  return endingOf(name) !== undefined;
}

function symbolOf(name: string, isFolder: boolean): string | undefined {
  if (name.startsWith('.')) return undefined;
  if (isFolder) return name;
  const ending = endingOf(name);
  return ending === undefined ? undefined : name.slice(0, -ending.length);
}

/** The ending of a file that may hold bars. */
export function endingOf(name: string): string | undefined {
  const lower = name.toLowerCase();
  return ENDINGS.findLast((ending) => lower.endsWith(ending) && lower.length > ending.length);
}

/** A symbol as the name of a file: exchanges use slashes, file systems do not. */
function fileName(symbol: string): string {
  return symbol.replaceAll('/', '-');
}

function isNamed(stem: string, symbol: string): boolean {
  return [symbol, fileName(symbol), symbol.replaceAll('/', '_'), symbol.replaceAll('/', '')].includes(stem);
}

async function locateInFolder(name: string, path: string, symbol: string): Promise<Located> {
  const shown = name.replace(/[/\\]+$/, '');
  const entries = (await entriesOf(path, shown)).sort((a, b) => (a.name < b.name ? -1 : 1));
  const own = entries.filter((entry) => {
    const stem = symbolOf(entry.name, entry.isDirectory());
    return stem !== undefined && isNamed(stem, symbol);
  });
  if (own.length > 1) {
    throw new UserError(
      `${shown} has several entries for ${symbol}: ${own.map((entry) => entry.name).join(', ')}`,
      { code: 'ambiguous_file', hint: 'name the one that is meant' },
    );
  }
  if (own.length === 1) {
    const [entry] = own;
    const place = {
      name: shown === '.' ? entry.name : `${shown}/${entry.name}`,
      path: join(path, entry.name),
    };
    if (!entry.isDirectory()) return [place];
    const parts = (await entriesOf(place.path, place.name))
      .map((part) => part.name)
      .filter(isBarFile)
      .sort();
    const [first, ...rest] = parts.map((part) => ({
      name: `${place.name}/${part}`,
      path: join(place.path, part),
    }));
    if (first !== undefined) return [first, ...rest];
    throw new UserError(`${place.name} holds no file of bars`, { code: 'missing_file', hint: readable() });
  }
  const symbols = await symbolsOfFolder(path, shown);
  const hint =
    symbols.length === 0
      ? `it holds no file of bars: ${readable()}`
      : nearestName(symbol, symbols) === undefined && symbols.length > 20
        ? `it has ${symbols.length} others`
        : nameHint(symbol, symbols);
  throw new UserError(`${shown} is a folder without a file or folder for ${symbol}`, {
    code: 'unknown_symbol',
    hint,
  });
}

function readable(): string {
  return `files end in ${ENDINGS.slice(0, -1).join(', ')} or ${ENDINGS.at(-1)}`;
}

async function locatePattern(pattern: string, symbol: string, baseDirectory: string): Promise<Located> {
  const names: string[] = [];
  for await (const name of glob(pattern, { cwd: baseDirectory })) names.push(name.replaceAll('\\', '/'));
  const files = names
    .filter((name) => !name.split('/').some((part) => part.startsWith('.') && !/^\.{1,2}$/.test(part)))
    .sort()
    .map((name) => ({ name, path: resolve(baseDirectory, name) }));
  const kept = (
    await Promise.all(files.map(async (file) => ((await stat(file.path)).isFile() ? [file] : [])))
  ).flat();
  // Among files named after symbols, those of the symbol are meant; else all of them are parts.
  const own = kept.filter(({ name }) => {
    const stem = symbolOf(basename(name), false) ?? basename(name);
    return isNamed(stem, symbol) || isNamed(basename(dirname(name)), symbol);
  });
  const [first, ...rest] = own.length > 0 ? own : kept;
  if (first !== undefined) return [first, ...rest];
  throw new UserError(`no file matches ${pattern}`, {
    code: 'missing_file',
    hint: 'patterns start at the folder of the workflow',
  });
}

async function missingFile(name: string, path: string): Promise<UserError> {
  const siblings = await readdir(dirname(path)).catch(() => undefined);
  if (siblings === undefined) {
    return new UserError(`no file ${name}: its folder does not exist`, { code: 'missing_file' });
  }
  const near = nearestName(basename(path), siblings);
  return new UserError(`no file ${name}`, {
    code: 'missing_file',
    hint:
      near === undefined
        ? undefined
        : `did you mean "${name.slice(0, name.length - basename(name).length)}${near}"?`,
  });
}
