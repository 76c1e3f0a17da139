import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import duckdb from '@duckdb/node-bindings';

// One engine in memory for the process: its thread pool is shared by concurrent loads, and it holds no open handle.
let instance: Promise<DuckDBInstance> | undefined;

/**
 * Runs `work` on a connection of its own, closed afterwards. When the signal is aborted the query in work is stopped,
 * and the result rejects with the signal's reason.
 */
export async function withDatabase<T>(
  work: (connection: DuckDBConnection) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  instance ??= DuckDBInstance.create(':memory:', {
    // Nothing is ever fetched from the network.
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  const connection = await (await instance).connect();
  const stop = () => connection.interrupt();
  signal?.addEventListener('abort', stop);
  try {
    signal?.throwIfAborted();
    // Date-times without a zone are UTC, wherever the machine stands.
    await connection.run("set TimeZone = 'UTC'");
    const result = await work(connection);
    signal?.throwIfAborted();
    return result;
  } catch (error) {
    // The engine's own word for it would hide that somebody wanted this.
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener('abort', stop);
    connection.closeSync();
  }
}

/**
 * Runs a query whose columns are all DOUBLE without NULLs, and copies each straight into the typed array that
 * `allocate` gives for it, once the number of rows is known. No JavaScript value is made per cell.
 */
export async function pourColumns(
  connection: DuckDBConnection,
  sql: string,
  allocate: (rows: number) => readonly Float64Array[],
): Promise<void> {
  const result = await connection.run(sql);
  const rows = result.rowCount;
  const columns = allocate(rows);
  const bytes = columns.map((column) => new Uint8Array(column.buffer, column.byteOffset, column.byteLength));
  let done = 0;
  for (;;) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) break;
    // The views belong to the chunk: they are copied before it goes.
    for (let c = 0; c < bytes.length; c++) {
      const vector = duckdb.data_chunk_get_vector(chunk.chunk, c);
      bytes[c].set(duckdb.vector_get_data(vector, chunk.rowCount * 8), done * 8);
    }
    done += chunk.rowCount;
  }
  if (done !== rows) throw new Error(`the query announced ${rows} rows and gave ${done}`);
}

/** Rows of a query whose columns are all text; empty where there is none. */
export async function queryTexts(connection: DuckDBConnection, sql: string): Promise<string[][]> {
  const reader = await connection.runAndReadAll(sql);
  return reader.getRowsJS().map((row) => row.map((cell) => (typeof cell === 'string' ? cell : '')));
}

/** A column of numbers that threads can share. */
export function sharedColumn(length: number): Float64Array {
  return new Float64Array(new SharedArrayBuffer(length * 8));
}

/** A text as an SQL literal. */
export function sqlText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A path as an SQL literal for functions that take patterns: a bracket class keeps characters of it from being wildcards. */
export function sqlPath(path: string): string {
  return sqlText(path.replaceAll(/[[*?]/g, '[$&]'));
}
