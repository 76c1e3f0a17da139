import type { Piece } from './pages.ts';

/** What is drawn where many bars share a place: one entry for each of them, oldest first. NaN where there are no values. */
export interface Buckets {
  /** First bar of each, from 1. */
  readonly bar: Int32Array;
  readonly first: Float64Array;
  readonly last: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** Values with the lowest and the highest of each block of them, so that extremes of any stretch are soon found. */
export class Pyramid {
  readonly #pieceOf: (at: number) => Piece;
  readonly #block: number;
  readonly #lows: Float64Array;
  readonly #highs: Float64Array;

  /**
   * @param length of all values.
   * @param block values of a block.
   * @param pieceOf the stretch of values that holds one of them, by its number; it ends where a block does.
   */
  constructor(length: number, block: number, pieceOf: (at: number) => Piece) {
    const blocks = Math.ceil(length / block);
    this.#pieceOf = pieceOf;
    this.#block = block;
    this.#lows = new Float64Array(blocks);
    this.#highs = new Float64Array(blocks);
  }

  /** Takes notice of the first `count` values of a block. */
  refresh(block: number, count: number): void {
    const from = block * this.#block;
    [this.#lows[block], this.#highs[block]] = this.#ends(from, from + count);
  }

  /** Buckets of `size` values from the first on, as far as they lie in bars `from` to `to`, counted from 1. */
  buckets(from: number, to: number, size: number): Buckets {
    if (!(Number.isInteger(size) && size >= 1)) {
      throw new RangeError(`a bucket holds a whole number of bars, 1 or more, found ${size}`);
    }
    const begin = Math.floor((from - 1) / size);
    const count = to < from ? 0 : Math.floor((to - 1) / size) - begin + 1;
    const bar = new Int32Array(count);
    const [first, last, low, high] = Array.from({ length: 4 }, () => new Float64Array(count));
    for (let i = 0; i < count; i++) {
      const start = Math.max(from - 1, (begin + i) * size);
      const end = Math.min(to, (begin + i + 1) * size);
      bar[i] = start + 1;
      first[i] = this.#known(start, end, 1);
      last[i] = this.#known(end - 1, start - 1, -1);
      [low[i], high[i]] = this.#extremes(start, end);
    }
    return { bar, first, last, low, high };
  }

  /** The first value that is not missing. */
  #known(from: number, to: number, step: number): number {
    for (let i = from; i !== to; ) {
      const { values, start } = this.#pieceOf(i);
      const end = step > 0 ? Math.min(to, start + values.length) : Math.max(to, start - 1);
      for (; i !== end; i += step) if (!Number.isNaN(values[i - start])) return values[i - start];
    }
    return Number.NaN;
  }

  #extremes(from: number, to: number): readonly [number, number] {
    const block = this.#block;
    const begin = Math.ceil(from / block);
    const end = Math.floor(to / block);
    if (begin >= end) return this.#ends(from, to);
    let [low, high] = this.#ends(from, begin * block);
    const [lowAfter, highAfter] = this.#ends(end * block, to);
    low = lower(low, lowAfter);
    high = higher(high, highAfter);
    for (let i = begin; i < end; i++) {
      low = lower(low, this.#lows[i]);
      high = higher(high, this.#highs[i]);
    }
    return [low, high];
  }

  #ends(from: number, to: number): readonly [number, number] {
    let low = Number.NaN;
    let high = Number.NaN;
    for (let i = from; i < to; ) {
      const { values, start } = this.#pieceOf(i);
      const end = Math.min(to, start + values.length);
      for (; i < end; i++) {
        low = lower(low, values[i - start]);
        high = higher(high, values[i - start]);
      }
    }
    return [low, high];
  }
}

/** The lower of two, where missing ones do not count. */
function lower(a: number, b: number): number {
  return b >= a || Number.isNaN(b) ? a : b;
}

function higher(a: number, b: number): number {
  return b <= a || Number.isNaN(b) ? a : b;
}
