import { z } from 'zod';
import { roc } from '../features/index.ts';
import { defineStrategy, type Signal } from './strategy.ts';
import { crosses } from './trigger.ts';

const BUY: Signal = Object.freeze({ action: 'BUY' });
const SELL: Signal = Object.freeze({ action: 'SELL' });
const EXIT: Signal = Object.freeze({ action: 'EXIT' });

/** Time-series momentum: what has risen over the period is held, what has fallen is sold. */
export const momentumTrend = defineStrategy({
  type: 'momentum',
  description: 'Buys what begins to show a rise over the period, sells a fall, stays out between.',
  params: z.strictObject({
    period: z.int().min(1).max(100_000).default(252).describe('bars over which the change is measured'),
    threshold: z.number().min(0).default(0).describe('change that counts as one, in percent'),
  }),
  features: (p) => ({ change: roc(p.period) }),
  triggers: (p) => [crosses('change', p.threshold), crosses('change', -p.threshold)],
  decide: ({ change }, _bar, when, { params: { threshold } }) => {
    if (when.crossover(change, threshold)) return BUY;
    if (when.crossunder(change, -threshold)) return SELL;
    if (when.crossunder(change, threshold) || when.crossover(change, -threshold)) return EXIT;
    return null;
  },
});
