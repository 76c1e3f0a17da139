import type { TradingCalendar } from '../calendars/trading-calendar.ts';
import { UserError } from '../foundation/user-error.ts';
import { BarSeries } from '../market/bar-series.ts';
import { withDatabase } from './database.ts';
import { timeRange } from './date-range.ts';
import { explainNoBars } from './explain-no-bars.ts';
import type { BarTable, NumberRole, StampRange } from './files/bar-table.ts';
import type { ColumnMapping } from './files/columns.ts';
import type { LocatedFile } from './files/locate-files.ts';
import { openTable } from './files/open-table.ts';
import { DAY, intervalMs, mostCommonSpacing } from './interval.ts';
import { areValidBars } from './quality/check-bars.ts';
import { isStrict, type QualityPolicies } from './quality/policies.ts';
import { joinRows, PRICES, type RawBars } from './quality/raw-bars.ts';
import type { LoadedBars } from './quality/report.ts';
import { type Adjustment, adjustmentRoles, adjustSeries } from './shape/adjustment.ts';
import {
  applyTiming,
  type BarTiming,
  barTiming,
  momentsOf,
  type Stamp,
  stampRange,
} from './times/bar-timing.ts';
import { isDateForm, isWallForm } from './times/time-form.ts';
import { ZoneClock } from './times/zone-clock.ts';
import { useRows } from './use-rows.ts';

/** Enough to tell the spacing of bars, and the same whatever range is asked for. */
const SPACING_ROWS = 10_000;
/** Files that are read side by side: the engine has threads of its own. */
const AT_ONCE = 4;

export interface FileRequest {
  readonly symbol: string;
  /** What to call the source in messages. */
  readonly label: string;
  readonly from?: string;
  readonly to?: string;
  readonly columns?: ColumnMapping;
  readonly stamp?: Stamp;
  /** Length of a bar that is wanted. */
  readonly interval?: string;
  /** IANA name; whose clocks times without a zone were read from, and whose days are meant. */
  readonly timezone?: string;
  readonly dateFormat?: string;
  readonly adjust: Adjustment;
  readonly corporateActions: Adjustment;
  readonly carryActions?: boolean;
  /** Says which bars are to be expected. */
  readonly calendar: TradingCalendar | null;
  readonly quality: QualityPolicies;
}

/** The bars of one symbol in files that exist, as long as they are there. Every mistake in a file or the request is a UserError. */
export async function readFiles(
  request: FileRequest,
  files: readonly LocatedFile[],
  signal?: AbortSignal,
): Promise<LoadedBars> {
  const range = timeRange(request.from, request.to);
  return withDatabase(async (connection) => {
    const tables = await inBatches(files, (file) => openTable(connection, file, request));
    const holding = await ofSymbol(tables, request.symbol);
    return readTables(request, range, holding, signal);
  }, signal);
}

async function readTables(
  request: FileRequest,
  range: StampRange,
  tables: readonly BarTable[],
  signal: AbortSignal | undefined,
): Promise<LoadedBars> {
  const { symbol, quality } = request;
  const roles = rolesOf(tables, request);
  const timing = await findTiming(tables, request);
  const read = async (withRows: boolean): Promise<RawBars> =>
    joinRows(
      await inBatches(tables, async (table) => {
        const bounds = stampRange(range, table.form, timing);
        return { table, rows: await table.read(roles, bounds, withRows).catch(explained(table, signal)) };
      }),
      roles,
    );
  const strict = isStrict(quality);
  const raw = await read(!strict);
  if (raw.length === 0) throw await explainNoBars(tables, request, timing);
  const form = tables[0].form;
  const moments = momentsOf(raw.stamps, form, timing);
  if (strict) {
    const series = seriesOf(symbol, raw, moments);
    const hasVolume = raw.numbers.volume !== undefined;
    const extras = Object.entries(raw.numbers).filter(([role]) => !(role in series));
    if (areValidBars(series, hasVolume) && extras.every(([role, column]) => areUsable(role, column))) {
      adjustSeries(series, raw.numbers, request);
      applyTiming(series, timing);
      const report = { symbol, files: tables.map(({ name }) => name), rows: raw.length, bars: raw.length };
      return { series, report: { ...report, synthetic: 0, flagged: 0, checks: [] } };
    }
  }
  // Reading carried neither row numbers nor texts: what is wrong is looked for in a second reading.
  const numbered = strict ? await read(true) : raw;
  const used = await useRows(numbered, momentsOf(numbered.stamps, form, timing), { ...request, timing });
  if (strict) throw new Error(`${request.label}: bars are invalid, but no row is`);
  return used;
}

