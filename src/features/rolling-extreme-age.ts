import type { FeatureCalculator } from './feature.ts';

/**
 * How many bars ago the largest (`sign` 1) or smallest (`sign` −1) of the last `period` inputs stood, in constant time per bar; absent
 * while one of them is. Of equal values the earliest counts.
 *
 * The blocks of `RollingExtreme`, which also keep where their extremes stand. A queue of the bars that are still to be the extreme
 * one day (a monotonic deque) does the same with more than twice as many mispredicted branches.
 */
export class RollingExtremeAge implements FeatureCalculator {
  readonly #period: number;
  readonly #sign: 1 | -1;
  readonly #input: Float64Array;
  readonly #output: Float64Array;
  /** `#suffix[j]`: extreme of the finished block from its position j on, times the sign; NaN where no block came before. */
  readonly #suffix: Float64Array;
  /** The bar of each; at its end the first bar of the present block, where −∞ is the extreme of nothing else. */
  readonly #suffixBar: Int32Array;
  #position = 0;
  #head = Number.NEGATIVE_INFINITY;
  #headBar = 0;
  /** The bar that the blocks are ready for; a run from any other one, as after a restore, rebuilds them. */
  #next = -1;

  constructor(period: number, sign: 1 | -1, input: Float64Array, output: Float64Array) {
    this.#period = period;
    this.#sign = sign;
    this.#input = input;
    this.#output = output;
    this.#suffix = new Float64Array(period + 1).fill(Number.NEGATIVE_INFINITY);
    this.#suffixBar = new Int32Array(period + 1);
  }

  run(from: number, to: number): void {
    if (from !== this.#next) this.#rebuild(from);
    const input = this.#input;
    const output = this.#output;
    const suffix = this.#suffix;
    const suffixBar = this.#suffixBar;
    const period = this.#period;
    const sign = this.#sign;
    let head = this.#head;
    let headBar = this.#headBar;
    let position = this.#position;
    let i = from;
    while (i < to) {
      const end = Math.min(to, i - position + period);
      for (; i < end; i++) {
        const x = sign * input[i];
        // Comparisons with NaN are false: it becomes the head, and stays it.
        if (!(x <= head) && !Number.isNaN(head)) {
          head = x;
          headBar = i;
        }
        position++;
        const tail = suffix[position];
        output[i] = tail >= head ? i - suffixBar[position] : head > tail ? i - headBar : Number.NaN;
      }
      if (position === period) {
        this.#finishBlock(i - period);
        position = 0;
        head = Number.NEGATIVE_INFINITY;
        headBar = i;
      }
    }
    this.#position = position;
    this.#head = head;
    this.#headBar = headBar;
    this.#next = to;
  }

  save(): void {}

  restore(): void {}

  #finishBlock(start: number): void {
    const period = this.#period;
    let extreme = Number.NEGATIVE_INFINITY;
    let bar = start + period - 1;
    for (let j = period - 1; j >= 0; j--) {
      const x = this.#sign * this.#input[start + j];
      if (!(x < extreme) && !Number.isNaN(extreme)) {
        extreme = x;
        bar = start + j;
      }
      this.#suffix[j] = extreme;
      this.#suffixBar[j] = bar;
    }
    this.#suffixBar[period] = start + period;
  }

  #rebuild(at: number): void {
    this.#position = at % this.#period;
    const start = at - this.#position;
    if (start > 0) this.#finishBlock(start - this.#period);
    else this.#suffix.fill(Number.NaN, 0, this.#period);
    this.#head = Number.NEGATIVE_INFINITY;
    this.#headBar = start;
    for (let i = start; i < at; i++) {
      const x = this.#sign * this.#input[i];
      if (!(x <= this.#head) && !Number.isNaN(this.#head)) {
        this.#head = x;
        this.#headBar = i;
      }
    }
  }
}
