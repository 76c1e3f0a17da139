import type { Conditions } from './conditions.ts';
import type { FeatureSeries } from './feature-series.ts';
import { noteDefinition } from './latest-definition.ts';
import type {
  Bar,
  FeatureWishes,
  Signal,
  StrategyBase,
  StrategyContext,
  StrategyDefinition,
} from './strategy.ts';

/** One symbol as a strategy over several sees it. */
export interface UniverseMember<F extends FeatureWishes = FeatureWishes> {
  readonly symbol: string;
  /** It has a bar at this moment. If not, bar and features are those of its last one. */
  readonly isNew: boolean;
  readonly bar: Bar;
  readonly features: { readonly [K in keyof F]: FeatureSeries };
  /** Comparisons that become the reason of this symbol's signal. */
  readonly when: Conditions;
}

/** The symbols of a strategy at one moment. */
export interface Universe<F extends FeatureWishes = FeatureWishes> {
  /** UTC milliseconds at which the bars of this moment were known. */
  readonly time: number;
  /** Counts from 1 the moments at which any of the symbols had a bar. */
  readonly number: number;
  /** Those that have had a bar, sorted by symbol. */
  readonly members: readonly UniverseMember<F>[];
  /** Number of symbols that the strategy trades, those without a bar yet included. */
  readonly size: number;
  /** One of them by its name; undefined while it has had no bar, or where it is none of them. */
  get(symbol: string): UniverseMember<F> | undefined;
}

/** A signal, and for which of its symbols the strategy gives it. */
export interface SymbolSignal extends Signal {
  readonly symbol: string;
}

/**
 * A strategy over several symbols: asked once at every moment at which any of them has a bar, after all bars of that moment are
 * known. One instance trades all its symbols. Its signals become orders in the order in which it gives them, so that those
 * that free money come first.
 */
export interface UniverseDefinition<P = unknown, F extends FeatureWishes = FeatureWishes, S = unknown>
  extends StrategyBase<P, F, S> {
  /** Why it cannot trade these symbols, sorted by name; undefined when it can. */
  checkSymbols?(symbols: readonly string[], params: P): string | undefined;
  decideAll(
    universe: Universe<F>,
    context: StrategyContext<P, S>,
  ): readonly SymbolSignal[] | null | undefined;
}

/** A strategy of either kind. */
export type AnyStrategy = StrategyDefinition | UniverseDefinition;

export function decidesOnAll(definition: AnyStrategy): definition is UniverseDefinition {
  return 'decideAll' in definition;
}

/**
 * Describes a strategy that looks at all its symbols at once.
 *
 * @example
 * export default defineUniverseStrategy({
 *   type: 'strongest',
 *   description: 'Holds the symbol that rose most.',
 *   params: z.strictObject({ period: z.int().min(1).default(60) }),
 *   features: (p) => ({ change: roc(p.period) }),
 *   decideAll: ({ members }) => {
 *     const known = members.filter(({ features }) => !Number.isNaN(features.change.now));
 *     const best = known.toSorted((a, b) => b.features.change.now - a.features.change.now)[0];
 *     return known.map(({ symbol, when }) => ({
 *       symbol,
 *       action: when.is('rose most', symbol === best.symbol) ? 'BUY' : 'EXIT',
 *     }));
 *   },
 * });
 */
export function defineUniverseStrategy<P, const F extends FeatureWishes, S = undefined>(
  definition: UniverseDefinition<P, F, S>,
): UniverseDefinition<P, F, S> {
  return noteDefinition(definition);
}
