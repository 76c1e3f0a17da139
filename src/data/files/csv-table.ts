import type { DuckDBConnection } from '@duckdb/node-api';
import { UserError } from '../../foundation/user-error.ts';
import { sqlPath, sqlText } from '../database.ts';
import { type RowProblem, rowProblems, SHOWN_ROWS } from '../quality/row-problems.ts';
import type { CsvFile } from './csv-file.ts';
import { lineNumbers, linesAtBytes } from './csv-lines.ts';
import type { SqlFile } from './sql-table.ts';

/**
 * A CSV file as a table of text. Nothing is sniffed: sniffing looks at a part of the file and guesses types from it,
 * and a cell that does not fit would fail the whole scan or turn all prices into text.
 */
export function csvTable(file: CsvFile): SqlFile {
  return {
    name: file.name,
    format: 'csv',
    header: file.header,
    types: file.header.map(() => 'VARCHAR'),
    column: (position) => `c${position}`,
    scan: (withRows) =>
      withRows ? `(select *, row_number() over () as n from ${scanSql(file)})` : scanSql(file),
    places: (rows) => lineNumbers(file.path, rows),
    // The engine's name for a table that is not well formed; anything else it throws is a bug of ours.
    explain: async (connection, failure) =>
      failure instanceof Error && failure.message.startsWith('Invalid Input Error')
        ? await explainMalformed(connection, file, failure)
        : undefined,
  };
}

function scanSql(file: CsvFile, options = ''): string {
  const columns = file.header.map((_, i) => `'c${i}': 'VARCHAR'`).join(', ');
  return `read_csv(${sqlPath(file.path)}, auto_detect = false, header = true, delim = ${sqlText(file.delimiter)},
    quote = '"', escape = '"', hive_partitioning = false, columns = {${columns}}${options})`;
}

/** What the scan of a file that is no well-formed table failed on: rows with too many or too few cells, open quotes. */
async function explainMalformed(
  connection: DuckDBConnection,
  file: CsvFile,
  failure: Error,
): Promise<UserError> {
  const rejecting = scanSql(file, ', ignore_errors = true, store_rejects = true');
  // Only cells that are read are looked into, so all are.
  const all = file.header.map((_, i) => `count(c${i})`).join(', ');
  const scanned = await connection.run(`select ${all} from ${rejecting}`).catch(() => undefined);
  const rows =
    scanned === undefined
      ? []
      : await rejectedRows(
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
    return {
      file: file.name,
      unit: 'line',
      place: lines[i],
      column: '',
      value: String(row.csv_line ?? '').trim(),
      problem,
    };
  });
  return rowProblems(problems, Number(rows[0].total));
}

function malformation(kind: string, message: string, columns: number): string {
  if (kind === 'UNQUOTED VALUE') return 'has a quote that is not closed';
  if (kind === 'INVALID ENCODING') return 'is not UTF-8';
  const cells = /Found: ([0-9]+)/.exec(message)?.[1];
  if (cells === undefined) return `is malformed: ${kind.toLowerCase()}`;
  return `has ${cells} ${cells === '1' ? 'cell' : 'cells'}, the header has ${columns}`;
}

/** A row as the query gives it. */
type RejectedRow = Readonly<Record<string, string | number | null>>;

async function rejectedRows(connection: DuckDBConnection, sql: string): Promise<RejectedRow[]> {
  const reader = await connection.runAndReadAll(sql);
  return reader.getRowObjectsJS() as RejectedRow[];
}
