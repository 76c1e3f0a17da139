import { z } from 'zod';
import type { FeatureCalculator, FeatureDefinition } from '../feature.ts';
import { periodParam, sourceParam } from '../params.ts';
import type { FeatureRequest, SourceOption } from '../request.ts';
import { WindowSkew } from '../window-skew.ts';
import { returns } from './returns.ts';

const params = z.strictObject({
  period: periodParam(60, 3),
  source: sourceParam(returns(), 'whose skew: another feature, or a bar field'),
});

export const skewFeature: FeatureDefinition<z.output<typeof params>> = {
  type: 'skew',
  description:
    'Sample skewness (Fisher and Pearson, bias adjusted) of the last period values; of returns by default.',
  params,
  inputs: ({ source }) => [source],
  outputs: ['value'],
  warmUp: ({ period }) => period - 1,
  create: ({ period }, [input], [value]) => new Skew(period, input, value),
};

/** Sample skewness of the last `period` values, of returns by default; absent when all of them are equal. */
export function skew(period = 60, options: SourceOption = {}): FeatureRequest {
  return { type: 'skew', params: { period, ...options } };
}

class Skew implements FeatureCalculator {
  readonly #window: WindowSkew;
  readonly #input: Float64Array;
  readonly #output: Float64Array;
  #next = 0;

  constructor(period: number, input: Float64Array, output: Float64Array) {
    this.#window = new WindowSkew(period);
    this.#input = input;
    this.#output = output;
  }

  run(from: number, to: number): void {
    const window = this.#window;
    if (from !== this.#next) for (let i = window.rewind(from); i < from; i++) window.next(this.#input[i]);
    for (let i = from; i < to; i++) this.#output[i] = window.next(this.#input[i]);
    this.#next = to;
  }

  save(): void {}

  restore(): void {}
}
