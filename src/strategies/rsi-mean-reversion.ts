import { z } from 'zod';
import { rsi } from '../features/index.ts';
import { defineStrategy, type Signal } from './strategy.ts';
import { crosses } from './trigger.ts';

const BUY: Signal = Object.freeze({ action: 'BUY' });
const SELL: Signal = Object.freeze({ action: 'SELL' });
const EXIT: Signal = Object.freeze({ action: 'EXIT' });

/** Bets on a return to the mean: buys the oversold, sells the overbought, leaves in the middle. */
export const rsiMeanReversion = defineStrategy({
  type: 'rsi_mean_reversion',
  description:
    'Buys when the RSI falls below oversold, sells when it rises above overbought, exits in the middle.',
  params: z
    .strictObject({
      period: z.int().min(1).max(100_000).default(14).describe('bars of the RSI'),
      oversold: z.number().min(0).max(100).default(30).describe('buy below this RSI'),
      overbought: z.number().min(0).max(100).default(70).describe('sell above this RSI'),
      exit: z.number().min(0).max(100).default(50).describe('leave when the RSI crosses this level'),
    })
    .refine((p) => p.oversold < p.exit && p.exit < p.overbought, {
      error: 'oversold, exit and overbought must rise in this order',
      path: ['exit'],
    }),
  features: (p) => ({ rsi: rsi(p.period) }),
  triggers: (p) => [crosses('rsi', p.oversold), crosses('rsi', p.exit), crosses('rsi', p.overbought)],
  decide: ({ rsi }, _bar, when, { params }) => {
    if (when.crossunder(rsi, params.oversold)) return BUY;
    if (when.crossover(rsi, params.overbought)) return SELL;
    if (when.crossover(rsi, params.exit) || when.crossunder(rsi, params.exit)) return EXIT;
    return null;
  },
});