/** The tables that have the symbol, all of one form; all of them where none has it, for the message. */
async function ofSymbol(tables: readonly BarTable[], symbol: string): Promise<readonly BarTable[]> {
  const [first] = tables;
  const differing = tables.find((table) => isWallForm(table.form) !== isWallForm(first.form));
  if (differing !== undefined) {
    throw new UserError(
      `${first.name} and ${differing.name} write their times in different ways: one with a zone, one without`,
      { code: 'mixed_times', hint: 'read them as two sources' },
    );
  }
  if (tables.length === 1 || tables.every(({ positions }) => positions.symbol === undefined)) return tables;
  const held = await inBatches(
    tables,
    async (table) => table.positions.symbol === undefined || (await table.symbols()).includes(symbol),
  );
  const own = tables.filter((_, i) => held[i]);
  return own.length === 0 ? tables : own;
}

function rolesOf(tables: readonly BarTable[], request: FileRequest): NumberRole[] {
  const has = (role: NumberRole) => tables.every(({ positions }) => positions[role] !== undefined);
  return [
    ...PRICES,
    ...(has('volume') ? (['volume'] as const) : []),
    ...adjustmentRoles(request, has, request.label),
  ];
}

/** Split and dividend are checked here as `checkRows` does it; the columns of a series are by `areValidBars`. */
function areUsable(role: string, column: Float64Array): boolean {
  return column.every(
    (value) => (role === 'adjusted_close' ? value > 0 : value >= 0) && Number.isFinite(value),
  );
}

function seriesOf(symbol: string, { length, numbers }: RawBars, moments: Float64Array): BarSeries {
  const { open, high, low, close, volume } = numbers as Record<string, Float64Array>;
  return BarSeries.fromColumns(symbol, length, { openTime: moments, open, high, low, close, volume });
}

async function findTiming(tables: readonly BarTable[], request: FileRequest): Promise<BarTiming> {
  const { stamp = 'start', interval: wanted, symbol } = request;
  const clock = new ZoneClock(request.timezone ?? 'UTC');
  const { form } = tables[0];
  const timing = (interval: number) => barTiming(form, stamp, interval, clock);
  if (wanted === undefined && isDateForm(form)) return timing(DAY);
  let stamps = new Float64Array(0);
  for (const table of tables) {
    if (stamps.length < 3)
      stamps = Float64Array.of(
        ...stamps,
        ...(await table.firstStamps(SPACING_ROWS).catch(explained(table, undefined))),
      );
  }
  const spacing = mostCommonSpacing(stamps);
  // Bars may be rarer than they are long; where they are closer together than what is wanted, they are parts of it.
  if (wanted !== undefined) return timing(Math.min(spacing ?? Number.POSITIVE_INFINITY, intervalMs(wanted)));
  if (spacing !== undefined) return timing(spacing);
  // Bad or no rows at all are told as such by what follows; a single good bar is a question to the user.
  if (stamps.length === 1 && !Number.isNaN(stamps[0])) {
    throw new UserError(
      `${request.label} has a single bar of ${symbol}, which does not tell how long it is`,
      {
        code: 'unknown_interval',
        hint: 'give its interval, such as 1m',
      },
    );
  }
  return timing(DAY);
}

/** What the engine failed on in a table, in words of the user's. */
export function explained(
  table: BarTable,
  signal: AbortSignal | undefined,
): (failure: unknown) => Promise<never> {
  return async (failure) => {
    signal?.throwIfAborted();
    throw (await table.explain(failure)) ?? failure;
  };
}

async function inBatches<A, B>(items: readonly A[], work: (item: A) => Promise<B>): Promise<B[]> {
  const results: B[] = [];
  for (let from = 0; from < items.length; from += AT_ONCE) {
    results.push(...(await Promise.all(items.slice(from, from + AT_ONCE).map(work))));
  }
  return results;
}
