/**
 * Sum of the last `period` numbers that were passed to `next`, without drift: the blocks of `RollingMean`, for values
 * that stand in no column. NaN until there are `period` of them, and while one of them is NaN.
 *
 * Block boundaries fall on multiples of `period`, so a calculator whose values follow from its columns saves nothing: after a
 * restore it calls `next` again for the bars from `rewind` on.
 */
export class WindowSum {
  readonly #period: number;
  readonly #values: Float64Array;
  /** `#suffix[j]`: sum of the finished block from its position j on; 0 at its end, NaN where no block came before. */
  readonly #suffix: Float64Array;
  #position = 0;
  #head = 0;

  constructor(period: number) {
    this.#period = period;
    this.#values = new Float64Array(period);
    this.#suffix = new Float64Array(period + 1).fill(Number.NaN, 0, period);
  }

  next(x: number): number {
    this.#values[this.#position++] = x;
    this.#head += x;
    const sum = this.#suffix[this.#position] + this.#head;
    if (this.#position === this.#period) this.#finishBlock();
    return sum;
  }

  /** Empties it. @returns the bar from which `next` has to be called again to be ready for bar `at`. */
  rewind(at: number): number {
    this.#position = 0;
    this.#head = 0;
    this.#suffix.fill(Number.NaN, 0, this.#period);
    return blockBefore(at, this.#period);
  }

  #finishBlock(): void {
    let sum = 0;
    for (let j = this.#period - 1; j >= 0; j--) {
      sum += this.#values[j];
      this.#suffix[j] = sum;
    }
    this.#position = 0;
    this.#head = 0;
  }
}

/** First bar of the block of `period` bars before the one that bar `at` lies in. */
export function blockBefore(at: number, period: number): number {
  return Math.max(0, at - (at % period) - period);
}
