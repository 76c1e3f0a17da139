import { z } from 'zod';
import { bollinger } from '../features/index.ts';
import { defineStrategy, type Signal } from './strategy.ts';
import { crosses } from './trigger.ts';

const BUY: Signal = Object.freeze({ action: 'BUY' });
const SELL: Signal = Object.freeze({ action: 'SELL' });
const EXIT: Signal = Object.freeze({ action: 'EXIT' });

/** Bets on a return to the mean from outside the Bollinger bands. */
export const bollingerReversion = defineStrategy({
  type: 'bollinger_reversion',
  description:
    'Buys a close that falls below the lower band, sells one above the upper, exits at the middle.',
  params: z.strictObject({
    period: z.int().min(2).max(100_000).default(20).describe('bars of the bands'),
    std_devs: z.number().gt(0).max(100).default(2).describe('distance of the bands, in standard deviations'),
  }),
  features: (p) => ({ close: 'close', ...bollinger(p.period, p.std_devs) }),
  triggers: () => [crosses('close', 'lower'), crosses('close', 'upper'), crosses('close', 'middle')],
  decide: ({ close, lower, middle, upper }, _bar, when) => {
    if (when.crossunder(close, lower)) return BUY;
    if (when.crossover(close, upper)) return SELL;
    if (when.crossover(close, middle) || when.crossunder(close, middle)) return EXIT;
    return null;
  },
});
