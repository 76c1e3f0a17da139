import { z } from 'zod';
import type { StateReader, StateWriter } from '../../foundation/state.ts';
import type { FeatureCalculator, FeatureDefinition } from '../feature.ts';
import { periodParam, sourceParam } from '../params.ts';
import type { FeatureRequest, SourceOption } from '../request.ts';
import { SmoothedAverage, wilderAlpha } from '../smoothed-average.ts';

const params = z.strictObject({ period: periodParam(14), source: sourceParam() });

export const rsiFeature: FeatureDefinition<z.output<typeof params>> = {
  type: 'rsi',
  description: "Wilder's relative strength index, 0 to 100: the share of gains in the average movement.",
  params,
  inputs: ({ source }) => [source],
  outputs: ['value'],
  warmUp: ({ period }) => period,
  create: ({ period }, [input], [value]) => new Rsi(period, input, value),
};

/** Wilder's relative strength index, 0 to 100; present from index `period`. 50 when nothing has moved at all. */
export function rsi(period = 14, options: SourceOption = {}): FeatureRequest {
  return { type: 'rsi', params: { period, ...options } };
}

class Rsi implements FeatureCalculator {
  readonly #gains: SmoothedAverage;
  readonly #losses: SmoothedAverage;
  readonly #input: Float64Array;
  readonly #output: Float64Array;

  constructor(period: number, input: Float64Array, output: Float64Array) {
    this.#gains = new SmoothedAverage(period, wilderAlpha(period));
    this.#losses = new SmoothedAverage(period, wilderAlpha(period));
    this.#input = input;
    this.#output = output;
  }

  run(from: number, to: number): void {
    const input = this.#input;
    const output = this.#output;
    const gains = this.#gains;
    const losses = this.#losses;
    let previous = from > 0 ? input[from - 1] : Number.NaN;
    for (let i = from; i < to; i++) {
      const change = input[i] - previous;
      previous = input[i];
      // Exactly max(change, 0) and max(−change, 0), except that an absent or infinite change is NaN in both, so that
      // the two averages start anew together.
      const size = Math.abs(change);
      const gain = gains.next((size + change) / 2);
      const movement = gain + losses.next((size - change) / 2);
      // Gain / movement rather than 100 − 100 / (1 + gain / loss): the same number without a division by 0, and
      // exactly 100 without losses. No movement at all is neither strength nor weakness; others say 100 or 0 there,
      // which a rule such as "above 70" would take for a rally.
      output[i] = movement === 0 ? 50 : 100 * (gain / movement);
    }
  }

  save(out: StateWriter): void {
    this.#gains.save(out);
    this.#losses.save(out);
  }

  restore(from: StateReader): void {
    this.#gains.restore(from);
    this.#losses.restore(from);
  }
}
