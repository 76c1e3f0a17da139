import type { DebugSession } from '../../src/index.ts';

/** Bars beyond the ones asked for that are fetched with them, so that walking on costs little. */
const SPARE = 64;

/** Values at the ends of a stretch of bars: columns of one length by expression. */
export interface Stretch {
  /** Number of the first bar. */
  readonly first: number;
  readonly time: Float64Array;
  readonly columns: Readonly<Record<string, Float64Array>>;
}

/**
 * Columns of a run over a window that moves. Bars come to the same each time, so that a step fetches one bar and not the
 * window. What is kept may lie after a cursor that went back; what is given ends where it was asked to.
 */
export class ColumnCache {
  #key = '';
  #first = 1;
  #count = 0;
  #time: Float64Array = new Float64Array(0);
  #columns: Record<string, Float64Array> = {};

  /**
   * Bars `from` to `to`, both done at the cursor.
   *
   * @param key names the run and what its names mean there: another one begins anew.
   */
  async stretch(
    session: DebugSession,
    key: string,
    expressions: readonly string[],
    from: number,
    to: number,
    signal?: AbortSignal,
  ): Promise<Stretch> {
    const whole = `${key}\n${expressions.join('\n')}`;
    const end = this.#first + this.#count;
    const joins = whole === this.#key && from <= end && to >= this.#first - 1 && this.#count > 0;
    if (!joins) {
      this.#key = whole;
      this.#count = 0;
      this.#first = from;
    }
    const last = lastDone(session);
    if (this.#count === 0) await this.#fetch(session, expressions, from, Math.min(last, to + SPARE), signal);
    else {
      if (from < this.#first)
        await this.#fetch(session, expressions, Math.max(1, from - SPARE), this.#first - 1, signal);
      if (to >= this.#first + this.#count) {
        await this.#fetch(
          session,
          expressions,
          this.#first + this.#count,
          Math.min(last, to + SPARE),
          signal,
        );
      }
    }
    this.#trim(from, to);
    const at = from - this.#first;
    const rows = Math.max(0, to - from + 1);
    const cut = (column: Float64Array) => column.subarray(at, at + rows);
    return {
      first: from,
      time: cut(this.#time),
      columns: Object.fromEntries(expressions.map((name) => [name, cut(this.#columns[name])])),
    };
  }

  async #fetch(
    session: DebugSession,
    expressions: readonly string[],
    from: number,
    to: number,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const table = await session.series(expressions, { from, to, signal });
    const before = this.#count > 0 && to < this.#first;
    const join = (old: Float64Array | undefined, more: Float64Array) => {
      if (old === undefined || this.#count === 0) return more;
      const known = old.subarray(0, this.#count);
      const joined = new Float64Array(known.length + more.length);
      joined.set(before ? more : known);
      joined.set(before ? known : more, before ? more.length : known.length);
      return joined;
    };
    this.#time = join(this.#time, table.time);
    this.#columns = Object.fromEntries(
      expressions.map((name) => [name, join(this.#columns[name], table.columns[name])]),
    );
    if (before || this.#count === 0) this.#first = from;
    this.#count = this.#time.length;
  }

  /** A window that travelled far must not drag all of its way behind it. */
  #trim(from: number, to: number): void {
    const wanted = to - from + 1;
    if (this.#count <= 4 * wanted + 4096) return;
    const start = Math.max(this.#first, from - wanted);
    const end = Math.min(this.#first + this.#count, to + wanted + 1);
    const cut = (column: Float64Array) => column.slice(start - this.#first, end - this.#first);
    this.#time = cut(this.#time);
    this.#columns = Object.fromEntries(Object.entries(this.#columns).map(([name, one]) => [name, cut(one)]));
    this.#first = start;
    this.#count = end - start;
  }
}

/** The last bar that is done at the cursor. */
export function lastDone({ position }: DebugSession): number {
  return position.event === null ? position.bar : position.bar - 1;
}
