import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { UserError } from '../../foundation/user-error.ts';
import { writeWhole } from '../../foundation/write-whole.ts';
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
  try {
    const write = async (partial: string) => {
      await mkdir(dirname(path), { recursive: true });
      await writeFormat(format, partial, series, signal);
      signal?.throwIfAborted();
    };
    await writeWhole(path, write, shown);
  } catch (error) {
    // Writers have words of their own for it, which would hide that somebody wanted this.
    signal?.throwIfAborted();
    throw error;
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
