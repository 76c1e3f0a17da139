import type { DuckDBConnection } from '@duckdb/node-api';
import { UserError } from '../foundation/user-error.ts';
import type { BarTiming } from './bar-timing.ts';
import { lineNumbers, linesAtBytes } from './csv-lines.ts';
import {
  type CsvPlan,
  cellSql,
  type NumberRole,
  rangeCondition,
  scanSql,
  symbolCondition,
} from './csv-query.ts';
import { TIME_EXAMPLES, TIME_FORMS, timeSql } from './csv-time.ts';
import type { TimeRange } from './date-range.ts';
import { type RowProblem, rowProblems, SHOWN_ROWS } from './row-problems.ts';

/** A row as the query below gives it: texts as they stand, numbers as read (null where they cannot be). */
type BadRow = Readonly<Record<string, string | number | null>>;

/**
 * Finds the rows that `areValidBars` objects to, by the same rules in SQL, and says what is wrong with each. Only run
 * when something is wrong: reading itself carries neither row numbers nor texts.
 */
export async function explainBadRows(
  connection: DuckDBConnection,
  plan: CsvPlan,
  range: TimeRange,
  timing: BarTiming,
): Promise<UserError> {
  const rows = await queryRows(connection, badRowsSql(plan, range, timing));
  if (rows.length === 0) throw new Error(`${plan.file.name}: bars are invalid, but no row is`);
  const lines = await lineNumbers(
    plan.file.path,
    rows.map((row) => Number(row.n)),
  );
  const problems = rows.map((row, i) => describe(plan, row, lines[i]));
  return rowProblems(plan.file.name, problems, Number(rows[0].total), hintFor(rows));
}

/** What the scan of a file that is no well-formed table failed on: rows with too many or too few cells, open quotes. */
export async function explainMalformed(
  connection: DuckDBConnection,
  plan: CsvPlan,
  failure: Error,
): Promise<UserError> {
  const { file } = plan;
  const rejecting = scanSql(file, ', ignore_errors = true, store_rejects = true');
  // Only cells that are read are looked into, so all are.
  const all = file.header.map((_, i) => `count(c${i})`).join(', ');
  const scanned = await connection.run(`select ${all} from ${rejecting}`).catch(() => undefined);
  const rows =
    scanned === undefined
      ? []
      : await queryRows(
          connection,
          // Its line numbers miss line breaks inside quotes; its byte positions (from 1) are right.
          // A row with several cells too few is rejected once for each of them, the first with the true count.
          `select any_value(line_byte_position)::double as place, any_value(error_type)::varchar as kind, any_value(csv_line) as csv_line,
             min_by(error_message, column_idx) as error_message, (count(*) over ())::double as total
           from reject_errors group by line_byte_position order by place limit ${SHOWN_ROWS}`,
        );
  if (rows.length === 0) {
    const reason = failure.message.replace(/^Invalid Input Error: /, '').split('\n')[0];
    return new UserError(`${file.name} cannot be read as CSV: ${reason}`, {
      code: 'bad_csv',
      hint: 'are its line endings mixed?',
      cause: failure,
    });
  }
  const lines = await linesAtBytes(
    file.path,
    rows.map((row) => Number(row.place)),
  );
  const problems = rows.map((row, i): RowProblem => {
    const problem = malformation(String(row.kind), String(row.error_message), file.header.length);
    return { line: lines[i], column: '', value: String(row.csv_line ?? '').trim(), problem };
  });
  return rowProblems(file.name, problems, Number(rows[0].total));
}

function malformation(kind: string, message: string, columns: number): string {
  if (kind === 'UNQUOTED VALUE') return 'has a quote that is not closed';
  if (kind === 'INVALID ENCODING') return 'is not UTF-8';
  const cells = /Found: ([0-9]+)/.exec(message)?.[1];
  if (cells === undefined) return `is malformed: ${kind.toLowerCase()}`;
  return `has ${cells} ${cells === '1' ? 'cell' : 'cells'}, the header has ${columns}`;
}

