import { createHash } from 'node:crypto';
import { DAY } from '../data/interval.ts';
import { type LoadedBars, loadSource } from '../data/load-bars.ts';
import { parseSource, type Source } from '../data/source.ts';
import { inTurns } from '../foundation/in-turns.ts';
import { UserError } from '../foundation/user-error.ts';
import { BAR_FIELDS, type BarSeries } from '../market/bar-series.ts';
import { timeRangeOf } from './config/moment.ts';
import type { DataConfig } from './config/workflow-config.ts';

/** The bars of one `data:` entry. Rejects with the signal's reason when it is aborted. */
export async function loadMarketData(
  entry: DataConfig,
  baseDirectory: string,
  seed: number,
  signal?: AbortSignal,
): Promise<LoadedBars> {
  const { symbol, source: written, from, to, dateFormat } = entry;
  const { columns, stamp, interval, anchor, partial, timezone, adjust, corporateActions, calendar, quality } =
    entry;
  const reading = { columns, stamp, interval, anchor, partial, timezone, adjust, calendar, quality };
  const source = sourceOf(written, seed);
  const { series, report } = await loadSource(
    {
      ...reading,
      symbol,
      source,
      label: typeof written === 'string' ? written : written.type,
      from: dateOf(from, -1, timezone),
      to: dateOf(to, 1, timezone),
      date_format: dateFormat,
      corporate_actions: corporateActions,
    },
    { baseDirectory, signal },
  );
  const bars = barsWithin(series, entry);
  return { series: bars, report: bars === series ? report : { ...report, bars: bars.length } };
}

/** Generated bars follow the run's seed unless they were given one of their own. */
function sourceOf(source: DataConfig['source'], seed: number): Source {
  if (typeof source === 'string') return parseSource(source);
  const { type, ...params } = source;
  return { kind: 'generate', generator: type, params: { seed, ...params } };
}

/** The day of a moment, or the day before or after it where the days of a time zone begin at other moments. */
function dateOf(text: string | undefined, days: -1 | 1, timezone: string | undefined): string | undefined {
  if (text === undefined || text.length === 10 || timezone === undefined) return text?.slice(0, 10);
  return new Date(Date.parse(text) + days * DAY).toISOString().slice(0, 10);
}

/** SHA-256 in hex of all bars, in the order of the series given. */
export function hashMarketData(series: readonly BarSeries[], signal?: AbortSignal): Promise<string> {
  return inTurns(hashing(series), signal);
}

/** Bytes between two turns: some milliseconds of work. */
const HASH_STEP = 1 << 20;

function* hashing(series: readonly BarSeries[]): Generator<void, string> {
  const hash = createHash('sha256');
  for (const bars of series) {
    hash.update(`${bars.symbol}:${bars.length};`);
    // Data without any keeps the hash that it always had.
    if (bars.actions.length > 0) hash.update(JSON.stringify(bars.actions));
    for (const name of ['openTime', 'closeTime', ...BAR_FIELDS, 'flags'] as const) {
      const { buffer, byteOffset, byteLength } = bars[name];
      const bytes = new Uint8Array(buffer, byteOffset, byteLength);
      for (let from = 0; from < byteLength; from += HASH_STEP) {
        // The hash does not take shared memory, so it gets copies.
        hash.update(bytes.slice(from, from + HASH_STEP));
        yield;
      }
    }
  }
  return hash.digest('hex');
}

/**
 * Bars that lie wholly in the entry's range, whose ends may be times of day; the same object when that is all of them.
 *
 * @throws UserError when there are none.
 */
export function barsWithin(bars: BarSeries, entry: DataConfig): BarSeries {
  const { from, to } = timeRangeOf(entry);
  let first = 0;
  let end = bars.length;
  while (first < end && bars.openTime[first] < from) first++;
  while (end > first && bars.closeTime[end - 1] > to) end--;
  if (first === end) {
    throw new UserError(
      `${entry.symbol} has no bars from ${entry.from ?? 'the start'} to ${entry.to ?? 'the end'}`,
      {
        code: 'empty_range',
      },
    );
  }
  return first === 0 && end === bars.length ? bars : bars.slice(first, end);
}
