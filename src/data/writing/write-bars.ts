import { randomBytes } from 'node:crypto';
import { mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { UserError } from '../../foundation/user-error.ts';
import type { BarSeries } from '../../market/bar-series.ts';
import { arrowOfBars } from './arrow-of-bars.ts';
import { formatBarsCsv } from './format-csv.ts';
import { writeParquet } from './write-parquet.ts';

/** Formats that bars are written in, by the endings of files. */
const FORMATS = {
  '.csv': 'csv',
  '.csv.gz': 'csv.gz',
  '.parquet': 'parquet',
  '.pq': 'parquet',
  '.arrow': 'arrow',
  '.feather': 'arrow',
  '.ipc': 'arrow',
} as const;
export type BarFormat = (typeof FORMATS)[keyof typeof FORMATS];

/** The format that a file of that name is written in. @throws UserError for an ending that is none. */
export function formatOf(name: string): BarFormat {
  const ending = Object.keys(FORMATS)
    .sort((a, b) => b.length - a.length)
    .find((one) => name.toLowerCase().endsWith(one));
  if (ending !== undefined) return FORMATS[ending as keyof typeof FORMATS];
  throw new UserError(`${name}: the ending of a file says how it is written, and this one says nothing`, {
    code: 'unknown_format',
    hint: `one of ${Object.keys(FORMATS).join(', ')}`,
  });
}

/**
 * Writes bars into one file, whole or not at all: beside its place first, then renamed. Several series get a column of
 * symbols. Synthetic bars are left out: they were not in the data.
 *
 * @param shown the path as the user gave it.
 * @throws UserError when it cannot be written there; the reason of the signal when it is aborted.
 */
export async function writeBars(
  path: string,
  series: readonly BarSeries[],
  { shown = path, signal }: { readonly shown?: string; readonly signal?: AbortSignal } = {},
): Promise<void> {
  const format = formatOf(shown);
  const partial = join(dirname(path), `.${basename(path)}.${randomBytes(4).toString('hex')}.partial`);
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFormat(format, partial, series, signal);
    signal?.throwIfAborted();
    const file = await open(partial, 'r');
    try {
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true });
    // Writers have words of their own for it, which would hide that somebody wanted this.
    signal?.throwIfAborted();
    throw refusal(error, shown);
  }
}

async function writeFormat(
  format: BarFormat,
  path: string,
  series: readonly BarSeries[],
  signal: AbortSignal | undefined,
): Promise<void> {
  switch (format) {
    case 'csv':
      await writeFile(path, formatBarsCsv(...series), { signal });
      return;
    case 'csv.gz':
      await writeFile(path, await promisify(gzip)(formatBarsCsv(...series)), { signal });
      return;
    case 'arrow':
      await writeFile(path, arrowOfBars(series), { signal });
      return;
    case 'parquet':
      await writeParquet(path, series, signal);
  }
}

function refusal(error: unknown, shown: string): unknown {
  const { code } = error as NodeJS.ErrnoException;
  const why = WHY[code ?? ''];
  if (why === undefined) return error;
  return new UserError(`${shown} cannot be written: ${why}`, { code: 'cannot_write', cause: error });
}

const WHY: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'permission denied',
  EISDIR: 'a folder stands there',
  ENOTDIR: 'a file stands where a folder would have to be',
  EEXIST: 'a file stands where a folder would have to be',
  ENOSPC: 'the disk is full',
};
