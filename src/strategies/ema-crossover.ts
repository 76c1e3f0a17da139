import { z } from 'zod';
import { ema } from '../features/index.ts';
import { defineStrategy, type Signal } from './strategy.ts';
import { crosses } from './trigger.ts';

const BUY: Signal = Object.freeze({ action: 'BUY' });
const SELL: Signal = Object.freeze({ action: 'SELL' });

/** Follows the trend as `sma_crossover` does, by averages that weigh late bars more. */
export const emaCrossover = defineStrategy({
  type: 'ema_crossover',
  description:
    'Buys when a fast exponential moving average crosses above a slow one, sells when it crosses below.',
  params: z
    .strictObject({
      fast: z.int().min(1).max(100_000).default(12).describe('bars of the fast average'),
      slow: z.int().min(2).max(100_000).default(26).describe('bars of the slow average'),
    })
    .refine((p) => p.fast < p.slow, { error: 'fast must be below slow', path: ['fast'] }),
  features: (p) => ({ fast: ema(p.fast), slow: ema(p.slow) }),
  triggers: () => [crosses('fast', 'slow')],
  decide: ({ fast, slow }, _bar, when) => {
    if (when.crossover(fast, slow)) return BUY;
    if (when.crossunder(fast, slow)) return SELL;
    return null;
  },
});
