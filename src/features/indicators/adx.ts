import { z } from 'zod';
import type { StateReader, StateWriter } from '../../foundation/state.ts';
import type { FeatureCalculator, FeatureDefinition } from '../feature.ts';
import { periodParam } from '../params.ts';
import { type FeatureRequest, outputsOf } from '../request.ts';
import { SmoothedAverage, wilderAlpha } from '../smoothed-average.ts';
import { trueRangeOf } from './true-range.ts';

const params = z.strictObject({ period: periodParam(14) });

const OUTPUTS = ['adx', 'plus_di', 'minus_di'] as const;

export const adxFeature: FeatureDefinition<z.output<typeof params>> = {
  type: 'adx',
  description:
    "Wilder's average directional index, 0 to 100: the strength of a trend, with the upward and downward indicators.",
  params,
  inputs: () => ['high', 'low', 'close'],
  outputs: OUTPUTS,
  warmUp: ({ period }) => 2 * period - 1,
  create: ({ period }, [high, low, close], outputs) => new Adx(period, high, low, close, outputs),
};

/**
 * Wilder's directional movement, one request per column, all 0 to 100: `plus_di` and `minus_di` present from index
 * `period`, `adx` from `2 period − 1`. 0 where nothing moves.
 */
export function adx(period = 14): Readonly<Record<(typeof OUTPUTS)[number], FeatureRequest>> {
  return outputsOf('adx', { period }, OUTPUTS);
}

class Adx implements FeatureCalculator {
  readonly #up: SmoothedAverage;
  readonly #down: SmoothedAverage;
  readonly #range: SmoothedAverage;
  readonly #index: SmoothedAverage;
  readonly #high: Float64Array;
  readonly #low: Float64Array;
  readonly #close: Float64Array;
  readonly #outputs: readonly Float64Array[];

  constructor(
    period: number,
    high: Float64Array,
    low: Float64Array,
    close: Float64Array,
    outputs: readonly Float64Array[],
  ) {
    const average = () => new SmoothedAverage(period, wilderAlpha(period));
    this.#up = average();
    this.#down = average();
    this.#range = average();
    this.#index = average();
    this.#high = high;
    this.#low = low;
    this.#close = close;
    this.#outputs = outputs;
  }

  run(from: number, to: number): void {
    const high = this.#high;
    const low = this.#low;
    const [adx, plus, minus] = this.#outputs;
    for (let i = from; i < to; i++) {
      const rise = i > 0 ? high[i] - high[i - 1] : Number.NaN;
      const fall = i > 0 ? low[i - 1] - low[i] : Number.NaN;
      const range = i > 0 ? trueRangeOf(high[i], low[i], this.#close[i - 1]) : Number.NaN;
      // 0, or NaN when one of the three is not finite: added to each, it makes the averages start anew together.
      const absent = Number.isFinite(rise + fall + range) ? 0 : Number.NaN;
      // Products rather than branches: which way a bar moves is a coin that no processor predicts.
      const up = this.#up.next(rise * Number(rise > fall) * Number(rise > 0) + absent);
      const down = this.#down.next(fall * Number(fall > rise) * Number(fall > 0) + absent);
      const average = this.#range.next(range + absent);
      plus[i] = average === 0 ? 0 : 100 * (up / average);
      minus[i] = average === 0 ? 0 : 100 * (down / average);
      const both = up + down;
      adx[i] = this.#index.next(both === 0 ? 0 : 100 * (Math.abs(up - down) / both));
    }
  }

  save(out: StateWriter): void {
    for (const average of [this.#up, this.#down, this.#range, this.#index]) average.save(out);
  }

  restore(from: StateReader): void {
    for (const average of [this.#up, this.#down, this.#range, this.#index]) average.restore(from);
  }
}
