import type { StateReader, StateWriter } from '../foundation/state.ts';
import type { FeatureCalculator } from './feature.ts';

/**
 * Mean of the last `period` inputs, in constant time per bar, without drift.
 *
 * The usual running sum adds the newest value and subtracts the oldest: each rounding stays in it for ever, and one
 * huge value wipes out the small ones that share the sum with it, long after it has left the window. Here nothing is
 * subtracted. Time is cut into blocks of `period` bars; a window is the tail of one block and the head of the next,
 * so its sum is a suffix sum of the finished block plus a running sum of the present one (van Herk and Gil-Werman's
 * scheme for sliding minima, applied to sums). Only values inside the window enter, as if it were added up afresh,
 * and so NaN is in the result exactly while the window holds one. It is as fast as the running sum.
 *
 * The sums are a function of the input column, so a checkpoint holds nothing: they are rebuilt from it.
 */
export class RollingMean implements FeatureCalculator {
  readonly #period: number;
  readonly #input: Float64Array;
  readonly #output: Float64Array;
  /** `#suffix[j]`: sum of the finished block from its position j on; 0 at its end, NaN where no block came before. */
  readonly #suffix: Float64Array;
  /** Bars of the present block so far, and their sum. */
  #position = 0;
  #head = 0;
  /** The bar that the sums are ready for; a run from any other one, as after a restore, rebuilds them. */
  #next = -1;

  constructor(period: number, input: Float64Array, output: Float64Array) {
    this.#period = period;
    this.#input = input;
    this.#output = output;
    this.#suffix = new Float64Array(period + 1);
  }

  run(from: number, to: number): void {
    if (from !== this.#next) this.#rebuild(from);
    const input = this.#input;
    const output = this.#output;
    const suffix = this.#suffix;
    const period = this.#period;
    let head = this.#head;
    let i = from;
    let position = this.#position;
    while (i < to) {
      const end = Math.min(to, i - position + period);
      for (; i < end; i++) {
        head += input[i];
        position++;
        output[i] = (suffix[position] + head) / period;
      }
      if (position === period) {
        this.#finishBlock(i - period);
        position = 0;
        head = 0;
      }
    }
    this.#position = position;
    this.#head = head;
    this.#next = to;
  }

  save(_out: StateWriter): void {}

  restore(_from: StateReader): void {}

  #finishBlock(start: number): void {
    const input = this.#input;
    const suffix = this.#suffix;
    let sum = 0;
    for (let j = this.#period - 1; j >= 0; j--) {
      sum += input[start + j];
      suffix[j] = sum;
    }
  }

  #rebuild(at: number): void {
    this.#position = at % this.#period;
    const start = at - this.#position;
    if (start > 0) this.#finishBlock(start - this.#period);
    else this.#suffix.fill(Number.NaN, 0, this.#period);
    this.#head = 0;
    for (let i = start; i < at; i++) this.#head += this.#input[i];
  }
}
