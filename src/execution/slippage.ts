import { z } from 'zod';
import { type ComponentDescription, Registry } from '../foundation/registry.ts';

/** The price at which a market or stop order really fills. `side` is +1 for a buy, −1 for a sale. */
export type SlippageModel = (referencePrice: number, side: number) => number;

export interface SlippageDefinition<P = unknown> extends ComponentDescription {
  readonly params: z.ZodType<P>;
  create(params: P): SlippageModel;
}

const none: SlippageDefinition<object> = {
  type: 'none',
  description: 'Fills at the reference price.',
  params: z.strictObject({}),
  create: () => (referencePrice) => referencePrice,
};

const bps: SlippageDefinition<{ bps: number }> = {
  type: 'bps',
  description: 'Moves the price against the trader by a fixed share.',
  params: z.strictObject({ bps: z.number().min(0).lt(10_000).describe('hundredths of a percent') }),
  create:
    ({ bps }) =>
    (referencePrice, side) =>
      referencePrice * (1 + (side * bps) / 10_000),
};

export const slippageRegistry = new Registry<SlippageDefinition>('slippage model', [
  none as SlippageDefinition,
  bps as SlippageDefinition,
]);
