import { resolve } from 'node:path';
import type { Column, ColumnData } from './column.ts';

/** Writes a table as Parquet, by DuckDB: numbers as DOUBLE, times as TIMESTAMP in UTC, NaN as NULL. */
export async function writeParquet(
  { columns, time, times, length }: ColumnData,
  path: string,
): Promise<void> {
  const { DuckDBInstance, DuckDBTimestampMillisecondsValue } = await import('@duckdb/node-api');
  const all: Readonly<Record<string, Column>> = { ...(time === null ? {} : { time }), ...columns };
  const isTime = (name: string) => times.has(name) || (time !== null && name === 'time');
  const names = Object.keys(all);
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    await connection.run(
      `create table t (${names
        .map(
          (name) =>
            `${identifier(name)} ${all[name] instanceof Float64Array ? (isTime(name) ? 'TIMESTAMP_MS' : 'DOUBLE') : 'VARCHAR'}`,
        )
        .join(', ')})`,
    );
    const appender = await connection.createAppender('t');
    for (let row = 0; row < length; row++) {
      for (const name of names) {
        const value = all[name][row];
        if (typeof value === 'string') appender.appendVarchar(value);
        else if (Number.isNaN(value)) appender.appendNull();
        else if (isTime(name)) {
          appender.appendTimestampMilliseconds(
            new DuckDBTimestampMillisecondsValue(BigInt(Math.trunc(value))),
          );
        } else appender.appendDouble(value);
      }
      appender.endRow();
    }
    appender.closeSync();
    await connection.run(
      `copy t to '${resolve(path).replaceAll("'", "''")}' (format parquet, compression zstd)`,
    );
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
