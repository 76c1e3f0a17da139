import type { StateReader, StateWriter } from '../foundation/state.ts';
import type { FeatureCalculator } from './feature.ts';

/**
 * Population standard deviation (ddof 0) of the last `period` inputs, in constant time per bar, without drift.
 *
 * Blocks as in `RollingMean`, but head and tail each keep a mean and a sum of squared distances from it, updated by
 * Welford's recurrence and merged by the formula of Chan, Golub and LeVeque (1979). Every term is a square, nothing
 * is subtracted, so the result can be neither negative nor the small difference of large numbers that
 * E[x²] − E[x]² is; equal inputs give exactly 0.
 */
export class RollingDeviation implements FeatureCalculator {
  readonly #period: number;
  readonly #input: Float64Array;
  readonly #output: Float64Array;
  /** Mean and squared distances of the finished block from position j on; NaN where no block came before. */
  readonly #tailMean: Float64Array;
  readonly #tailSquares: Float64Array;
  /** 1 / k: a division would triple the time of Welford's chain of dependent operations. */
  readonly #inverse: Float64Array;
  /** Bars of the present block so far, their mean and their squared distances from it. */
  #count = 0;
  #headMean = 0;
  #headSquares = 0;
  /** The bar that the sums are ready for; a run from any other one, as after a restore, rebuilds them. */
  #next = -1;

  constructor(period: number, input: Float64Array, output: Float64Array) {
    this.#period = period;
    this.#input = input;
    this.#output = output;
    this.#tailMean = new Float64Array(period);
    this.#tailSquares = new Float64Array(period);
    this.#inverse = Float64Array.from({ length: period + 1 }, (_, k) => 1 / k);
  }

  run(from: number, to: number): void {
    if (from !== this.#next) this.#rebuild(from);
    const input = this.#input;
    const output = this.#output;
    const tailMean = this.#tailMean;
    const tailSquares = this.#tailSquares;
    const inverse = this.#inverse;
    const period = this.#period;
    let mean = this.#headMean;
    let squares = this.#headSquares;
    let i = from;
    let count = this.#count;
    while (i < to) {
      const end = Math.min(to, i - count + period);
      for (; i < end; i++) {
        const distance = input[i] - mean;
        count++;
        mean += distance * inverse[count];
        squares += distance * (input[i] - mean);
        let all = squares;
        if (count < period) {
          const apart = mean - tailMean[count];
          all += tailSquares[count] + apart * apart * (count * (period - count)) * inverse[period];
        }
        output[i] = Math.sqrt(all * inverse[period]);
      }
      if (count === period) {
        this.#finishBlock(i - period);
        count = 0;
        mean = 0;
        squares = 0;
      }
    }
    this.#count = count;
    this.#headMean = mean;
    this.#headSquares = squares;
    this.#next = to;
  }

  save(_out: StateWriter): void {}

  restore(_from: StateReader): void {}

  #finishBlock(start: number): void {
    const period = this.#period;
    let mean = 0;
    let squares = 0;
    for (let j = period - 1; j >= 0; j--) {
      const x = this.#input[start + j];
      const distance = x - mean;
      mean += distance * this.#inverse[period - j];
      squares += distance * (x - mean);
      this.#tailMean[j] = mean;
      this.#tailSquares[j] = squares;
    }
  }

  #rebuild(at: number): void {
    this.#count = at % this.#period;
    const start = at - this.#count;
    if (start > 0) {
      this.#finishBlock(start - this.#period);
    } else {
      this.#tailMean.fill(Number.NaN);
      this.#tailSquares.fill(Number.NaN);
    }
    let mean = 0;
    let squares = 0;
    for (let i = start; i < at; i++) {
      const distance = this.#input[i] - mean;
      mean += distance * this.#inverse[i - start + 1];
      squares += distance * (this.#input[i] - mean);
    }
    this.#headMean = mean;
    this.#headSquares = squares;
  }
}
