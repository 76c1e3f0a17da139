import { z } from 'zod';
import type { FeatureCalculator, FeatureDefinition } from '../feature.ts';
import { periodParam, sourceParam } from '../params.ts';
import type { FeatureRequest, SourceOption } from '../request.ts';
import { WindowSum } from '../window-sum.ts';

const params = z.strictObject({ period: periodParam(10), source: sourceParam() });

export const efficiencyRatioFeature: FeatureDefinition<z.output<typeof params>> = {
  type: 'efficiency_ratio',
  description:
    "Kaufman's efficiency ratio, 0 to 1: the change over period bars as a share of the way that was gone.",
  params,
  inputs: ({ source }) => [source],
  outputs: ['value'],
  warmUp: ({ period }) => period,
  create: ({ period }, [input], [value]) => new EfficiencyRatio(period, input, value),
};

/** Kaufman's efficiency ratio, 0 to 1; present from index `period`. 0 when nothing has moved at all. */
export function efficiencyRatio(period = 10, options: SourceOption = {}): FeatureRequest {
  return { type: 'efficiency_ratio', params: { period, ...options } };
}

class EfficiencyRatio implements FeatureCalculator {
  readonly #period: number;
  readonly #way: WindowSum;
  readonly #input: Float64Array;
  readonly #output: Float64Array;
  #next = 0;

  constructor(period: number, input: Float64Array, output: Float64Array) {
    this.#period = period;
    this.#way = new WindowSum(period);
    this.#input = input;
    this.#output = output;
  }

  run(from: number, to: number): void {
    const input = this.#input;
    const way = this.#way;
    const step = (i: number) => way.next(i > 0 ? Math.abs(input[i] - input[i - 1]) : Number.NaN);
    if (from !== this.#next) for (let i = way.rewind(from); i < from; i++) step(i);
    for (let i = from; i < to; i++) {
      const gone = step(i);
      // Rounding can make the way shorter than the change by a last bit.
      const ratio = Math.min(1, Math.abs(input[i] - input[i - this.#period]) / gone);
      this.#output[i] = gone === 0 ? 0 : ratio;
    }
    this.#next = to;
  }

  save(): void {}

  restore(): void {}
}
