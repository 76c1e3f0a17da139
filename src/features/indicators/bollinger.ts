import { z } from 'zod';
import type { StateReader, StateWriter } from '../../foundation/state.ts';
import type { FeatureCalculator, FeatureDefinition } from '../feature.ts';
import { periodParam, sourceParam } from '../params.ts';
import type { FeatureRequest, SourceOption } from '../request.ts';
import { RollingDeviation } from '../rolling-deviation.ts';
import { RollingMean } from '../rolling-mean.ts';

const params = z.strictObject({
  period: periodParam(20),
  std_devs: z
    .number()
    .positive()
    .max(100)
    .default(2)
    .describe('distance of the bands, in standard deviations'),
  source: sourceParam(),
});

export const bollingerFeature: FeatureDefinition<z.output<typeof params>> = {
  type: 'bollinger',
  description:
    'Bollinger bands: simple moving average, and population standard deviations (ddof 0) above and below it.',
  params,
  inputs: ({ source }) => [source],
  outputs: ['middle', 'upper', 'lower'],
  warmUp: ({ period }) => period - 1,
  create: ({ period, std_devs }, [input], [middle, upper, lower]) =>
    new Bollinger(period, std_devs, input, middle, upper, lower),
};

/**
 * Bollinger bands, one request per column: `bollinger(20, 2).upper`. `middle` is the SMA bit for bit; `upper` and
 * `lower` are `stdDevs` population standard deviations away. All present from index `period − 1`.
 */
export function bollinger(
  period = 20,
  stdDevs = 2,
  options: SourceOption = {},
): Readonly<Record<'middle' | 'upper' | 'lower', FeatureRequest>> {
  const column = (output: string) => ({
    type: 'bollinger',
    params: { period, std_devs: stdDevs, ...options },
    output,
  });
  return { middle: column('middle'), upper: column('upper'), lower: column('lower') };
}

class Bollinger implements FeatureCalculator {
  readonly #stdDevs: number;
  readonly #middle: Float64Array;
  readonly #upper: Float64Array;
  readonly #lower: Float64Array;
  readonly #mean: RollingMean;
  readonly #deviation: RollingDeviation;

  constructor(
    period: number,
    stdDevs: number,
    input: Float64Array,
    middle: Float64Array,
    upper: Float64Array,
    lower: Float64Array,
  ) {
    this.#stdDevs = stdDevs;
    this.#middle = middle;
    this.#upper = upper;
    this.#lower = lower;
    this.#mean = new RollingMean(period, input, middle);
    // The upper column carries the deviation until the band takes its place: no third column to hold it.
    this.#deviation = new RollingDeviation(period, input, upper);
  }

  run(from: number, to: number): void {
    this.#mean.run(from, to);
    this.#deviation.run(from, to);
    const middle = this.#middle;
    const upper = this.#upper;
    const lower = this.#lower;
    const stdDevs = this.#stdDevs;
    for (let i = from; i < to; i++) {
      const distance = stdDevs * upper[i];
      upper[i] = middle[i] + distance;
      lower[i] = middle[i] - distance;
    }
  }

  save(out: StateWriter): void {
    this.#mean.save(out);
    this.#deviation.save(out);
  }

  restore(from: StateReader): void {
    this.#mean.restore(from);
    this.#deviation.restore(from);
  }
}
