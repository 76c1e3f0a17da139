import { z } from 'zod';
import type { StateReader, StateWriter } from '../../foundation/state.ts';
import type { FeatureCalculator, FeatureDefinition } from '../feature.ts';
import { periodParam } from '../params.ts';
import type { FeatureRequest } from '../request.ts';
import { SmoothedAverage, wilderAlpha } from '../smoothed-average.ts';
import { trueRangeOf } from './true-range.ts';

const params = z.strictObject({ period: periodParam(14) });

export const atrFeature: FeatureDefinition<z.output<typeof params>> = {
  type: 'atr',
  description:
    "Average true range: true ranges smoothed Wilder's way, seeded with the mean of the first period of them.",
  params,
  inputs: () => ['high', 'low', 'close'],
  outputs: ['value'],
  warmUp: ({ period }) => period,
  create: ({ period }, [high, low, close], [value]) => new Atr(period, high, low, close, value),
};

/** Wilder's average true range, in price; present from index `period`, where it is the mean of bars 1 to `period`. */
export function atr(period = 14): FeatureRequest {
  return { type: 'atr', params: { period } };
}

class Atr implements FeatureCalculator {
  readonly #average: SmoothedAverage;
  readonly #high: Float64Array;
  readonly #low: Float64Array;
  readonly #close: Float64Array;
  readonly #output: Float64Array;

  constructor(
    period: number,
    high: Float64Array,
    low: Float64Array,
    close: Float64Array,
    output: Float64Array,
  ) {
    this.#average = new SmoothedAverage(period, wilderAlpha(period));
    this.#high = high;
    this.#low = low;
    this.#close = close;
    this.#output = output;
  }

  run(from: number, to: number): void {
    const average = this.#average;
    const high = this.#high;
    const low = this.#low;
    const close = this.#close;
    const output = this.#output;
    let previousClose = from > 0 ? close[from - 1] : Number.NaN;
    for (let i = from; i < to; i++) {
      output[i] = average.next(trueRangeOf(high[i], low[i], previousClose));
      previousClose = close[i];
    }
  }

  save(out: StateWriter): void {
    this.#average.save(out);
  }

  restore(from: StateReader): void {
    this.#average.restore(from);
  }
}
