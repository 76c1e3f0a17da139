import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { UserError } from '../foundation/user-error.ts';
import { DATA_DIRECTORY, findDataset } from './catalogue.ts';
import { withDatabase } from './database.ts';
import type { BarTable } from './files/bar-table.ts';
import { COLUMN_ROLES, type ColumnMapping, type ColumnRole } from './files/columns.ts';
import { endingOf, type LocatedFile, locateFiles, symbolsOfFolder } from './files/locate-files.ts';
import { openTable } from './files/open-table.ts';
import { DAY, mostCommonSpacing } from './interval.ts';
import type { LoadEffects } from './load-bars.ts';
import { explained } from './read-files.ts';
import { parseSource } from './source.ts';
import { isDateForm, type TimeForm } from './times/time-form.ts';

/** A file with bars, as it is before anything is made of it. */
export interface FileInfo {
  readonly name: string;
  readonly format: BarTable['format'];
  readonly bytes: number;
  /** In the order of the file; `role` is null for one that is not read. */
  readonly columns: readonly { readonly name: string; readonly role: ColumnRole | null }[];
  readonly times: TimeForm;
  /** Rows of any symbol. */
  readonly rows: number;
  readonly symbols: readonly SymbolInfo[];
}

export interface SymbolInfo {
  readonly symbol: string;
  readonly rows: number;
  /** First and last time in the file, as it writes them, UTC milliseconds; NaN when none can be read. */
  readonly first: number;
  readonly last: number;
  /** The most common spacing of its first times in ms, a day at least for dates; null when there is none. */
  readonly spacing: number | null;
}

export interface DescribeRequest {
  readonly source: string;
  /** Of a folder or a pattern with `{symbol}`; else all symbols of the files are told. */
  readonly symbol?: string;
  readonly columns?: ColumnMapping;
  readonly dateFormat?: string;
}

const SPACING_ROWS = 10_000;
/** Of more symbols only the first are looked at one by one. */
const MOST_SYMBOLS = 100;

/** What stands in the files of a source. @throws UserError when it has none, or they hold no bars. */
export async function describeFiles(request: DescribeRequest, effects: LoadEffects): Promise<FileInfo[]> {
  const { signal } = effects;
  const files = await filesOf(request, effects);
  return withDatabase(async (connection) => {
    const infos: FileInfo[] = [];
    for (const file of files) {
      signal?.throwIfAborted();
      const open = (symbol: string) => openTable(connection, file, { ...request, symbol });
      infos.push(await describeFile(file, request.symbol, open, signal));
    }
    return infos;
  }, signal);
}

async function describeFile(
  file: LocatedFile,
  wanted: string | undefined,
  open: (symbol: string) => Promise<BarTable>,
  signal: AbortSignal | undefined,
): Promise<FileInfo> {
  const own = wanted ?? stemOf(file.name);
  const table = await open(own);
  return await describeTable(file, table, { wanted, own, open }).catch(explained(table, signal));
}

interface Wanted {
  readonly wanted: string | undefined;
  readonly own: string;
  readonly open: (symbol: string) => Promise<BarTable>;
}

async function describeTable(
  file: LocatedFile,
  table: BarTable,
  { wanted, own, open }: Wanted,
): Promise<FileInfo> {
  const hasSymbols = table.positions.symbol !== undefined;
  const all = hasSymbols ? await table.symbols() : [own];
  const names = wanted === undefined || !hasSymbols ? all.slice(0, MOST_SYMBOLS) : [wanted];
  const symbols: SymbolInfo[] = [];
  for (const name of names) symbols.push(await describeSymbol(name, await open(name)));
  const roles = new Map(COLUMN_ROLES.map((role) => [table.positions[role], role]));
  return {
    name: file.name,
    format: table.format,
    bytes: (await stat(file.path)).size,
    columns: table.header.map((name, position) => ({ name, role: roles.get(position) ?? null })),
    times: table.form,
    rows: (await table.extent()).rows,
    symbols,
  };
}

async function describeSymbol(symbol: string, table: BarTable): Promise<SymbolInfo> {
  const { own: rows, first, last } = await table.extent();
  const spacing = mostCommonSpacing(await table.firstStamps(SPACING_ROWS)) ?? null;
  const least = isDateForm(table.form) ? DAY : 0;
  return { symbol, rows, first, last, spacing: spacing === null ? null : Math.max(spacing, least) };
}

async function filesOf(request: DescribeRequest, effects: LoadEffects): Promise<readonly LocatedFile[]> {
  const { symbol } = request;
  const source = parseSource(request.source);
  if (source.kind === 'generate') return [];
  if (source.kind === 'dataset') {
    return locateFiles(findDataset(source.name).file, source.name, effects.dataDirectory ?? DATA_DIRECTORY);
  }
  const locate = (name: string) => locateFiles(source.path, name, effects.baseDirectory);
  if (symbol !== undefined) return locate(symbol);
  refuseOpenPattern(source.path);
  const symbols = await folderSymbols(source.path, effects);
  if (symbols === null) return locate('');
  return (await Promise.all(symbols.map(locate))).flat();
}

/** Symbols of a folder; null where the path is none. */
async function folderSymbols(path: string, { baseDirectory }: LoadEffects): Promise<string[] | null> {
  const absolute = resolve(baseDirectory, path);
  const found = await stat(absolute).catch(() => undefined);
  return found?.isDirectory() === true ? symbolsOfFolder(absolute, path) : null;
}

function refuseOpenPattern(path: string): void {
  if (!path.includes('{symbol}')) return;
  throw new UserError(`${path} names no files until the symbol is known`, {
    code: 'missing_symbol',
    hint: 'give the symbol, or * in its place',
  });
}

/**
 * Symbols that a source has bars of: those of a column of symbols, else those that files or folders are named after; the
 * name of a data set or of a generator.
 */
export async function symbolsOf(request: DescribeRequest, effects: LoadEffects): Promise<string[]> {
  const source = parseSource(request.source);
  if (source.kind === 'generate') return [source.generator];
  if (source.kind === 'dataset') return [source.name];
  refuseOpenPattern(source.path);
  const named = await folderSymbols(source.path, effects);
  if (named !== null) return named;
  const files = await locateFiles(source.path, '', effects.baseDirectory);
  return withDatabase(async (connection) => {
    const names = new Set<string>();
    for (const file of files) {
      effects.signal?.throwIfAborted();
      const table = await openTable(connection, file, { ...request, symbol: '' });
      const own =
        table.positions.symbol === undefined
          ? [stemOf(file.name)]
          : await table.symbols().catch(explained(table, effects.signal));
      for (const name of own) names.add(name);
    }
    return [...names].sort();
  }, effects.signal);
}

function stemOf(name: string): string {
  const file = basename(name);
  return file.slice(0, file.length - (endingOf(file)?.length ?? 0));
}
