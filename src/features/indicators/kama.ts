import { z } from 'zod';
import type { StateReader, StateWriter } from '../../foundation/state.ts';
import type { FeatureCalculator, FeatureDefinition } from '../feature.ts';
import { periodParam, sourceParam } from '../params.ts';
import type { FeatureRequest, SourceOption } from '../request.ts';
import { emaAlpha } from '../smoothed-average.ts';
import { efficiencyRatio } from './efficiency-ratio.ts';

const params = z.strictObject({
  period: periodParam(10, 1, 'number of bars of the efficiency ratio'),
  fast: periodParam(2, 1, 'bars of the average in a clear trend'),
  slow: periodParam(30, 1, 'bars of the average without a trend'),
  source: sourceParam(),
});

export const kamaFeature: FeatureDefinition<z.output<typeof params>> = {
  type: 'kama',
  description:
    "Kaufman's adaptive moving average: an exponential average, fast in a clear trend and slow without one.",
  params,
  inputs: ({ period, source }) => [source, efficiencyRatio(period, { source })],
  outputs: ['value'],
  warmUp: () => 0,
  create: ({ fast, slow }, [input, efficiency], [value]) =>
    new Kama(emaAlpha(fast), emaAlpha(slow), input, efficiency, value),
};

export interface KamaOptions extends SourceOption {
  /** Bars of the average in a clear trend, default 2. */
  readonly fast?: number;
  /** Bars of the average without a trend, default 30. */
  readonly slow?: number;
}

/** Kaufman's adaptive moving average, seeded with the value before its first one; present from index `period`. */
export function kama(period = 10, options: KamaOptions = {}): FeatureRequest {
  return { type: 'kama', params: { period, ...options } };
}

class Kama implements FeatureCalculator {
  readonly #fast: number;
  readonly #slow: number;
  readonly #input: Float64Array;
  readonly #efficiency: Float64Array;
  readonly #output: Float64Array;
  #value = Number.NaN;

  constructor(
    fast: number,
    slow: number,
    input: Float64Array,
    efficiency: Float64Array,
    output: Float64Array,
  ) {
    this.#fast = fast;
    this.#slow = slow;
    this.#input = input;
    this.#efficiency = efficiency;
    this.#output = output;
  }

  run(from: number, to: number): void {
    const input = this.#input;
    const efficiency = this.#efficiency;
    const fast = this.#fast;
    const slow = this.#slow;
    const output = this.#output;
    let value = this.#value;
    for (let i = from; i < to; i++) {
      const root = efficiency[i] * (fast - slow) + slow;
      const alpha = root * root;
      // An efficiency means that the value before is present too.
      if (Number.isNaN(value)) value = i > 0 ? input[i - 1] : Number.NaN;
      value = input[i] + (1 - alpha) * (value - input[i]);
      if (!Number.isFinite(value)) value = Number.NaN;
      output[i] = value;
    }
    this.#value = value;
  }

  save(out: StateWriter): void {
    out.number(this.#value);
  }

  restore(from: StateReader): void {
    this.#value = from.number();
  }
}