function hintFor(rows: readonly BadRow[]): string | undefined {
  if (rows[0].t === null && !isEmpty(rows[0].time_text)) return TIME_FORMS;
  // All rows but the first are earlier than the one before: many vendors' exports run backwards.
  const falling = rows.every((row) => row.t !== null && row.before !== null && row.t < row.before);
  return falling && rows[0].total === Number(rows[0].wanted) - 1
    ? 'the newest bar comes first: sort the file by time'
    : undefined;
}

function badRowsSql(plan: CsvPlan, range: TimeRange, timing: BarTiming): string {
  const texts = plan.numbers.map((role) => `${cellSql(plan, role)} as ${role}_text`);
  const casts = plan.numbers.map((role) => `try_cast(${role}_text as double) as ${role}`);
  const rules = [
    "t > coalesce(before, '-infinity'::double)",
    "low > 0 and high < 'infinity'::double and open between low and high and close between low and high",
    // In the engine's order NaN stands above infinity, so that it fails here too.
    ...(plan.numbers.includes('volume') ? ["volume >= 0 and volume < 'infinity'::double"] : []),
    ...(plan.numbers.includes('adjusted_close')
      ? ["adjusted_close > 0 and adjusted_close < 'infinity'::double"]
      : []),
  ];
  return `
    with cells as (
      select row_number() over () as n, ${cellSql(plan, 'time')} as time_text, ${texts.join(', ')},
        ${timeSql(plan.form, cellSql(plan, 'time'))} as t, ${symbolCondition(plan)} as own
      from ${scanSql(plan.file)}),
    checked as (
      select *, lag(t) over (order by n) as before, count(*) over () as wanted, ${casts.join(', ')}
      from cells where own and ${rangeCondition(range, timing)})
    select * replace (n::double as n, wanted::double as wanted), (count(*) over ())::double as total
    from checked where not coalesce(${rules.join(' and ')}, false)
    order by n limit ${SHOWN_ROWS}`;
}

async function queryRows(connection: DuckDBConnection, sql: string): Promise<BadRow[]> {
  const reader = await connection.runAndReadAll(sql);
  return reader.getRowObjectsJS() as BadRow[];
}

/** The first thing wrong with a row, column by column, then between columns, then against the row before. */
function describe(plan: CsvPlan, row: BadRow, line: number): RowProblem {
  const found = (role: NumberRole | 'time', problem: string): RowProblem => ({
    line,
    column: plan.file.header[plan.positions[role] ?? 0],
    value: String(row[`${role}_text`] ?? '').trim(),
    problem,
  });
  if (isEmpty(row.time_text)) return found('time', 'is empty');
  if (row.t === null) return found('time', `is not ${TIME_EXAMPLES[plan.form]}`);
  for (const role of plan.numbers) {
    const value = row[role];
    if (isEmpty(row[`${role}_text`])) return found(role, 'is empty');
    if (value === null || Number.isNaN(value)) return found(role, 'is not a number');
    if (!Number.isFinite(value)) return found(role, 'is not finite');
    if (role === 'volume' && Number(value) < 0) return found(role, 'is below 0');
    if (role !== 'volume' && !(Number(value) > 0)) return found(role, 'is not above 0');
  }
  const [open, high, low, close] = [row.open, row.high, row.low, row.close].map(Number);
  if (high < low) return found('high', `is below the low ${low}`);
  if (open > high) return found('open', `is above the high ${high}`);
  if (open < low) return found('open', `is below the low ${low}`);
  if (close > high) return found('close', `is above the high ${high}`);
  if (close < low) return found('close', `is below the low ${low}`);
  return found(
    'time',
    row.t === row.before ? 'is the same as in the row before' : 'is earlier than in the row before',
  );
}

function isEmpty(cell: string | number | null): boolean {
  return cell === null || String(cell).trim() === '';
}
