import type { FeatureCalculator } from './feature.ts';
import { WindowMoments } from './window-moments.ts';

/** A number made of the moments of the last `period` pairs (x at a bar, y `lag` bars before): correlation, slope. */
export class RollingPairs implements FeatureCalculator {
  readonly #window: WindowMoments;
  readonly #lag: number;
  readonly #of: (moments: WindowMoments) => number;
  readonly #x: Float64Array;
  readonly #y: Float64Array;
  readonly #output: Float64Array;
  #next = 0;

  constructor(
    period: number,
    lag: number,
    of: (moments: WindowMoments) => number,
    x: Float64Array,
    y: Float64Array,
    output: Float64Array,
  ) {
    this.#window = new WindowMoments(period);
    this.#lag = lag;
    this.#of = of;
    this.#x = x;
    this.#y = y;
    this.#output = output;
  }

  run(from: number, to: number): void {
    if (from !== this.#next) for (let i = this.#window.rewind(from); i < from; i++) this.#take(i);
    for (let i = from; i < to; i++) {
      this.#take(i);
      const value = this.#of(this.#window);
      this.#output[i] = Number.isFinite(value) ? value : Number.NaN;
    }
    this.#next = to;
  }

  save(): void {}

  restore(): void {}

  #take(i: number): void {
    this.#window.next(this.#x[i], i < this.#lag ? Number.NaN : this.#y[i - this.#lag]);
  }
}
