import { z } from 'zod';
import type { StateReader, StateWriter } from '../../foundation/state.ts';
import type { FeatureCalculator, FeatureDefinition } from '../feature.ts';
import { periodParam, sourceParam } from '../params.ts';
import type { FeatureRequest, SourceOption } from '../request.ts';
import { emaAlpha, SmoothedAverage } from '../smoothed-average.ts';

const params = z.strictObject({ period: periodParam(20), source: sourceParam() });

export const emaFeature: FeatureDefinition<z.output<typeof params>> = {
  type: 'ema',
  description:
    'Exponential moving average, weight 2 / (period + 1), seeded with the mean of the first period values.',
  params,
  inputs: ({ source }) => [source],
  outputs: ['value'],
  warmUp: ({ period }) => period - 1,
  create: ({ period }, [input], [value]) => new Ema(period, input, value),
};

/** Exponential moving average, α = 2 / (period + 1), seeded with the SMA; present from index `period − 1`. */
export function ema(period = 20, options: SourceOption = {}): FeatureRequest {
  return { type: 'ema', params: { period, ...options } };
}

class Ema implements FeatureCalculator {
  readonly #average: SmoothedAverage;
  readonly #input: Float64Array;
  readonly #output: Float64Array;

  constructor(period: number, input: Float64Array, output: Float64Array) {
    this.#average = new SmoothedAverage(period, emaAlpha(period));
    this.#input = input;
    this.#output = output;
  }

  run(from: number, to: number): void {
    this.#average.run(from, to, this.#input, this.#output);
  }

  save(out: StateWriter): void {
    this.#average.save(out);
  }

  restore(from: StateReader): void {
    this.#average.restore(from);
  }
}
