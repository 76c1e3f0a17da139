import { z } from 'zod';
import { everyParam, periodOf } from './every.ts';
import { defineUniverseStrategy } from './universe.ts';

/** Brings every symbol back to its share of the portfolio, once in a while. */
export const rebalance = defineUniverseStrategy({
  type: 'rebalance',
  description: 'Holds each symbol at a fixed share, equal or given, and restores the shares once in a while.',
  params: z.strictObject({
    every: everyParam('month'),
    weights: z
      .record(z.string(), z.number().min(-1).max(1))
      .refine((w) => Object.values(w).reduce((sum, one) => sum + Math.abs(one), 0) <= 1 + 1e-9, {
        error: 'weights must not add up to more than 1',
      })
      .optional()
      .describe('share of the full size by symbol, below 0 for short; equal shares when left out'),
  }),
  features: () => ({ close: 'close' }),
  initialState: () => ({ period: Number.NaN, closes: {} as Record<string, number> }),
  checkSymbols: (symbols, { weights = {} }) => {
    const unknown = Object.keys(weights).find((symbol) => !symbols.includes(symbol));
    return unknown === undefined ? undefined : `weights name ${unknown}, which it does not trade`;
  },
  decideAll: ({ members, time, number, size }, { params: { every, weights }, state }) => {
    const period = periodOf(every, time, number);
    const shares = members.map((member) => {
      const { symbol, features, when } = member;
      const weight = weights === undefined ? 1 / size : (weights[symbol] ?? 0);
      const begun = when.is('first bar of the period', period !== state.period);
      return { symbol, weight, begun, close: features.close.now };
    });
    if (period === state.period) return null;
    state.period = period;
    const rise = ({ symbol, close }: { symbol: string; close: number }) =>
      close / (state.closes[symbol] ?? close);
    // What rose most has outgrown its share and is sold first, so that its money is there for the others.
    const ordered = shares.toSorted(
      (a, b) =>
        Math.sign(b.weight) * rise(b) - Math.sign(a.weight) * rise(a) || (a.symbol < b.symbol ? -1 : 1),
    );
    for (const { symbol, close } of shares) state.closes[symbol] = close;
    return ordered.map(({ symbol, weight }) =>
      weight === 0
        ? { symbol, action: 'EXIT' as const }
        : { symbol, action: weight > 0 ? ('BUY' as const) : ('SELL' as const), target: Math.abs(weight) },
    );
  },
});
