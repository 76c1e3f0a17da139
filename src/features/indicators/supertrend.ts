import { z } from 'zod';
import type { StateReader, StateWriter } from '../../foundation/state.ts';
import type { FeatureCalculator, FeatureDefinition } from '../feature.ts';
import { multiplierParam, periodParam } from '../params.ts';
import { type FeatureRequest, outputsOf } from '../request.ts';
import { atr } from './atr.ts';

const params = z.strictObject({
  period: periodParam(10, 1, 'bars of the average true range'),
  multiplier: multiplierParam(3, 'distance from the middle of a bar, in average true ranges'),
});

const OUTPUTS = ['value', 'direction'] as const;

export const supertrendFeature: FeatureDefinition<z.output<typeof params>> = {
  type: 'supertrend',
  description:
    'SuperTrend: a stop that trails the trend, and its direction: 1 up (the stop is below), −1 down.',
  params,
  inputs: ({ period }) => [atr(period), 'high', 'low', 'close'],
  outputs: OUTPUTS,
  warmUp: () => 0,
  create: ({ multiplier }, inputs, outputs) => new Supertrend(multiplier, inputs, outputs),
};

/**
 * SuperTrend, one request per column: `value` in price, `direction` 1 or −1; present from index `period`. It begins upwards
 * when that bar closes in the upper half of its range; a close on the stop turns it.
 */
export function supertrend(
  period = 10,
  multiplier = 3,
): Readonly<Record<(typeof OUTPUTS)[number], FeatureRequest>> {
  return outputsOf('supertrend', { period, multiplier }, OUTPUTS);
}

class Supertrend implements FeatureCalculator {
  readonly #multiplier: number;
  readonly #inputs: readonly Float64Array[];
  readonly #outputs: readonly Float64Array[];
  /** The two stops, and which of them holds: 1 the lower, −1 the upper, 0 none yet. */
  #upper = 0;
  #lower = 0;
  #direction = 0;

  constructor(multiplier: number, inputs: readonly Float64Array[], outputs: readonly Float64Array[]) {
    this.#multiplier = multiplier;
    this.#inputs = inputs;
    this.#outputs = outputs;
  }

  run(from: number, to: number): void {
    const [atr, high, low, close] = this.#inputs;
    const [value, direction] = this.#outputs;
    for (let i = from; i < to; i++) {
      const middle = (high[i] + low[i]) / 2;
      const distance = this.#multiplier * atr[i];
      if (!Number.isFinite(middle + distance + close[i])) {
        this.#direction = 0;
        value[i] = Number.NaN;
        direction[i] = Number.NaN;
        continue;
      }
      this.#step(middle + distance, middle - distance, middle, close[i], close[i - 1]);
      value[i] = this.#direction > 0 ? this.#lower : this.#upper;
      direction[i] = this.#direction;
    }
  }

  save(out: StateWriter): void {
    out.number(this.#upper);
    out.number(this.#lower);
    out.number(this.#direction);
  }

  restore(from: StateReader): void {
    this.#upper = from.number();
    this.#lower = from.number();
    this.#direction = from.number();
  }

  #step(upper: number, lower: number, middle: number, close: number, previousClose: number): void {
    const first = this.#direction === 0;
    // A stop only moves towards the price, until the price has closed beyond it.
    if (first || upper < this.#upper || previousClose > this.#upper) this.#upper = upper;
    if (first || lower > this.#lower || previousClose < this.#lower) this.#lower = lower;
    const up = first ? close >= middle : this.#direction > 0;
    this.#direction = close <= (up ? this.#lower : this.#upper) ? -1 : 1;
  }
}
