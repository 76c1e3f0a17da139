import { z } from 'zod';
import { macd } from '../features/index.ts';
import { defineStrategy, type Signal } from './strategy.ts';
import { crosses } from './trigger.ts';

const BUY: Signal = Object.freeze({ action: 'BUY' });
const SELL: Signal = Object.freeze({ action: 'SELL' });

/** Follows turns of the trend: the difference of two averages against its own average. */
export const macdTrend = defineStrategy({
  type: 'macd_trend',
  description: 'Buys when the MACD crosses above its signal line, sells when it crosses below.',
  params: z
    .strictObject({
      fast: z.int().min(1).max(100_000).default(12).describe('bars of the fast average'),
      slow: z.int().min(2).max(100_000).default(26).describe('bars of the slow average'),
      signal: z.int().min(1).max(100_000).default(9).describe('bars of the average of their difference'),
    })
    .refine((p) => p.fast < p.slow, { error: 'fast must be below slow', path: ['fast'] }),
  features: (p) => {
    const { macd: line, signal } = macd(p.fast, p.slow, p.signal);
    return { macd: line, signal };
  },
  triggers: () => [crosses('macd', 'signal')],
  decide: ({ macd, signal }, _bar, when) => {
    if (when.crossover(macd, signal)) return BUY;
    if (when.crossunder(macd, signal)) return SELL;
    return null;
  },
});
