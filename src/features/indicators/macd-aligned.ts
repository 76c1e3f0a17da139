import type { z } from 'zod';
import type { StateReader, StateWriter } from '../../foundation/state.ts';
import type { FeatureCalculator, FeatureDefinition } from '../feature.ts';
import { type FeatureRequest, outputsOf, type SourceOption } from '../request.ts';
import { emaAlpha, SmoothedAverage } from '../smoothed-average.ts';
import { macdParams } from './macd.ts';

const params = macdParams();

const OUTPUTS = ['macd', 'signal', 'histogram'] as const;

export const macdAlignedFeature: FeatureDefinition<z.output<typeof params>> = {
  type: 'macd_aligned',
  description: "MACD in TA-Lib's alignment: both EMAs start together, at bar slow − 1.",
  params,
  inputs: ({ source }) => [source],
  outputs: OUTPUTS,
  warmUp: ({ slow, signal }) => slow + signal - 2,
  create: (periods, [input], outputs) => new MacdAligned(periods, input, outputs),
};

/**
 * MACD in TA-Lib's alignment, one request per column, in price: the fast EMA is seeded with the mean of the `fast`
 * bars up to the one at which the slow EMA starts. Present from the same bars on as `macd`; the two come together as
 * the seeds are forgotten.
 */
export function macdAligned(
  fast = 12,
  slow = 26,
  signal = 9,
  options: SourceOption = {},
): Readonly<Record<(typeof OUTPUTS)[number], FeatureRequest>> {
  return outputsOf('macd_aligned', { fast, slow, signal, ...options }, OUTPUTS);
}

class MacdAligned implements FeatureCalculator {
  readonly #fast: SmoothedAverage;
  readonly #slow: SmoothedAverage;
  readonly #signal: SmoothedAverage;
  readonly #input: Float64Array;
  readonly #outputs: readonly Float64Array[];

  constructor(
    { fast, slow, signal }: z.output<typeof params>,
    input: Float64Array,
    outputs: readonly Float64Array[],
  ) {
    // The slow average takes so many values more for its seed.
    this.#fast = new SmoothedAverage(fast, emaAlpha(fast), slow - fast);
    this.#slow = new SmoothedAverage(slow, emaAlpha(slow));
    this.#signal = new SmoothedAverage(signal, emaAlpha(signal));
    this.#input = input;
    this.#outputs = outputs;
  }

  run(from: number, to: number): void {
    const [macd, signal, histogram] = this.#outputs;
    this.#fast.run(from, to, this.#input, macd);
    // The column carries the slow average until the signal takes its place.
    this.#slow.run(from, to, this.#input, signal);
    for (let i = from; i < to; i++) macd[i] -= signal[i];
    this.#signal.run(from, to, macd, signal);
    for (let i = from; i < to; i++) histogram[i] = macd[i] - signal[i];
  }

  save(out: StateWriter): void {
    for (const average of [this.#fast, this.#slow, this.#signal]) average.save(out);
  }

  restore(from: StateReader): void {
    for (const average of [this.#fast, this.#slow, this.#signal]) average.restore(from);
  }
}
