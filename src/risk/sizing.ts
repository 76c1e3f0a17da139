import { z } from 'zod';
import { type ComponentDescription, Registry } from '../foundation/registry.ts';

/** What a sizing rule knows when a signal asks for a position. */
export interface SizingInput {
  /** Marked at the closes of the decision slice. */
  readonly equity: number;
  /** Close of the decision bar. */
  readonly price: number;
  readonly multiplier: number;
  /** The strategy's share of the portfolio. */
  readonly weight: number;
}

/** Full size of a position in units, 0 or above; rounded down to whole lots by the caller. */
export type SizingRule = (input: SizingInput) => number;

export interface SizingDefinition<P = unknown> extends ComponentDescription {
  readonly params: z.ZodType<P>;
  create(params: P): SizingRule;
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

export const sizingRegistry = new Registry<SizingDefinition>('sizing', [
  fixed as SizingDefinition,
  percentOfEquity as SizingDefinition,
]);
