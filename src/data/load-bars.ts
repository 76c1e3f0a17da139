import { makeCalendar } from '../calendars/given-calendar.ts';
import type { TradingCalendar } from '../calendars/trading-calendar.ts';
import { parseParams } from '../foundation/parse-params.ts';
import { UserError } from '../foundation/user-error.ts';
import { type BarSeries, FLAGGED_BAR, SYNTHETIC_BAR } from '../market/bar-series.ts';
import { DATA_DIRECTORY, findDataset } from './catalogue.ts';
import { outsideRange, sliceRange, timeRange } from './date-range.ts';
import { locateFiles } from './files/locate-files.ts';
import { generateBarsInTurns } from './generate-bars.ts';
import { intervalMs, MINUTE } from './interval.ts';
import { type CheckedRequest, type LoadRequest, loadRequestSchema } from './load-request.ts';
import { STRICT } from './quality/policies.ts';
import type { LoadedBars, QualityReport } from './quality/report.ts';
import { readFiles } from './read-files.ts';
import { resample } from './shape/resample.ts';
import { barsInSessions } from './shape/sessions.ts';
import { parseSource, type Source } from './source.ts';
import { checkTimeZone, ZoneClock } from './times/zone-clock.ts';

export { type LoadRequest, loadRequestSchema } from './load-request.ts';
export type { LoadedBars, QualityReport } from './quality/report.ts';

/** What loading needs of the outside world. */
export interface LoadEffects {
  /** Relative paths of files start here. */
  readonly baseDirectory: string;
  /** Where the files of `dataset:` sources stand; the project's own data folder by default. */
  readonly dataDirectory?: string;
  /** Ends the loading: it rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

export interface LoadOptions {
  /** Keeps splits and dividends that prices are not adjusted for as `actions` of the series, unchecked: for who writes the bars on. */
  readonly carryActions?: boolean;
}

/**
 * The bars of one symbol. Nothing is read from the network and no handle stays open; loads may run concurrently.
 *
 * @throws UserError for mistakes in the request or in the file; for those in rows with a table of the first ten as `excerpt`.
 */
export async function loadBars(request: LoadRequest, effects: LoadEffects): Promise<BarSeries> {
  return (await loadCheckedBars(request, effects)).series;
}

/**
 * The same bars, with the report on their quality.
 *
 * @throws UserError as `loadBars` does.
 */
export async function loadCheckedBars(
  request: LoadRequest,
  effects: LoadEffects,
  { carryActions }: LoadOptions = {},
): Promise<LoadedBars> {
  const { source, ...checked } = parseParams('data', loadRequestSchema, request);
  return loadSource({ ...checked, source: parseSource(source), label: source, carryActions }, effects);
}

/** A request that was checked, with its source taken apart. */
export interface SourceRequest extends Omit<CheckedRequest, 'source'>, LoadOptions {
  readonly source: Source;
  /** What to call the source in messages. */
  readonly label: string;
}

/** Like `loadCheckedBars`, for a request that was checked before. */
export async function loadSource(request: SourceRequest, effects: LoadEffects): Promise<LoadedBars> {
  const { interval, timezone } = request;
  if (timezone !== undefined) checkTimeZone(timezone);
  const calendar = request.calendar === undefined ? null : makeCalendar(request.calendar);
  if (calendar !== null) checkTimeZone(calendar.timeZone);
  const all = await readSource(request, calendar, effects);
  const read =
    request.calendar?.outside === 'drop' && calendar !== null ? ofSessions(request, calendar, all) : all;
  const { series, report } = read;
  if (interval === undefined) return read;
  if (series.closeTime[0] + 1 - series.openTime[0] === intervalMs(interval)) return read;
  return withBars(resampled(request, interval, series), report);
}

function withBars(series: BarSeries, report: QualityReport): LoadedBars {
  const { symbol, synthetic, flagged } = emptyReport(series);
  return { series, report: { ...report, symbol, bars: series.length, synthetic, flagged } };
}

