import { z } from 'zod';
import type { FeatureCalculator, FeatureDefinition } from '../feature.ts';
import { periodParam } from '../params.ts';
import { type FeatureRequest, outputsOf } from '../request.ts';
import { WindowExtreme } from '../window-extreme.ts';

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
  readonly #highs: WindowExtreme;
  readonly #lows: WindowExtreme;
  readonly #outputs: readonly Float64Array[];
  #next = 0;

  constructor(period: number, high: Float64Array, low: Float64Array, outputs: readonly Float64Array[]) {
    this.#period = period;
    this.#highs = new WindowExtreme(period + 1, 1, high);
    this.#lows = new WindowExtreme(period + 1, -1, low);
    this.#outputs = outputs;
  }

  run(from: number, to: number): void {
    const [up, down, oscillator] = this.#outputs;
    const period = this.#period;
    if (from !== this.#next) {
      this.#lows.rewind(from);
      for (let i = this.#highs.rewind(from); i < from; i++) {
        this.#highs.next(i);
        this.#lows.next(i);
      }
    }
    for (let i = from; i < to; i++) {
      const high = this.#highs.next(i);
      const low = this.#lows.next(i);
      up[i] = high < 0 ? Number.NaN : (100 * (period - (i - high))) / period;
      down[i] = low < 0 ? Number.NaN : (100 * (period - (i - low))) / period;
      oscillator[i] = up[i] - down[i];
    }
    this.#next = to;
  }

  save(): void {}

  restore(): void {}
}
