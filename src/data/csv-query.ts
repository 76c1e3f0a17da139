import type { BarTiming } from './bar-timing.ts';
import type { ColumnPositions, ColumnRole } from './csv-columns.ts';
import type { CsvFile } from './csv-file.ts';
import { type TimeForm, timeSql } from './csv-time.ts';
import { sqlText } from './database.ts';
import type { TimeRange } from './date-range.ts';

/** Columns that hold numbers, in the order in which they are read. */
export const NUMBER_ROLES = ['open', 'high', 'low', 'close', 'volume', 'adjusted_close'] as const;
export type NumberRole = (typeof NUMBER_ROLES)[number];

/** Everything that decides which cells are read and what they mean. */
export interface CsvPlan {
  readonly file: CsvFile;
  readonly positions: ColumnPositions;
  readonly form: TimeForm;
  /** The symbol to filter by, where the file has a symbol column. */
  readonly symbol: string;
  /** Columns to read besides time. */
  readonly numbers: readonly NumberRole[];
}

/**
 * The file as a table of text. Nothing is sniffed: sniffing looks at a part of the file and guesses types from it,
 * and a cell that does not fit would fail the whole scan or turn all prices into text.
 */
export function scanSql(file: CsvFile, options = ''): string {
  const columns = file.header.map((_, i) => `'c${i}': 'VARCHAR'`).join(', ');
  // A bracket class keeps characters of the path from acting as wildcards.
  const path = file.path.replaceAll(/[[*?]/g, '[$&]');
  return `read_csv(${sqlText(path)}, auto_detect = false, header = true, delim = ${sqlText(file.delimiter)},
    quote = '"', escape = '"', hive_partitioning = false, columns = {${columns}}${options})`;
}

/** The cell of a role in `scanSql`. */
export function cellSql(plan: CsvPlan, role: ColumnRole): string {
  return `c${plan.positions[role]}`;
}

export function symbolCondition(plan: CsvPlan): string {
  return plan.positions.symbol === undefined
    ? 'true'
    : `trim(${cellSql(plan, 'symbol')}) = ${sqlText(plan.symbol)}`;
}

/** Keeps the bars that lie wholly in the range, and rows whose time cannot be read, so that they are not lost unseen. */
export function rangeCondition(range: TimeRange, timing: BarTiming): string {
  const first = range.first - timing.shift;
  const last = range.last - timing.shift - timing.interval + 1;
  const conditions = [
    ...(Number.isFinite(first) ? [`t >= ${first}`] : []),
    ...(Number.isFinite(last) ? [`t <= ${last}`] : []),
  ];
  return conditions.length === 0 ? 'true' : `(t is null or (${conditions.join(' and ')}))`;
}

/** Time and numbers of the wanted bars in file order, all DOUBLE; NaN where a cell is not readable. */
export function barsSql(plan: CsvPlan, range: TimeRange, timing: BarTiming): string {
  const cells = plan.numbers.map((role) => `${cellSql(plan, role)} as ${role}_text`);
  const numbers = plan.numbers.map((role) => `coalesce(try_cast(${role}_text as double), 'nan'::double)`);
  return `
    select coalesce(t, 'nan'::double), ${numbers.join(', ')}
    from (select ${timeSql(plan.form, cellSql(plan, 'time'))} as t, ${cells.join(', ')}
          from ${scanSql(plan.file)} where ${symbolCondition(plan)})
    where ${rangeCondition(range, timing)}`;
}

/** The first `limit` times of the wanted symbol in file order. */
export function firstTimesSql(plan: CsvPlan, limit: number): string {
  return `
    select coalesce(${timeSql(plan.form, cellSql(plan, 'time'))}, 'nan'::double)
    from ${scanSql(plan.file)} where ${symbolCondition(plan)} limit ${limit}`;
}

/** One row: rows of the file, rows of the symbol, its first and last time. */
export function extentSql(plan: CsvPlan): string {
  const own = symbolCondition(plan);
  const time = timeSql(plan.form, cellSql(plan, 'time'));
  return `
    select count(*)::double, (count(*) filter (${own}))::double,
      coalesce(min(${time}) filter (${own}), 'nan'::double), coalesce(max(${time}) filter (${own}), 'nan'::double)
    from ${scanSql(plan.file)}`;
}
