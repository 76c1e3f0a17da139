import { z } from 'zod';
import type { FeatureCalculator, FeatureDefinition } from '../feature.ts';
import { periodParam } from '../params.ts';
import { type FeatureRequest, outputsOf } from '../request.ts';
import { RollingExtremeAge } from '../rolling-extreme-age.ts';

const params = z.strictObject({ period: periodParam(25) });

const OUTPUTS = ['up', 'down', 'oscillator'] as const;

export const aroonFeature: FeatureDefinition<z.output<typeof params>> = {
  type: 'aroon',
  description:
    'Aroon, 0 to 100: how recent the highest high and the lowest low of the last period + 1 bars are; and up − down.',
  params,
  inputs: () => ['high', 'low'],
  outputs: OUTPUTS,
  warmUp: ({ period }) => period,
  create: ({ period }, [high, low], outputs) => new Aroon(period, high, low, outputs),
};

/**
 * Aroon, one request per column: `up` and `down` 0 to 100, `oscillator` −100 to 100; present from index `period`. Of
 * equal highs or lows the earliest counts.
 */
export function aroon(period = 25): Readonly<Record<(typeof OUTPUTS)[number], FeatureRequest>> {
  return outputsOf('aroon', { period }, OUTPUTS);
}

class Aroon implements FeatureCalculator {
  readonly #period: number;
  readonly #highs: RollingExtremeAge;
  readonly #lows: RollingExtremeAge;
  readonly #outputs: readonly Float64Array[];

  constructor(period: number, high: Float64Array, low: Float64Array, outputs: readonly Float64Array[]) {
    const [up, down] = outputs;
    this.#period = period;
    // The columns carry the ages until the shares take their place.
    this.#highs = new RollingExtremeAge(period + 1, 1, high, up);
    this.#lows = new RollingExtremeAge(period + 1, -1, low, down);
    this.#outputs = outputs;
  }

  run(from: number, to: number): void {
    this.#highs.run(from, to);
    this.#lows.run(from, to);
    const [up, down, oscillator] = this.#outputs;
    const period = this.#period;
    for (let i = from; i < to; i++) {
      const fromHigh = (100 * (period - up[i])) / period;
      const fromLow = (100 * (period - down[i])) / period;
      up[i] = fromHigh;
      down[i] = fromLow;
      oscillator[i] = fromHigh - fromLow;
    }
  }

  save(): void {}

  restore(): void {}
}
