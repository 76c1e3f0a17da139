import { z } from 'zod';
import type { FeatureCalculator, FeatureDefinition } from '../feature.ts';
import { periodParam, sourceParam } from '../params.ts';
import type { FeatureRequest, SourceOption } from '../request.ts';
import { WindowSum } from '../window-sum.ts';

const params = z.strictObject({ period: periodParam(100, 8), source: sourceParam() });

export const hurstFeature: FeatureDefinition<z.output<typeof params>> = {
  type: 'hurst',
  description:
    'Hurst exponent: how moves grow with their span. About 0.5 for a random walk, above when trending, below when reverting.',
  params,
  inputs: ({ source }) => [source],
  outputs: ['value'],
  warmUp: ({ period }) => period - 1,
  create: ({ period }, [input], [value]) => new Hurst(period, input, value),
};

/**
 * Hurst exponent over the last `period` values: the slope of ln(root mean square change over k bars) on ln k, for k = 1, 2,
 * 4, … up to a quarter of the window. Present from index `period − 1`; absent where there was no change over some k.
 */
export function hurst(period = 100, options: SourceOption = {}): FeatureRequest {
  return { type: 'hurst', params: { period, ...options } };
}

class Hurst implements FeatureCalculator {
  readonly #period: number;
  /** For each k the sum of squared changes over k bars of which both ends lie in the window. */
  readonly #squares: readonly WindowSum[];
  /** What each ln(mean square) counts in the slope. */
  readonly #weights: readonly number[];
  readonly #input: Float64Array;
  readonly #output: Float64Array;
  #next = 0;

  constructor(period: number, input: Float64Array, output: Float64Array) {
    const count = Math.floor(Math.log2(period / 4)) + 1;
    this.#period = period;
    this.#squares = Array.from({ length: count }, (_, j) => new WindowSum(period - 2 ** j));
    // Least squares with evenly spaced ln k = j ln 2, halved: the root of a mean square is half of its logarithm.
    const middle = (count - 1) / 2;
    const spread = (count * (count * count - 1)) / 12;
    this.#weights = this.#squares.map((_, j) => (j - middle) / (spread * Math.LN2) / 2);
    this.#input = input;
    this.#output = output;
  }

  run(from: number, to: number): void {
    if (from !== this.#next) {
      this.#squares.forEach((sum, j) => {
        for (let i = sum.rewind(from); i < from; i++) sum.next(this.#squareAt(i, 2 ** j));
      });
    }
    for (let i = from; i < to; i++) {
      let slope = 0;
      for (let j = 0; j < this.#squares.length; j++) {
        const span = 2 ** j;
        const mean = this.#squares[j].next(this.#squareAt(i, span)) / (this.#period - span);
        slope += this.#weights[j] * Math.log(mean);
      }
      this.#output[i] = Number.isFinite(slope) ? slope : Number.NaN;
    }
    this.#next = to;
  }

  save(): void {}

  restore(): void {}

  #squareAt(i: number, span: number): number {
    const change = i < span ? Number.NaN : this.#input[i] - this.#input[i - span];
    return change * change;
  }
}
