import type { DuckDBConnection } from '@duckdb/node-api';
import { nameHint, nearestName } from '../foundation/nearest-name.ts';
import { UserError } from '../foundation/user-error.ts';
import { BarSeries } from '../market/bar-series.ts';
import { scaleToAdjustedClose } from './adjust.ts';
import { applyTiming, type BarTiming, barTiming, type Stamp } from './bar-timing.ts';
import { areValidBars } from './check-bars.ts';
import { type ColumnMapping, findColumns } from './csv-columns.ts';
import { openCsv } from './csv-file.ts';
import { explainBadRows, explainMalformed } from './csv-problems.ts';
import {
  barsSql,
  type CsvPlan,
  cellSql,
  extentSql,
  firstTimesSql,
  NUMBER_ROLES,
  type NumberRole,
  scanSql,
} from './csv-query.ts';
import { findTimeForm, isDateForm } from './csv-time.ts';
import { pourColumns, withDatabase } from './database.ts';
import { outsideRange, timeRange } from './date-range.ts';
import { DAY, intervalMs, mostCommonSpacing } from './interval.ts';

/** Enough to tell the spacing of bars, and the same whatever range is asked for. */
const SPACING_ROWS = 10_000;

export interface CsvRequest {
  readonly symbol: string;
  /** The file, relative to the base directory or absolute; named like this in messages. */
  readonly path: string;
  /** What to call the source in messages, when not by its path. */
  readonly label?: string;
  readonly from?: string;
  readonly to?: string;
  readonly columns?: ColumnMapping;
  readonly stamp?: Stamp;
  readonly interval?: string;
  readonly adjusted?: boolean;
}

/** Reads the bars of one symbol from a CSV file. Every mistake in the file or the request is a UserError. */
export async function readCsv(
  request: CsvRequest,
  baseDirectory: string,
  signal?: AbortSignal,
): Promise<BarSeries> {
  const range = timeRange(request.from, request.to);
  const plan = await planCsv(request, baseDirectory);
  return withDatabase(async (connection) => {
    try {
      const timing = await findTiming(connection, plan, request);
      const { series, adjustedClose } = await pourBars(connection, barsSql(plan, range, timing), plan);
      if (series.length === 0) throw await explainNoBars(connection, plan, request, timing);
      const hasVolume = plan.numbers.includes('volume');
      if (
        !areValidBars(series, hasVolume) ||
        !adjustedClose.every((price) => price > 0 && Number.isFinite(price))
      ) {
        throw await explainBadRows(connection, plan, range, timing);
      }
      if (!hasVolume) series.volume.fill(Number.NaN);
      if (request.adjusted === true) scaleToAdjustedClose(series, adjustedClose);
      applyTiming(series, timing);
      return series;
    } catch (failure) {
      signal?.throwIfAborted();
      // The engine's name for a table that is not well formed; anything else it throws is a bug of ours.
      if (!(failure instanceof Error && failure.message.startsWith('Invalid Input Error'))) throw failure;
      throw await explainMalformed(connection, plan, failure);
    }
  }, signal);
}

async function planCsv(request: CsvRequest, baseDirectory: string): Promise<CsvPlan> {
  const file = await openCsv(request.path, baseDirectory);
  const positions = findColumns(file, request.columns);
  if (file.sample.length === 0)
    throw new UserError(`${file.name} has a header but no rows`, { code: 'no_rows' });
  if (request.adjusted === true && positions.adjusted_close === undefined) {
    throw new UserError(`${file.name} has no adjusted close to adjust prices by`, {
      code: 'missing_column',
      hint: 'leave adjusted out, or name the column with columns: { adjusted_close: … }',
    });
  }
  const times = file.sample.map((cells) => cells[positions.time ?? 0] ?? '');
  return {
    file,
    positions,
    // Where no cell is a time, every row is listed as what it should have been.
    form: findTimeForm(times) ?? 'date',
    symbol: request.symbol,
    numbers: NUMBER_ROLES.filter(
      (role) => positions[role] !== undefined && (role !== 'adjusted_close' || request.adjusted === true),
    ),
  };
}

async function findTiming(
  connection: DuckDBConnection,
  plan: CsvPlan,
  request: CsvRequest,
): Promise<BarTiming> {
  const stamp = request.stamp ?? 'start';
  if (request.interval !== undefined) return barTiming(plan.form, stamp, intervalMs(request.interval));
  if (isDateForm(plan.form)) return barTiming(plan.form, stamp, DAY);
  let times = new Float64Array(0);
  await pourColumns(connection, firstTimesSql(plan, SPACING_ROWS), (rows) => {
    times = new Float64Array(rows);
    return [times];
  });
  const spacing = mostCommonSpacing(times);
  if (spacing !== undefined) return barTiming(plan.form, stamp, spacing);
  // Bad or no rows at all are told as such by what follows; a single good bar is a question to the user.
  if (times.length === 1 && !Number.isNaN(times[0])) {
    throw new UserError(
      `${plan.file.name} has a single bar of ${plan.symbol}, which does not tell how long it is`,
      {
        code: 'unknown_interval',
        hint: 'give its interval, such as 1m',
      },
    );
  }
  return barTiming(plan.form, stamp, DAY);
}

async function pourBars(connection: DuckDBConnection, sql: string, plan: CsvPlan) {
  let series = BarSeries.allocate(plan.symbol, 0);
  let adjustedClose = new Float64Array(0);
  await pourColumns(connection, sql, (rows) => {
    series = BarSeries.allocate(plan.symbol, rows);
    if (plan.numbers.includes('adjusted_close')) adjustedClose = new Float64Array(rows);
    const column = (role: NumberRole) => (role === 'adjusted_close' ? adjustedClose : series[role]);
    return [series.openTime, ...plan.numbers.map(column)];
  });
  return { series, adjustedClose };
}

async function explainNoBars(
  connection: DuckDBConnection,
  plan: CsvPlan,
  request: CsvRequest,
  timing: BarTiming,
): Promise<UserError> {
  const extent = [0, 1, 2, 3].map(() => new Float64Array(1));
  await pourColumns(connection, extentSql(plan), () => extent);
  const [rows, own, first, last] = extent.map(([value]) => value);
  const label = request.label ?? request.path;
  if (rows === 0) return new UserError(`${label} has a header but no rows`, { code: 'no_rows' });
  if (own > 0) return outsideRange(plan.symbol, label, request, first + timing.shift, last + timing.shift);
  const symbol = cellSql(plan, 'symbol');
  const reader = await connection.runAndReadAll(
    `select distinct trim(${symbol}) as s from ${scanSql(plan.file)} where trim(${symbol}) <> '' order by s`,
  );
  const names = reader.getRowsJS().map(([name]) => name as string);
  return new UserError(`${label} has no symbol "${plan.symbol}"`, {
    code: 'unknown_symbol',
    hint:
      nearestName(plan.symbol, names) === undefined && names.length > 20
        ? `it has ${names.length} others`
        : nameHint(plan.symbol, names),
  });
}
