import { z } from 'zod';
import { type ComponentDescription, Registry } from '../foundation/registry.ts';
import type { TradeStatistics } from './track-record.ts';

/** What a sizing rule knows when a signal asks for a position. */
export interface SizingInput {
  /** Marked at the closes of the decision slice. */
  readonly equity: number;
  /** Close of the decision bar. */
  readonly price: number;
  readonly multiplier: number;
  /** The strategy's share of the portfolio. */
  readonly weight: number;
  /** Number of symbols that the strategy trades. */
  readonly symbols: number;
  /** From the entry to the stop loss that the position will have, in points of price; NaN when it will have none. */
  readonly stopDistance: number;
  /** What the rule's `features` asked for, at the decision bar; NaN while it warms up. */
  readonly features: Readonly<Record<string, number>>;
  /** Closed trades of the portfolio so far; null unless the definition says `readsTrades`. */
  readonly trades: TradeStatistics | null;
}

/** Full size of a position in units, 0 or above; rounded down to whole lots by the caller. */
export type SizingRule = (input: SizingInput) => number;

/** Names a feature, as strategies do: `{ type: 'atr', params: { period: 14 } }`. */
export interface SizingFeature {
  readonly type: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly output?: string;
}

/** A sizing rule, as `defineSizing` takes it: from what is known at a signal to the full size of the position, in units. */
export interface SizingDefinition<P = unknown> extends ComponentDescription {
  readonly params: z.ZodType<P>;
  /** Features of the symbol in question that the rule reads, by its own names. */
  features?(params: P): Readonly<Record<string, SizingFeature>>;
  /** It reads `trades`. */
  readonly readsTrades?: boolean;
  create(params: P): SizingRule;
}

/**
 * Describes a sizing rule of your own, with types inferred from its parameters. In a file of its own, as the default export, a
 * workflow names it by the path: `sizing: { type: ./my-sizing.ts, percent: 2 }`.
 */
export function defineSizing<P>(definition: SizingDefinition<P>): SizingDefinition<P> {
  return definition;
}

const fixed: SizingDefinition<{ quantity: number }> = {
  type: 'fixed',
  description: 'Always the same number of units.',
  params: z.strictObject({ quantity: z.number().gt(0).describe('units: shares, contracts, coins') }),
  create:
    ({ quantity }) =>
    () =>
      quantity,
};

const percentOfEquity: SizingDefinition<{ percent: number }> = {
  type: 'percent_of_equity',
  description: "A share of the portfolio's equity, split by the strategies' weights.",
  params: z.strictObject({
    percent: z.number().gt(0).max(10_000).default(95).describe('percent of equity; above 100 needs leverage'),
  }),
  create:
    ({ percent }) =>
    ({ equity, price, multiplier, weight }) =>
      equity > 0 ? (weight * equity * percent) / 100 / (price * multiplier) : 0,
};

const equalWeight: SizingDefinition<{ percent: number; positions?: number }> = {
  type: 'equal_weight',
  description: "The strategy's share of equity, in equal parts for each symbol that it trades.",
  params: z.strictObject({
    percent: z.number().gt(0).max(10_000).default(95).describe('percent of equity over all parts'),
    positions: z
      .int()
      .min(1)
      .optional()
      .describe('number of parts; the symbols that the strategy trades, when left out'),
  }),
  create:
    ({ percent, positions }) =>
    ({ equity, price, multiplier, weight, symbols }) =>
      equity > 0 ? (weight * equity * percent) / 100 / (positions ?? symbols) / (price * multiplier) : 0,
};

const maxPercent = z
  .number()
  .gt(0)
  .max(10_000)
  .default(100)
  .describe('largest position, in percent of equity; above 100 needs leverage');

