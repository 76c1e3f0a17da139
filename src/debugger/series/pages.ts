/** Values of a page: of a whole number of the blocks that are made at once. */
export const PAGE = 1024;
const BYTES = Float64Array.BYTES_PER_ELEMENT;

/** A stretch of one column, and the number of its first value. */
export interface Piece {
  readonly values: Float64Array;
  readonly start: number;
}

/** Columns of one length, in pages that take up memory where there are values, and are given up, the one longest unused first. */
export class Pages {
  readonly #columns: number;
  readonly #most: number;
  /** By number, the one used last at the end. */
  readonly #pages = new Map<number, readonly Float64Array[]>();
  readonly #uses = new Set<{ readonly first: number; readonly last: number }>();
  readonly #onGone: (from: number, to: number) => void;

  /**
   * @param columns how many there are.
   * @param bytes that pages may take up, besides those in use.
   * @param onGone hears of values `from` up to `to` that are there no more.
   */
  constructor(columns: number, bytes: number, onGone: (from: number, to: number) => void) {
    this.#columns = Math.max(1, columns);
    this.#most = Math.max(1, Math.floor(bytes / (BYTES * PAGE * this.#columns)));
    this.#onGone = onGone;
  }

  /** Bytes taken up now. */
  get bytes(): number {
    return this.#pages.size * BYTES * PAGE * this.#columns;
  }

  /**
   * Takes values `from` up to `to` into use, and gives up pages that nobody uses where there are too many.
   *
   * @returns ends the use: from then on they are the ones used last.
   */
  use(from: number, to: number): () => void {
    const [first, last] = [Math.floor(from / PAGE), Math.ceil(to / PAGE) - 1];
    const use = { first, last };
    this.#uses.add(use);
    const missing = [];
    for (let number = first; number <= last; number++) {
      const page = this.#pages.get(number);
      if (page === undefined) missing.push(number);
      else {
        this.#pages.delete(number);
        this.#pages.set(number, page);
      }
    }
    const spare = this.#giveUp(this.#pages.size + missing.length - this.#most);
    for (const number of missing) this.#pages.set(number, spare.pop() ?? this.#make());
    return () => void this.#uses.delete(use);
  }

  /** Writes values of a column from number `from` on; those of no page that is there are dropped. */
  write(column: number, from: number, values: Float64Array): void {
    for (let at = 0; at < values.length; ) {
      const number = Math.floor((from + at) / PAGE);
      const count = Math.min(values.length - at, (number + 1) * PAGE - from - at);
      this.#pages.get(number)?.[column].set(values.subarray(at, at + count), from + at - number * PAGE);
      at += count;
    }
  }

  /** The page of a column that holds value `at`, to be read at once. @throws RangeError for one that is not there. */
  pieceOf(column: number, at: number): Piece {
    const number = Math.floor(at / PAGE);
    const page = this.#pages.get(number);
    if (page === undefined) throw new RangeError(`value ${at} is not there`);
    return { values: page[column], start: number * PAGE };
  }

  /** Values `from` up to `to` of a column, copied. */
  values(column: number, from: number, to: number): Float64Array {
    const copied = new Float64Array(Math.max(0, to - from));
    for (let at = from; at < to; ) {
      const { values, start } = this.pieceOf(column, at);
      const end = Math.min(to, start + PAGE);
      copied.set(values.subarray(at - start, end - start), at - from);
      at = end;
    }
    return copied;
  }

  /** @param count how many are too many. @returns them, to be written over: what collects garbage sees memory like theirs too late. */
  #giveUp(count: number): (readonly Float64Array[])[] {
    const spare: (readonly Float64Array[])[] = [];
    for (const [number, page] of this.#pages) {
      if (spare.length >= count) break;
      if ([...this.#uses].some(({ first, last }) => number >= first && number <= last)) continue;
      this.#pages.delete(number);
      this.#onGone(number * PAGE, (number + 1) * PAGE);
      spare.push(page);
    }
    return spare;
  }

  /** One buffer for all columns. */
  #make(): readonly Float64Array[] {
    const all = new Float64Array(PAGE * this.#columns);
    return Array.from({ length: this.#columns }, (_, i) => all.subarray(i * PAGE, (i + 1) * PAGE));
  }
}
