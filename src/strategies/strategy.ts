import { z } from 'zod';
import type { Action, FillRule, TimeInForce } from '../events/payloads.ts';
import type { FeatureRequest } from '../features/request.ts';
import type { Random } from '../foundation/random.ts';
import type { ComponentDescription } from '../foundation/registry.ts';
import type { BarField } from '../market/bar-series.ts';
import type { Conditions } from './conditions.ts';
import type { FeatureSeries } from './feature-series.ts';
import { noteDefinition } from './latest-definition.ts';
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

/** What a strategy decides with, besides features and bar. */
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

/** What every strategy says of itself, whether it decides on one symbol or on all of them at once. */
export interface StrategyBase<P = unknown, F extends FeatureWishes = FeatureWishes, S = unknown>
  extends ComponentDescription {
  readonly params: z.ZodType<P>;
  features(params: P): F;
  /** State of a fresh instance: plain data that `structuredClone` can copy. */
  initialState?(params: P): S;
}

/** A fill of an order that a strategy's signal led to, or of an exit of its position. */
export interface StrategyFill {
  readonly portfolioId: string;
  readonly symbol: string;
  /** Signed: above 0 bought. */
  readonly units: number;
  readonly price: number;
  readonly commission: number;
  /** `open`, `limit`, `stop` or `close`: how the bar filled it. */
  readonly rule: FillRule;
  /** UTC milliseconds. */
  readonly time: number;
}

/** What a strategy with state may want to hear of, beside bars. It answers nothing: only `decide` gives signals. */
export interface StrategyHooks<P, S> {
  /** Before the first bar. */
  onStart?(context: StrategyContext<P, S>): void;
  /** Before the first bar of a trading day, `2008-09-15`, is decided on: a UTC date, or what `execution.day` says. */
  beforeSession?(date: string, context: StrategyContext<P, S>): void;
  /** After the last bar of one: when the first bar of another one comes, and at the end. */
  afterSession?(date: string, context: StrategyContext<P, S>): void;
  /** Each fill of each portfolio that follows the strategy, on this symbol. */
  onFill?(fill: StrategyFill, context: StrategyContext<P, S>): void;
  /** After the last bar of the symbol. */
  onEnd?(context: StrategyContext<P, S>): void;
}

/**
 * A strategy: a pure function of features and bar (and of its own declared state, if any). One instance trades each
 * symbol; it must keep nothing outside `state`, and draw random numbers from `random` alone, or stepping back would not
 * take them along.
 */
export interface StrategyDefinition<P = unknown, F extends FeatureWishes = FeatureWishes, S = unknown>
  extends StrategyBase<P, F, S>,
    StrategyHooks<P, S> {
  /**
   * Bars at which `decide` wants to be asked; without, it is asked at every bar. Only for a strategy that answers
   * nothing at any other bar, whatever its state: then the run is the same, and faster. One with hooks other than
   * `onFill` is asked at every bar.
   */
  triggers?(params: P): readonly Trigger[];
  decide(
    features: { readonly [K in keyof F]: FeatureSeries },
    bar: Bar,
    when: Conditions,
    context: StrategyContext<P, S>,
  ): Signal | null | undefined;
}

/**
 * Describes a strategy, with types inferred from its parameters and features. One without parameters leaves `params` out.
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
): StrategyDefinition<P, F, S>;
export function defineStrategy<const F extends FeatureWishes, S = undefined>(
  definition: WithoutParams<F, S>,
): StrategyDefinition<NoParams, F, S>;
export function defineStrategy<F extends FeatureWishes, S>(
  definition: StrategyDefinition<NoParams, F, S> | WithoutParams<F, S>,
): StrategyDefinition<NoParams, F, S> {
  return noteDefinition({ ...definition, params: definition.params ?? z.strictObject({}) });
}

type NoParams = Readonly<Record<never, never>>;

/** A strategy that takes no parameters need not say so. */
interface WithoutParams<F extends FeatureWishes, S>
  extends Omit<StrategyDefinition<NoParams, F, S>, 'params'> {
  readonly params?: undefined;
}

/** A strategy that keeps state: `initialState` is a must, `onBar` stands for `decide`. */
export interface StatefulStrategy<P, F extends FeatureWishes, S>
  extends Omit<StrategyDefinition<P, F, S>, 'decide' | 'initialState' | 'triggers'> {
  initialState(params: P): S;
  onBar: StrategyDefinition<P, F, S>['decide'];
}

/**
 * Describes a strategy by what it does at each moment of its life: `onStart`, `beforeSession`, `onBar`, `onFill`,
 * `afterSession`, `onEnd`. All it remembers is in `context.state`, plain data that is saved, restored and stepped back.
 *
 * @example
 * export default defineStatefulStrategy({
 *   type: 'one_a_day',
 *   description: 'Buys the first up bar of each day.',
 *   params: z.strictObject({}),
 *   features: () => ({ open: 'open', close: 'close' }),
 *   initialState: () => ({ bought: false }),
 *   beforeSession: (_date, { state }) => void (state.bought = false),
 *   onBar: ({ open, close }, bar, when, { state }) => {
 *     if (!when.is('nothing bought today', !state.bought) || !when.above(close, open)) return null;
 *     state.bought = true;
 *     return { action: 'BUY' };
 *   },
 * });
 */
export function defineStatefulStrategy<P, const F extends FeatureWishes, S>(
  definition: StatefulStrategy<P, F, S>,
): StrategyDefinition<P, F, S> {
  const { onBar, ...rest } = definition;
  return noteDefinition({ ...rest, decide: onBar });
}
