import { z } from 'zod';
import { parseParams } from '../foundation/parse-params.ts';
import type { BarSeries } from '../market/bar-series.ts';
import { DATA_DIRECTORY, findDataset } from './catalogue.ts';
import { outsideRange, sliceRange, timeRange } from './date-range.ts';
import { generateBarsInTurns } from './generate-bars.ts';
import { intervalSchema } from './interval.ts';
import { readCsv } from './read-csv.ts';
import { parseSource } from './source.ts';

const date = z.iso.date({ error: 'must be a date like 2008-09-15' });
const columnName = z.string().min(1);

/** What to load; one entry under `data:` in YAML. */
export const loadRequestSchema = z.strictObject({
  symbol: z
    .string()
    .min(1, 'must not be empty')
    .describe('what the bars are of; picks the rows where a file holds several'),
  source: z
    .string()
    .min(1, 'must not be empty')
    .describe('dataset:<name>, generate:<kind>?bars=1000&seed=7, or the path of a CSV file'),
  from: date.optional().describe('first date, included (UTC)'),
  to: date.optional().describe('last date, included (UTC)'),
  columns: z
    .strictObject({
      time: columnName,
      open: columnName,
      high: columnName,
      low: columnName,
      close: columnName,
      volume: columnName.nullable(),
      adjusted_close: columnName.nullable(),
      symbol: columnName.nullable(),
    })
    .partial()
    .optional()
    .describe('names of columns that do not go by a usual one; null for one that is not to be used'),
  stamp: z.enum(['start', 'end']).default('start').describe('which end of a bar its time in the file is'),
  interval: intervalSchema
    .optional()
    .describe(
      'length of a bar, such as 5m; a day for dates, else the most common spacing of the times in the file',
    ),
  adjusted: z.boolean().default(false).describe('scale prices by adjusted close / close'),
});

export type LoadRequest = z.input<typeof loadRequestSchema>;

/** What loading needs of the outside world. */
export interface LoadEffects {
  /** Relative paths of files start here. */
  readonly baseDirectory: string;
  /** Where the files of `dataset:` sources stand; the project's own data folder by default. */
  readonly dataDirectory?: string;
  /** Ends the loading: it rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/**
 * The bars of one symbol. Mistakes in the request or in the file are UserErrors; those in rows carry a table of the
 * first ten as `excerpt`. Nothing is read from the network and no handle stays open; loads may run concurrently.
 */
export async function loadBars(request: LoadRequest, effects: LoadEffects): Promise<BarSeries> {
  const { signal } = effects;
  const { symbol, source: text, from, to, ...options } = parseParams('data', loadRequestSchema, request);
  const source = parseSource(text);
  if (source.kind === 'file') {
    return readCsv({ symbol, path: source.path, from, to, ...options }, effects.baseDirectory, signal);
  }
  if (source.kind === 'dataset') {
    const { file } = findDataset(source.name);
    // A data set has no symbol column: it may be called as the user likes.
    return readCsv(
      { symbol, path: file, label: text, from, to, ...options },
      effects.dataDirectory ?? DATA_DIRECTORY,
      signal,
    );
  }
  const range = timeRange(from, to);
  const all = await generateBarsInTurns({ ...source.params, symbol, kind: source.generator }, signal);
  const bars = sliceRange(all, range);
  if (bars.length > 0) return bars;
  throw outsideRange(symbol, text, { from, to }, all.openTime[0], all.openTime[all.length - 1]);
}
