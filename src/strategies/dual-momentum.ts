import { z } from 'zod';
import { roc } from '../features/index.ts';
import { everyParam, periodOf } from './every.ts';
import { defineUniverseStrategy } from './universe.ts';

/** Antonacci's rule: of several markets the strongest, and that only while it rises. */
export const dualMomentum = defineUniverseStrategy({
  type: 'dual_momentum',
  description: 'Holds the symbols that rose most, in equal shares, as long as they rose at all.',
  params: z.strictObject({
    period: z.int().min(1).max(100_000).default(252).describe('bars over which the change is measured'),
    hold: z.int().min(1).max(1_000).default(1).describe('number of symbols held'),
    threshold: z.number().default(0).describe('change that must be exceeded, in percent'),
    every: everyParam('month'),
  }),
  features: (p) => ({ change: roc(p.period) }),
  initialState: () => ({ period: Number.NaN, held: [] as string[] }),
  decideAll: ({ members, time, number }, { params: { hold, threshold, every }, state }) => {
    const period = periodOf(every, time, number);
    const begun = period !== state.period;
    const ranked = members
      .filter(({ features }) => !Number.isNaN(features.change.now))
      .toSorted((a, b) => b.features.change.now - a.features.change.now || (a.symbol < b.symbol ? -1 : 1));
    const best = ranked.slice(0, hold);
    const chosen = members.filter((member) => {
      const { when, features } = member;
      const now = when.is('first bar of the period', begun);
      const strong = when.is(`among the ${hold} that rose most`, best.includes(member));
      return when.above(features.change, threshold) && strong && now;
    });
    if (!begun || ranked.length === 0) return null;
    state.period = period;
    const next = chosen.map(({ symbol }) => symbol);
    // What is given up comes first: its money buys the rest.
    const left = state.held
      .filter((symbol) => !next.includes(symbol))
      .map((symbol) => ({ symbol, action: 'EXIT' as const, reason: 'no longer among those that rose most' }));
    state.held = next;
    return [...left, ...next.map((symbol) => ({ symbol, action: 'BUY' as const, target: 1 / hold }))];
  },
});
