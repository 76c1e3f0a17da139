import type { z } from 'zod';
import type { Action, TimeInForce } from '../events/payloads.ts';
import type { FeatureRequest } from '../features/request.ts';
import type { Random } from '../foundation/random.ts';
import type { ComponentDescription } from '../foundation/registry.ts';
import type { BarField } from '../market/bar-series.ts';
import type { Conditions } from './conditions.ts';
import type { FeatureSeries } from './feature-series.ts';
import type { Trigger } from './trigger.ts';

/** What a strategy decides on a bar. Leave out what you have no opinion on. */
export interface Signal {
  /** BUY and SELL want to be long and short, EXIT wants to be flat; HOLD is the same as no signal. */
  readonly action: Action | 'HOLD';
  /** Share of the portfolio's full size, above 0 up to 1. Given, an existing position is changed to it; else left as it is. */
  readonly target?: number;
  /** Limit price of the order; a market order without. */
  readonly limit?: number;
  /** Stop price of the order; not together with `limit`. */
  readonly stop?: number;
  /** GTC (until filled or replaced) by default; DAY ends with the day of the next bar. */
  readonly timeInForce?: TimeInForce;
  /** Price at which the position is given up; below the price of a BUY, above that of a SELL. */
  readonly stopLoss?: number;
  /** Price at which its gain is taken; on the other side. */
  readonly takeProfit?: number;
  /** Distance, in points of price, at which a stop follows the best price since the entry. */
  readonly trailingStop?: number;
  /** Bars after which the position is closed. */
  readonly maxBars?: number;
  /** 0 to 1, for people and ensembles; does not change the size. 1 by default. */
  readonly strength?: number;
  readonly confidence?: number;
  /** In words; built from the conditions tested when left out. */
  readonly reason?: string;
}

/** The current bar of the strategy's symbol. A copy: it may be kept. */
export interface Bar {
  readonly symbol: string;
  /** 1 for the first bar of the run. */
  readonly number: number;
  readonly openTime: number;
  readonly closeTime: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  /** NaN when the source has none. */
  readonly volume: number;
}

/** Named features that a strategy wants, or bar fields by their name. */
export type FeatureWishes = Readonly<Record<string, FeatureRequest | BarField>>;

export interface StrategyContext<P, S> {
  readonly params: P;
  /** What `initialState` returned, to be changed in place. Part of the run's state: saved, restored, stepped back. */
  readonly state: S;
  /**
   * Random numbers of this strategy on this symbol, seeded by the run's `seed`, the strategy's id and the symbol. Part of the
   * run's state: the same run draws the same numbers, also when it is stepped back. `Math.random` would not.
   */
  readonly random: Random;
}

/**
 * A strategy: a pure function of features and bar (and of its own declared state, if any). One instance trades each
 * symbol; it must keep nothing outside `state`, and draw random numbers from `random` alone, or stepping back would not
 * take them along.
 */
export interface StrategyDefinition<P = unknown, F extends FeatureWishes = FeatureWishes, S = unknown>
  extends ComponentDescription {
  readonly params: z.ZodType<P>;
  features(params: P): F;
  /**
   * Bars at which `decide` wants to be asked; without, it is asked at every bar. Only for a strategy that answers
   * nothing at any other bar, whatever its state: then the run is the same, and faster.
   */
  triggers?(params: P): readonly Trigger[];
  /** State of a fresh instance: plain data that `structuredClone` can copy. */
  initialState?(params: P): S;
  decide(
    features: { readonly [K in keyof F]: FeatureSeries },
    bar: Bar,
    when: Conditions,
    context: StrategyContext<P, S>,
  ): Signal | null | undefined;
}

/**
 * Describes a strategy, with types inferred from its parameters and features.
 *
 * @example
 * export default defineStrategy({
 *   type: 'breakout',
 *   description: 'Buys a close above its average.',
 *   params: z.strictObject({ period: z.int().min(2).default(50) }),
 *   features: (p) => ({ close: 'close', average: sma(p.period) }),
 *   decide: ({ close, average }, bar, when) => (when.crossover(close, average) ? { action: 'BUY' } : null),
 * });
 */
export function defineStrategy<P, const F extends FeatureWishes, S = undefined>(
  definition: StrategyDefinition<P, F, S>,
): StrategyDefinition<P, F, S> {
  return definition;
}
