import type { Stateful, StateReader, StateWriter } from '../foundation/state.ts';

/**
 * Exponential average v ← α x + (1 − α) v, seeded with the plain mean of the first `period` inputs.
 * Two conventions for α: `emaAlpha` and `wilderAlpha`.
 *
 * Computed as x + (1 − α) (v − x): an input equal to v leaves it exactly as it is, α = 1 gives exactly x, and the
 * rounding stays in proportion to the result when a small x follows a huge v, where v + α (x − v) loses the x.
 */
export class SmoothedAverage implements Stateful {
  readonly #period: number;
  readonly #decay: number;
  readonly #skip: number;
  /** While seeding the sum of the inputs so far, then the average. */
  #value = 0;
  /** Inputs that were skipped or went into the seed. */
  #seeded = 0;

  /** @param skip inputs to leave out before the seed */
  constructor(period: number, alpha: number, skip = 0) {
    this.#period = period;
    this.#decay = 1 - alpha;
    this.#skip = skip;
  }

  /** The average with x in it, or NaN while seeding. An x that is absent (not finite) starts the seed anew. */
  next(x: number): number {
    if (!Number.isFinite(x)) {
      this.#value = 0;
      this.#seeded = 0;
      return Number.NaN;
    }
    if (this.#seeded === this.#skip + this.#period) {
      this.#value = x + this.#decay * (this.#value - x);
      return this.#value;
    }
    this.#seeded++;
    if (this.#seeded > this.#skip) this.#value += x;
    if (this.#seeded < this.#skip + this.#period) return Number.NaN;
    this.#value /= this.#period;
    return this.#value;
  }

  /** `next` for every input in [from, to). */
  run(from: number, to: number, input: Float64Array, output: Float64Array): void {
    let i = from;
    while (i < to) {
      output[i] = this.next(input[i]);
      i++;
      if (this.#seeded < this.#skip + this.#period) continue;
      // The same recurrence with the average in a local variable, twice as fast as through the field.
      const decay = this.#decay;
      let value = this.#value;
      for (; i < to && Number.isFinite(input[i]); i++) {
        value = input[i] + decay * (value - input[i]);
        output[i] = value;
      }
      this.#value = value;
    }
  }

  save(out: StateWriter): void {
    out.number(this.#value);
    out.number(this.#seeded);
  }

  restore(from: StateReader): void {
    this.#value = from.number();
    this.#seeded = from.number();
  }
}

/** Weight of the newest value in an exponential moving average of n bars. */
export function emaAlpha(period: number): number {
  return 2 / (period + 1);
}

/** Weight of the newest value in Wilder's smoothing over n bars (RSI, ATR, ADX). */
export function wilderAlpha(period: number): number {
  return 1 / period;
}
