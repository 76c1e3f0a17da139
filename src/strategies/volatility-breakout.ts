import { z } from 'zod';
import { keltner } from '../features/index.ts';
import { defineStrategy, type Signal } from './strategy.ts';
import { crosses } from './trigger.ts';

const BUY: Signal = Object.freeze({ action: 'BUY' });
const SELL: Signal = Object.freeze({ action: 'SELL' });
const EXIT: Signal = Object.freeze({ action: 'EXIT' });

/** Joins a move that is large for its time: beyond the average by a multiple of the true range. */
export const volatilityBreakout = defineStrategy({
  type: 'volatility_breakout',
  description:
    'Buys a close that leaves the Keltner channel upwards, sells one downwards, exits at its middle.',
  params: z.strictObject({
    period: z.int().min(1).max(100_000).default(20).describe('bars of the average in the middle'),
    multiple: z.number().gt(0).max(100).default(2).describe('distance of the bands, in average true ranges'),
    atr_period: z.int().min(1).max(100_000).default(10).describe('bars of the average true range'),
  }),
  features: (p) => ({ close: 'close', ...keltner(p.period, p.multiple, p.atr_period) }),
  triggers: () => [crosses('close', 'upper'), crosses('close', 'lower'), crosses('close', 'middle')],
  decide: ({ close, lower, middle, upper }, _bar, when) => {
    if (when.crossover(close, upper)) return BUY;
    if (when.crossunder(close, lower)) return SELL;
    if (when.crossover(close, middle) || when.crossunder(close, middle)) return EXIT;
    return null;
  },
});
