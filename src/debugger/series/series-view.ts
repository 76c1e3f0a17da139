import type { Value } from '../../tracing/expression/value.ts';
import type { Branch } from '../branch.ts';
import type { Focus } from '../names/scope.ts';
import { bindRunText } from '../names/signed-names.ts';
import type { Session } from '../session.ts';
import { type Buckets, Pyramid } from './buckets.ts';
import { Columns } from './columns.ts';
import { Pace } from './pace.ts';
import { Pages } from './pages.ts';
import { numberOf, pathOf, refuseEvents, type SeriesOptions, windowOf } from './series.ts';
import { stretchesOf } from './stretches.ts';

/** Bars that are made at once: going to them costs more than they do. */
const BLOCK = 256;

export interface SeriesViewOptions {
  /** Bytes. */
  readonly keep?: number;
}

/**
 * Time series to be drawn again and again: what was made once is kept, so that a frame costs the bars that it shows and not
 * the run, and moving on by a bar next to nothing. As everywhere, nothing after the cursor can be read.
 */
export class SeriesView {
  /** As they were asked for, in this order. */
  readonly expressions: readonly string[];
  readonly #session: Session;
  /** Names mean what they meant when the view was made. */
  readonly #focus: Focus;
  readonly #pages: Pages;
  readonly #numbers: ReadonlyMap<string, number>;
  readonly #pyramids = new Map<string, Pyramid>();
  /** Bars that are there of each block. */
  readonly #made: Int32Array;
  readonly #sources = new Map<Branch, Source>();

  /**
   * @param options.keep bytes that values may take up, besides those of the window that was loaded last; all are kept when left out.
   * @throws UserError as `series` does.
   */
  constructor(
    session: Session,
    expressions: readonly string[],
    { keep = Number.POSITIVE_INFINITY }: SeriesViewOptions = {},
  ) {
    refuseEvents(session, expressions);
    this.#session = session;
    this.#focus = session.focus;
    this.expressions = [...expressions];
    const { bars } = session;
    const blocks = Math.ceil(bars / BLOCK);
    this.#made = new Int32Array(blocks);
    this.#pages = new Pages(expressions.length, keep, (from, to) =>
      this.#made.fill(0, from / BLOCK, Math.ceil(to / BLOCK)),
    );
    this.#numbers = new Map(expressions.map((text, i) => [text, i]));
    for (const [text, number] of this.#numbers) {
      this.#pyramids.set(text, new Pyramid(bars, BLOCK, (at) => this.#pages.pieceOf(number, at)));
    }
  }

  /** Bytes that values take up. */
  get bytes(): number {
    return this.#pages.bytes;
  }

  /**
   * Makes what is missing of bars `from` to `to`, by default all up to the cursor.
   *
   * @returns false when it was interrupted; what was made until then is there.
   * @throws UserError for a bar after the cursor.
   */
  async load({ signal, ...window }: SeriesOptions = {}): Promise<boolean> {
    const [first, last] = windowOf(this.#session, window, new Error());
    const end = this.#pages.use(first - 1, last);
    try {
      return await this.#fill(first, last, signal);
    } finally {
      end();
    }
  }

  async #fill(first: number, last: number, signal: AbortSignal | undefined): Promise<boolean> {
    const pace = new Pace(BLOCK);
    for (let at = first - 1; at < last; ) {
      const block = Math.floor(at / BLOCK);
      const end = Math.min(last, (block + 1) * BLOCK);
      if (block * BLOCK + this.#made[block] >= end) {
        at = end;
        continue;
      }
      if (signal?.aborted === true) return false;
      at = this.#make(block * BLOCK + this.#made[block], pace.begin(at, last));
      await pace.end();
    }
    return true;
  }

  /** Whether bars `from` to `to` are there. */
  has(from: number, to: number): boolean {
    for (let at = from - 1; at < to; ) {
      const block = Math.floor(at / BLOCK);
      const end = Math.min(to, (block + 1) * BLOCK);
      if (block * BLOCK + this.#made[block] < end) return false;
      at = end;
    }
    return true;
  }

  /**
   * Values of bars `from` to `to`, in an array of the caller's own.
   *
   * @throws UserError for a bar after the cursor; RangeError for bars that were not loaded, or another expression.
   */
  values(expression: string, from: number, to: number): Float64Array {
    return this.#pages.values(this.#of(this.#numbers, expression, from, to), from - 1, to);
  }

  /**
   * The same for more bars than there is room to draw: first, last, lowest and highest value of every `size` bars. Buckets
   * begin at bars 1, 1 + size, 1 + 2 size …, whatever the window, so that a chart that moves along does not flicker; those at the
   * ends hold what of them lies in the window.
   *
   * @param size bars of a bucket, 1 or more.
   * @throws as `values` does.
   */
  buckets(expression: string, from: number, to: number, size: number): Buckets {
    return this.#of(this.#pyramids, expression, from, to).buckets(from, to, size);
  }

  #of<T>(kept: ReadonlyMap<string, T>, expression: string, from: number, to: number): T {
    const found = kept.get(expression);
    if (found === undefined) throw new RangeError(`the view was not asked for ${expression}`);
    windowOf(this.#session, { from, to }, new Error());
    if (!this.has(from, to)) throw new RangeError(`bars ${from} to ${to} are not loaded`);
    return found;
  }

  /** Bars from `from` on, at least to `to` and to the end of a block, as far as they are known; returns where it ended. */
  #make(from: number, to: number): number {
    const { branch } = this.#session;
    const end = Math.min(Math.ceil(to / BLOCK) * BLOCK, branch.recording.recorded);
    for (const stretch of stretchesOf(branch, from, end)) {
      let source = this.#sources.get(stretch.branch);
      if (source === undefined) {
        source = new Source(stretch.branch, this.#focus, this.expressions);
        this.#sources.set(stretch.branch, source);
      }
      source.write(stretch.from, stretch.to, (column, values) =>
        this.#pages.write(column, stretch.from, values),
      );
    }
    for (let block = Math.floor(from / BLOCK); block * BLOCK < end; block++) {
      this.#made[block] = Math.min(end - block * BLOCK, BLOCK);
      for (const pyramid of this.#pyramids.values()) pyramid.refresh(block, this.#made[block]);
    }
    return end;
  }
}

/** The expressions of a view, asked in one of the runs that its values come from. */
class Source {
  readonly #columns: Columns;
  readonly #asked: readonly {
    readonly number: number;
    readonly path: string;
    evaluate(scope: null): Value;
  }[];

  constructor({ recording }: Branch, focus: Focus, expressions: readonly string[]) {
    this.#columns = new Columns(recording, focus);
    this.#asked = expressions.map((text, number) => {
      const path = pathOf(text);
      const { evaluate } = bindRunText(path, recording.engine.topology, (steps) =>
        this.#columns.reader(steps),
      );
      return { number, path, evaluate };
    });
  }

  /** Bars (from, to]. @param into takes their values by the number of the expression; they are to be copied. */
  write(from: number, to: number, into: (expression: number, values: Float64Array) => void): void {
    const columns = this.#columns;
    columns.fill(from, to);
    const asked = this.#asked.filter(({ number, path }) => {
      const written = columns.written(path, to - from);
      if (written !== null) into(number, written);
      return written === null;
    });
    if (asked.length === 0) return;
    const values = asked.map(() => new Float64Array(to - from));
    columns.each(from, to, (bar) => {
      for (let i = 0; i < asked.length; i++) values[i][bar - from - 1] = numberOf(asked[i].evaluate(null));
      return false;
    });
    for (let i = 0; i < asked.length; i++) into(asked[i].number, values[i]);
  }
}
