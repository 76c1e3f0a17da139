import type { DuckDBConnection } from '@duckdb/node-api';
import { UserError } from '../../foundation/user-error.ts';
import { queryTexts, sqlPath } from '../database.ts';
import type { HeadedFile } from './columns.ts';
import type { SqlFile } from './sql-table.ts';

/** A Parquet file that could be opened. */
export interface ParquetFile extends HeadedFile, SqlFile {
  readonly name: string;
  readonly header: readonly string[];
}

/** Opens the file. @throws UserError when it is not a whole Parquet file. */
export async function openParquet(
  connection: DuckDBConnection,
  name: string,
  path: string,
): Promise<ParquetFile> {
  const scan = `read_parquet(${sqlPath(path)}, hive_partitioning = false`;
  const columns = await queryTexts(
    connection,
    `select column_name, column_type from (describe select * from ${scan}))`,
  ).catch((cause: unknown) => {
    throw unreadable(name, cause);
  });
  return {
    name,
    format: 'parquet',
    isText: false,
    header: columns.map(([column]) => column),
    types: columns.map(([, type]) => type),
    column: (position) => `"${columns[position][0].replaceAll('"', '""')}"`,
    scan: (withRows) =>
      withRows ? `(select *, file_row_number + 1 as n from ${scan}, file_row_number = true))` : `${scan})`,
    places: async (rows) => [...rows],
    explain: async (_, failure) =>
      failure instanceof Error && /^(Invalid Input|IO|Serialization) Error/.test(failure.message)
        ? unreadable(name, failure)
        : undefined,
  };
}

function unreadable(name: string, cause: unknown): UserError {
  const text = cause instanceof Error ? cause.message : String(cause);
  const reason = text.replace(/^[A-Za-z ]+ Error: /, '').split('\n')[0];
  return new UserError(`${name} cannot be read as Parquet: ${withoutPath(reason)}`, {
    code: 'bad_parquet',
    hint: 'was it written to its end?',
    cause,
  });
}

/** Messages of the engine name the whole path, which stands in front already. */
function withoutPath(reason: string): string {
  return reason
    .replaceAll(/ ?(in|of)? ?(file|parquet file)? ?['"][^'"]*[/\\][^'"]*['"]/g, '')
    .replace(/:? *$/, '');
}