const volatilityTarget: SizingDefinition<{
  percent: number;
  period: number;
  periods_per_year: number;
  max_percent: number;
}> = {
  type: 'volatility_target',
  description: 'As large as gives the position a wanted volatility a year, by what its price did of late.',
  params: z.strictObject({
    percent: z.number().gt(0).max(1_000).default(10).describe('volatility a year, in percent of equity'),
    period: z.int().min(2).max(100_000).default(20).describe('returns that the volatility is measured by'),
    periods_per_year: z.number().gt(0).default(252).describe('bars in a year'),
    max_percent: maxPercent,
  }),
  features: ({ period, periods_per_year }) => ({
    volatility: { type: 'volatility', params: { period, periods_per_year } },
  }),
  create:
    ({ percent, max_percent }) =>
    ({ equity, price, multiplier, weight, features: { volatility } }) => {
      if (!(equity > 0) || Number.isNaN(volatility)) return 0;
      const share = Math.min(percent / 100 / volatility, max_percent / 100);
      return (weight * equity * share) / (price * multiplier);
    },
};

const kelly: SizingDefinition<{
  fraction: number;
  min_trades: number;
  initial_percent: number;
  max_percent: number;
}> = {
  type: 'kelly',
  description: 'A fraction of the Kelly bet by the trades of the portfolio so far.',
  params: z.strictObject({
    fraction: z.number().gt(0).max(1).default(0.5).describe('share of the full Kelly bet'),
    min_trades: z.int().min(1).default(20).describe('closed trades before the bet is reckoned from them'),
    initial_percent: z.number().gt(0).max(10_000).default(10).describe('percent of equity until then'),
    max_percent: maxPercent,
  }),
  readsTrades: true,
  create: ({ fraction, min_trades, initial_percent, max_percent }) => {
    const shareOf = (trades: TradeStatistics): number => {
      if (trades.count < min_trades) return initial_percent / 100;
      const winRate = trades.wins / trades.count;
      const payoff = trades.won / trades.wins / (trades.lost / trades.losses);
      // Without a loss there is nothing to divide by, and nothing that speaks against the whole bet.
      const bet = trades.losses === 0 ? 1 : trades.wins === 0 ? 0 : winRate - (1 - winRate) / payoff;
      return fraction * Math.max(0, bet);
    };
    return ({ equity, price, multiplier, weight, trades }) => {
      if (!(equity > 0) || trades === null) return 0;
      const share = Math.min(shareOf(trades), max_percent / 100);
      return (weight * equity * share) / (price * multiplier);
    };
  },
};

const riskPerTrade: SizingDefinition<{
  percent: number;
  atr_multiple: number;
  atr_period: number;
  max_percent: number;
}> = {
  type: 'risk_per_trade',
  description: 'As large as loses a given share of equity at the stop loss.',
  params: z.strictObject({
    percent: z.number().gt(0).max(100).default(1).describe('percent of equity that the stop may cost'),
    atr_multiple: z
      .number()
      .gt(0)
      .default(2)
      .describe('average true ranges to the stop, for a position that has none'),
    atr_period: z.int().min(1).max(100_000).default(14).describe('bars of the average true range'),
    max_percent: maxPercent,
  }),
  features: ({ atr_period }) => ({ atr: { type: 'atr', params: { period: atr_period } } }),
  create:
    ({ percent, atr_multiple, max_percent }) =>
    ({ equity, price, multiplier, weight, stopDistance, features: { atr } }) => {
      const distance = Number.isNaN(stopDistance) ? atr_multiple * atr : stopDistance;
      if (!(equity > 0) || Number.isNaN(distance)) return 0;
      const most = (weight * equity * max_percent) / 100 / (price * multiplier);
      if (distance === 0) return most;
      return Math.min((weight * equity * percent) / 100 / (distance * multiplier), most);
    },
};

export const sizingRegistry = new Registry<SizingDefinition>('sizing', [
  fixed as SizingDefinition,
  percentOfEquity as SizingDefinition,
  equalWeight as SizingDefinition,
  volatilityTarget as SizingDefinition,
  kelly as SizingDefinition,
  riskPerTrade as SizingDefinition,
]);
