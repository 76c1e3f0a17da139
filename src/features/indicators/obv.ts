import { z } from 'zod';
import type { StateReader, StateWriter } from '../../foundation/state.ts';
import type { FeatureCalculator, FeatureDefinition } from '../feature.ts';
import type { FeatureRequest } from '../request.ts';

const params = z.strictObject({});

export const obvFeature: FeatureDefinition<z.output<typeof params>> = {
  type: 'obv',
  description: "Granville's on-balance volume: volume of rising bars less volume of falling ones, from 0 on.",
  params,
  inputs: () => ['close', 'volume'],
  outputs: ['value'],
  warmUp: () => 0,
  create: (_, [close, volume], [value]) => new Obv(close, volume, value),
};

/** On-balance volume, in units traded; 0 at the first bar. Its level means nothing, only its changes do. */
export function obv(): FeatureRequest {
  return { type: 'obv', params: {} };
}

class Obv implements FeatureCalculator {
  readonly #close: Float64Array;
  readonly #volume: Float64Array;
  readonly #output: Float64Array;
  /** NaN after an absent bar: the next one starts anew. */
  #total = Number.NaN;

  constructor(close: Float64Array, volume: Float64Array, output: Float64Array) {
    this.#close = close;
    this.#volume = volume;
    this.#output = output;
  }

  run(from: number, to: number): void {
    const close = this.#close;
    let total = this.#total;
    for (let i = from; i < to; i++) {
      const volume = this.#volume[i];
      if (!Number.isFinite(volume) || !Number.isFinite(close[i])) total = Number.NaN;
      else if (Number.isNaN(total)) total = 0;
      // No branches: which way a close moves is a coin that no processor predicts.
      else total += volume * (Number(close[i] > close[i - 1]) - Number(close[i] < close[i - 1]));
      this.#output[i] = total;
    }
    this.#total = total;
  }

  save(out: StateWriter): void {
    out.number(this.#total);
  }

  restore(from: StateReader): void {
    this.#total = from.number();
  }
}
