import { DOUBLE, DuckDBDataChunk } from '@duckdb/node-api';
import duckdb from '@duckdb/node-bindings';
import type { BarSeries } from '../../market/bar-series.ts';
import { sqlText, withDatabase } from '../database.ts';
import { columnOf, shapeOf } from './table-shape.ts';

/** Rows of a chunk, as the engine has them. */
const CHUNK = 2048;
/** Chunks between two turns of the event loop. */
const CHUNKS_A_TURN = 64;

/** Bars as a Parquet file, zstd compressed: dates for daily bars, else timestamps in UTC. */
export async function writeParquet(
  path: string,
  series: readonly BarSeries[],
  signal: AbortSignal | undefined,
): Promise<void> {
  const shape = shapeOf(series);
  const names = ['openTime', ...shape.fields] as const;
  const symbols = Float64Array.from(shape.rows.flatMap((rows, s) => rows.map(() => s)));
  const columns = [symbols, ...names.map((name) => columnOf(series, shape, name))];
  const time = shape.isDaily
    ? 'make_timestamp((c1 * 1000)::bigint)::date'
    : 'make_timestamptz((c1 * 1000)::bigint)';
  const list = `[${series.map(({ symbol }) => sqlText(symbol)).join(', ')}]`;
  const selected = [
    ...(shape.hasSymbol ? [`${list}[c0::int + 1]`] : []),
    time,
    ...names.slice(1).map((_, c) => `c${c + 2}`),
  ].map((value, c) => `${value} as "${shape.columns[c]}"`);
  await withDatabase(async (connection) => {
    const declared = columns.map((_, c) => `c${c} double`).join(', ');
    await connection.run(`create temp table bars (${declared})`);
    const appender = await connection.createAppender('bars', 'main', 'temp');
    const chunk = DuckDBDataChunk.create(columns.map(() => DOUBLE));
    const length = symbols.length;
    for (let from = 0, n = 0; from < length; from += CHUNK, n++) {
      const count = Math.min(CHUNK, length - from);
      chunk.reset();
      chunk.rowCount = count;
      columns.forEach((column, c) => {
        const vector = duckdb.data_chunk_get_vector(chunk.chunk, c);
        duckdb.copy_data_to_vector(vector, 0, column.buffer as ArrayBuffer, from * 8, count * 8);
      });
      appender.appendDataChunk(chunk);
      if (n % CHUNKS_A_TURN === 0) {
        await new Promise((resolve) => setImmediate(resolve));
        signal?.throwIfAborted();
      }
    }
    appender.closeSync();
    await connection.run(
      `copy (select ${selected.join(', ')} from bars) to ${sqlText(path)} (format parquet, compression zstd)`,
    );
  }, signal);
}
