import type { FeatureCalculator } from './feature.ts';

/**
 * Mean of the last `period` inputs with weights 1 for the oldest to `period` for the newest, in constant time per
 * bar, without drift.
 *
 * Blocks as in `RollingMean`. In the tail the weights count from the oldest on: that weighted sum is the sum of the suffix
 * sums, since a value's weight is the number of suffixes that hold it. The head has weights 1, 2, … of its own, and all of its
 * values once more for every bar of the tail. Nothing is ever subtracted.
 */
export class RollingWeightedMean implements FeatureCalculator {
  readonly #period: number;
  readonly #input: Float64Array;
  readonly #output: Float64Array;
  /** `#tail[j]`: weighted sum of the finished block from position j on; 0 at its end, NaN where no block came before. */
  readonly #tail: Float64Array;
  #position = 0;
  #head = 0;
  #weighted = 0;
  /** The bar that the sums are ready for; a run from any other one, as after a restore, rebuilds them. */
  #next = -1;

  constructor(period: number, input: Float64Array, output: Float64Array) {
    this.#period = period;
    this.#input = input;
    this.#output = output;
    this.#tail = new Float64Array(period + 1);
  }

  run(from: number, to: number): void {
    if (from !== this.#next) this.#rebuild(from);
    const input = this.#input;
    const output = this.#output;
    const tail = this.#tail;
    const period = this.#period;
    const weights = (period * (period + 1)) / 2;
    let head = this.#head;
    let weighted = this.#weighted;
    let position = this.#position;
    let i = from;
    while (i < to) {
      const end = Math.min(to, i - position + period);
      for (; i < end; i++) {
        position++;
        head += input[i];
        weighted += position * input[i];
        output[i] = (tail[position] + weighted + (period - position) * head) / weights;
      }
      if (position === period) {
        this.#finishBlock(i - period);
        position = 0;
        head = 0;
        weighted = 0;
      }
    }
    this.#position = position;
    this.#head = head;
    this.#weighted = weighted;
    this.#next = to;
  }

  save(): void {}

  restore(): void {}

  #finishBlock(start: number): void {
    let suffix = 0;
    let weighted = 0;
    for (let j = this.#period - 1; j >= 0; j--) {
      suffix += this.#input[start + j];
      weighted += suffix;
      this.#tail[j] = weighted;
    }
  }

  #rebuild(at: number): void {
    this.#position = at % this.#period;
    const start = at - this.#position;
    if (start > 0) this.#finishBlock(start - this.#period);
    else this.#tail.fill(Number.NaN, 0, this.#period);
    this.#head = 0;
    this.#weighted = 0;
    for (let i = start; i < at; i++) {
      this.#head += this.#input[i];
      this.#weighted += (i - start + 1) * this.#input[i];
    }
  }
}
