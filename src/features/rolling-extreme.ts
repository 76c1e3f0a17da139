import type { FeatureCalculator } from './feature.ts';
import { WindowExtreme } from './window-extreme.ts';

/** Largest (`sign` 1) or smallest (`sign` −1) of the last `period` inputs, in constant time per bar. */
export class RollingExtreme implements FeatureCalculator {
  readonly #window: WindowExtreme;
  readonly #input: Float64Array;
  readonly #output: Float64Array;
  /** The bar that the window is ready for. */
  #next = 0;

  constructor(period: number, sign: 1 | -1, input: Float64Array, output: Float64Array) {
    this.#window = new WindowExtreme(period, sign, input);
    this.#input = input;
    this.#output = output;
  }

  run(from: number, to: number): void {
    const window = this.#window;
    const input = this.#input;
    const output = this.#output;
    if (from !== this.#next) for (let i = window.rewind(from); i < from; i++) window.next(i);
    for (let i = from; i < to; i++) {
      const bar = window.next(i);
      output[i] = bar < 0 ? Number.NaN : input[bar];
    }
    this.#next = to;
  }

  save(): void {}

  restore(): void {}
}
