import type { FeatureCalculator } from './feature.ts';

/**
 * Largest or smallest of the last `period` inputs, in constant time per bar; absent while one of them is.
 *
 * The blocks of `RollingMean`, with the scheme they come from (van Herk, Gil and Werman): the extreme of a window is that of the
 * finished block's tail and the present one's head. Where the extreme stands, `RollingExtremeAge` tells.
 */
export class RollingExtreme implements FeatureCalculator {
  readonly #period: number;
  /** 1 for the largest; −1 for the smallest, which is the largest of the negatives. */
  readonly #sign: 1 | -1;
  readonly #input: Float64Array;
  readonly #output: Float64Array;
  /** `#suffix[j]`: extreme of the finished block from its position j on, times the sign; NaN where no block came before. */
  readonly #suffix: Float64Array;
  #position = 0;
  #head = Number.NEGATIVE_INFINITY;
  /** The bar that the blocks are ready for; a run from any other one, as after a restore, rebuilds them. */
  #next = -1;

  constructor(period: number, sign: 1 | -1, input: Float64Array, output: Float64Array) {
    this.#period = period;
    this.#sign = sign;
    this.#input = input;
    this.#output = output;
    this.#suffix = new Float64Array(period + 1).fill(Number.NEGATIVE_INFINITY);
  }

  run(from: number, to: number): void {
    if (from !== this.#next) this.#rebuild(from);
    const input = this.#input;
    const output = this.#output;
    const suffix = this.#suffix;
    const period = this.#period;
    const sign = this.#sign;
    let head = this.#head;
    let i = from;
    let position = this.#position;
    while (i < to) {
      const end = Math.min(to, i - position + period);
      for (; i < end; i++) {
        head = Math.max(head, sign * input[i]);
        position++;
        output[i] = sign * Math.max(suffix[position], head);
      }
      if (position === period) {
        this.#finishBlock(i - period);
        position = 0;
        head = Number.NEGATIVE_INFINITY;
      }
    }
    this.#position = position;
    this.#head = head;
    this.#next = to;
  }

  save(): void {}

  restore(): void {}

  #finishBlock(start: number): void {
    let extreme = Number.NEGATIVE_INFINITY;
    for (let j = this.#period - 1; j >= 0; j--) {
      extreme = Math.max(extreme, this.#sign * this.#input[start + j]);
      this.#suffix[j] = extreme;
    }
  }

  #rebuild(at: number): void {
    this.#position = at % this.#period;
    const start = at - this.#position;
    if (start > 0) this.#finishBlock(start - this.#period);
    else this.#suffix.fill(Number.NaN, 0, this.#period);
    this.#head = Number.NEGATIVE_INFINITY;
    for (let i = start; i < at; i++) this.#head = Math.max(this.#head, this.#sign * this.#input[i]);
  }
}
