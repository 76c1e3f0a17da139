import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** One line of history: number of the session, of the cell in it, and its code. */
export type HistoryEntry = readonly [session: number, line: number, source: string];

export interface HistoryQuery {
  readonly hist_access_type?: unknown;
  readonly n?: unknown;
  readonly session?: unknown;
  readonly start?: unknown;
  readonly stop?: unknown;
  readonly pattern?: unknown;
  readonly unique?: unknown;
}

/** The code of all cells that were ever run and stored, over all kernels of a user. */
export class History {
  readonly #database: DatabaseSync;
  readonly #session: number;

  /** @param path file to keep it in, made when it is not there; `:memory:` forgets it with the kernel */
  constructor(path: string) {
    if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true });
    this.#database = new DatabaseSync(path);
    this.#database.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA busy_timeout = 2000;
      PRAGMA synchronous = NORMAL;
      CREATE TABLE IF NOT EXISTS sessions (session INTEGER PRIMARY KEY AUTOINCREMENT, started TEXT NOT NULL);
      CREATE TABLE IF NOT EXISTS history (
        session INTEGER NOT NULL, line INTEGER NOT NULL, source TEXT NOT NULL, PRIMARY KEY (session, line)
      );
    `);
    const { lastInsertRowid } = this.#database
      .prepare('INSERT INTO sessions (started) VALUES (?)')
      .run(new Date().toISOString());
    this.#session = Number(lastInsertRowid);
  }

  add(line: number, source: string): void {
    this.#database
      .prepare('INSERT OR REPLACE INTO history (session, line, source) VALUES (?, ?, ?)')
      .run(this.#session, line, source);
  }

  /** Answers a `history_request`, oldest first. */
  find(query: HistoryQuery): HistoryEntry[] {
    switch (query.hist_access_type) {
      case 'range':
        return this.#range(query);
      case 'search':
        return this.#search(query);
      default:
        return this.#tail(query);
    }
  }

  close(): void {
    this.#database.close();
  }

  #tail({ n }: HistoryQuery): HistoryEntry[] {
    return this.#select('ORDER BY session DESC, line DESC LIMIT ?', [limitOf(n, 10)]).toReversed();
  }

  /** `session` 0 is this one, -1 the one before; `stop` is not included. */
  #range({ session, start, stop }: HistoryQuery): HistoryEntry[] {
    const wanted =
      typeof session === 'number' && session > 0 ? session : this.#session + numberOf(session, 0);
    const to = numberOf(stop, Number.MAX_SAFE_INTEGER);
    return this.#select('WHERE session = ? AND line >= ? AND line < ? ORDER BY line', [
      wanted,
      numberOf(start, 0),
      to,
    ]);
  }

  #search({ pattern, n, unique }: HistoryQuery): HistoryEntry[] {
    const glob = typeof pattern === 'string' && pattern !== '' ? pattern : '*';
    const latest =
      unique === true
        ? `AND NOT EXISTS (SELECT 1 FROM history AS later WHERE later.source = history.source
             AND (later.session, later.line) > (history.session, history.line))`
        : '';
    const rest = `WHERE source GLOB ? ${latest} ORDER BY session DESC, line DESC LIMIT ?`;
    return this.#select(rest, [glob, limitOf(n, -1)]).toReversed();
  }

  #select(rest: string, values: (number | string)[]): HistoryEntry[] {
    const rows = this.#database.prepare(`SELECT session, line, source FROM history ${rest}`).all(...values);
    return rows.map(({ session, line, source }) => [Number(session), Number(line), String(source)]);
  }
}

function numberOf(value: unknown, otherwise: number): number {
  return typeof value === 'number' && Number.isFinite(value) ? Math.trunc(value) : otherwise;
}

function limitOf(n: unknown, otherwise: number): number {
  const limit = numberOf(n, otherwise);
  return limit > 0 ? limit : otherwise;
}
