import { z } from 'zod';
import { zScore } from '../features/index.ts';
import { defineStrategy, type Signal } from './strategy.ts';
import { crosses } from './trigger.ts';

const BUY: Signal = Object.freeze({ action: 'BUY' });
const SELL: Signal = Object.freeze({ action: 'SELL' });
const EXIT: Signal = Object.freeze({ action: 'EXIT' });

/** Bets on a return to the mean from so many standard deviations away. */
export const zScoreReversion = defineStrategy({
  type: 'z_score_reversion',
  description:
    'Buys when the z-score falls below −entry, sells when it rises above entry, exits near the mean.',
  params: z
    .strictObject({
      period: z.int().min(2).max(100_000).default(20).describe('bars of mean and deviation'),
      entry: z
        .number()
        .gt(0)
        .max(100)
        .default(2)
        .describe('standard deviations from the mean at which to enter'),
      exit: z
        .number()
        .min(0)
        .max(100)
        .default(0)
        .describe('standard deviations from the mean at which to leave'),
    })
    .refine((p) => p.exit < p.entry, { error: 'exit must be below entry', path: ['exit'] }),
  features: (p) => ({ z: zScore(p.period) }),
  triggers: (p) => [
    crosses('z', -p.entry),
    crosses('z', p.entry),
    crosses('z', -p.exit),
    crosses('z', p.exit),
  ],
  decide: ({ z }, _bar, when, { params: { entry, exit } }) => {
    if (when.crossunder(z, -entry)) return BUY;
    if (when.crossover(z, entry)) return SELL;
    // From below on the way up, from above on the way down.
    if (when.crossover(z, -exit) || when.crossunder(z, exit)) return EXIT;
    return null;
  },
});
