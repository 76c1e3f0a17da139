import { z } from 'zod';
import { LocalTime } from '../../foundation/local-time.ts';
import type { StateReader, StateWriter } from '../../foundation/state.ts';
import type { FeatureCalculator, FeatureDefinition } from '../feature.ts';
import { timeZoneParam } from '../params.ts';
import type { FeatureRequest } from '../request.ts';
import { turnover } from './turnover.ts';
import { typicalPrice } from './typical-price.ts';

const DAY = 86_400_000;
const MINUTE = 60_000;

const params = z.strictObject({
  session: z
    .enum(['day', 'all'])
    .default('day')
    .describe('day: begins anew with every session; all: runs on from the first bar'),
  session_start: z
    .int()
    .min(0)
    .max(1439)
    .default(0)
    .describe('minutes after local midnight at which a session begins: 1080 for 18:00 the evening before'),
  time_zone: timeZoneParam(),
});

type VwapParams = z.output<typeof params>;

export const vwapFeature: FeatureDefinition<VwapParams> = {
  type: 'vwap',
  description: 'Volume-weighted average price since the session began, from the typical prices of its bars.',
  params,
  inputs: () => [turnover({ source: typicalPrice() }), 'volume', 'closeTime'],
  outputs: ['value'],
  warmUp: () => 0,
  create: (params, [turnover, volume, closeTime], [value]) =>
    new Vwap(params, turnover, volume, closeTime, value),
};

export interface VwapOptions {
  /** `day` (default) begins anew with every session, `all` runs on from the first bar. */
  readonly session?: 'day' | 'all';
  /** Minutes after local midnight at which a session begins, default 0: 1080 for 18:00 the evening before. */
  readonly sessionStart?: number;
  /** IANA time zone, default UTC. */
  readonly timeZone?: string;
}

/**
 * Volume-weighted average price since the session began, in price; present from the session's first traded bar. A bar
 * belongs to the session in which it closes. A bar without volume or price makes the rest of its session absent.
 */
export function vwap({ session, sessionStart, timeZone }: VwapOptions = {}): FeatureRequest {
  return {
    type: 'vwap',
    params: {
      ...(session === undefined ? {} : { session }),
      ...(sessionStart === undefined ? {} : { session_start: sessionStart }),
      ...(timeZone === undefined ? {} : { time_zone: timeZone }),
    },
  };
}

class Vwap implements FeatureCalculator {
  readonly #time: LocalTime;
  readonly #whole: boolean;
  readonly #start: number;
  readonly #turnover: Float64Array;
  readonly #volume: Float64Array;
  readonly #closeTime: Float64Array;
  readonly #output: Float64Array;
  /** Local day number of the session, and the sums over it. */
  #session = Number.NaN;
  #money = 0;
  #units = 0;

  constructor(
    { session, session_start, time_zone }: VwapParams,
    turnover: Float64Array,
    volume: Float64Array,
    closeTime: Float64Array,
    output: Float64Array,
  ) {
    this.#time = new LocalTime(time_zone);
    this.#whole = session === 'all';
    this.#start = session_start * MINUTE;
    this.#turnover = turnover;
    this.#volume = volume;
    this.#closeTime = closeTime;
    this.#output = output;
  }

  run(from: number, to: number): void {
    for (let i = from; i < to; i++) {
      const session = this.#whole ? 0 : Math.floor((this.#time.at(this.#closeTime[i]) - this.#start) / DAY);
      if (session !== this.#session) {
        this.#session = session;
        this.#money = 0;
        this.#units = 0;
      }
      this.#money += this.#turnover[i];
      this.#units += this.#volume[i];
      this.#output[i] = this.#units === 0 ? Number.NaN : this.#money / this.#units;
    }
  }

  save(out: StateWriter): void {
    out.number(this.#session);
    out.number(this.#money);
    out.number(this.#units);
  }

  restore(from: StateReader): void {
    this.#session = from.number();
    this.#money = from.number();
    this.#units = from.number();
  }
}