function ofSessions(
  request: SourceRequest,
  calendar: TradingCalendar,
  { series, report }: LoadedBars,
): LoadedBars {
  const bars = barsInSessions(series, calendar, new ZoneClock(request.timezone ?? 'UTC'));
  if (bars.length > 0) return withBars(bars, report);
  throw new UserError(`no bar of ${request.symbol} begins in a session of ${calendar.name}`, {
    code: 'range_outside_data',
    hint: `sessions are by the clocks of ${calendar.timeZone}; what zone are the times in?`,
  });
}

async function readSource(
  request: SourceRequest,
  calendar: TradingCalendar | null,
  effects: LoadEffects,
): Promise<LoadedBars> {
  const { source, symbol, date_format: dateFormat, quality = STRICT, ...options } = request;
  const { adjust = 'none', corporate_actions: corporateActions = 'none' } = request;
  const { signal } = effects;
  if (source.kind === 'generate') return generated(request, source, signal);
  const reading = { ...options, symbol, dateFormat, adjust, corporateActions, calendar, quality };
  // A data set has no symbol column: it may be called as the user likes.
  const [path, base] =
    source.kind === 'file'
      ? [source.path, effects.baseDirectory]
      : [findDataset(source.name).file, effects.dataDirectory ?? DATA_DIRECTORY];
  return readFiles(reading, await locateFiles(path, symbol, base), signal);
}

async function generated(
  request: SourceRequest,
  source: Source & { kind: 'generate' },
  signal: AbortSignal | undefined,
): Promise<LoadedBars> {
  const { symbol, label, from, to } = request;
  refuseFileKeys(request);
  const all = await generateBarsInTurns({ ...source.params, symbol, kind: source.generator }, signal);
  const bars = sliceRange(all, zonedRange(request));
  if (bars.length === 0)
    throw outsideRange(symbol, label, { from, to }, all.openTime[0], all.openTime[all.length - 1]);
  return { series: bars, report: { ...emptyReport(bars), rows: bars.length } };
}

/** Bars that are made have no columns or stamps that one could be mistaken about. */
function refuseFileKeys(request: SourceRequest): void {
  const { columns, stamp, date_format, adjust, corporate_actions, quality, label } = request;
  const given: Readonly<Record<string, unknown>> = {
    columns,
    stamp,
    date_format,
    adjust,
    corporate_actions,
    quality,
  };
  const key = Object.keys(given).find((name) => given[name] !== undefined);
  if (key === undefined) return;
  throw new UserError(`${key} is for files, and ${label} is none`, {
    code: 'unused_key',
    hint: `leave ${key} out`,
  });
}

function resampled(request: SourceRequest, interval: string, series: BarSeries): BarSeries {
  const { anchor, partial, timezone, symbol, label } = request;
  const [hour, minute] = (anchor ?? '00:00').split(':').map(Number);
  const bars = resample(series, {
    interval: intervalMs(interval),
    clock: new ZoneClock(timezone ?? 'UTC'),
    anchor: (hour * 60 + minute) * MINUTE,
    keepPartial: partial === 'keep',
  });
  const whole = sliceRange(bars, zonedRange(request));
  if (whole.length > 0) return whole;
  throw new UserError(`no whole bar of ${symbol} is ${interval} long: ${label} has too little`, {
    code: 'range_outside_data',
    hint: bars.length === 0 ? 'partial: keep takes a bar that the data does not end' : undefined,
  });
}

/** The range of dates in UTC milliseconds, by the days of the time zone. */
function zonedRange({ from, to, timezone }: SourceRequest) {
  const { first, last } = timeRange(from, to);
  const clock = new ZoneClock(timezone ?? 'UTC');
  const edge = (wall: number) => (Number.isFinite(wall) ? clock.nearestMoment(wall) : wall);
  return { first: edge(first), last: edge(last + 1) - 1 };
}

function emptyReport({ symbol, length, flags }: BarSeries): QualityReport {
  const count = (bit: number) => flags.reduce((sum, flag) => sum + ((flag & bit) === 0 ? 0 : 1), 0);
  return {
    symbol,
    files: [],
    rows: 0,
    bars: length,
    synthetic: count(SYNTHETIC_BAR),
    flagged: count(FLAGGED_BAR),
    checks: [],
  };
}
