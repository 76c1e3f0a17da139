import { z } from 'zod';
import { goto } from '../../../src/debugger/motions/walk.ts';
import { open } from '../../../src/debugger/open-session.ts';
import type { Session } from '../../../src/debugger/session.ts';
import { sma } from '../../../src/features/index.ts';
import { defineStrategy } from '../../../src/strategies/strategy.ts';

/** A crossover on a random walk, one portfolio. */
export const single = {
  name: 'single',
  data: [{ symbol: 'AAA', source: { type: 'random_walk', bars: 900, seed: 7 } }],
  strategies: [{ id: 'trend', type: 'sma_crossover', params: { fast: 5, slow: 20 } }],
  portfolios: [{ id: 'main', strategies: ['trend'], cash: 100_000, direction: 'long_short' }],
};

/** Counts its bars and draws numbers of its own: all of it is in its state. */
export const moody = defineStrategy({
  type: 'moody',
  description: 'Trades when its own numbers say so.',
  params: z.strictObject({ every: z.int().min(1).default(7), period: z.int().min(2).default(10) }),
  features: (p) => ({ close: 'close', average: sma(p.period) }),
  initialState: () => ({ bars: 0, seed: 12345, log: [] as number[] }),
  decide: ({ close, average }, _bar, when, { params, state }) => {
    state.bars++;
    state.seed = (Math.imul(state.seed, 1103515245) + 12345) & 0x7fffffff;
    if (state.bars % params.every !== 0) return null;
    state.log = [...state.log.slice(-3), state.seed];
    const price = close.now;
    if (state.seed % 3 === 0) return { action: 'BUY', limit: price * 0.99 };
    if (state.seed % 3 === 1) return { action: 'SELL', stop: price * 0.98, timeInForce: 'DAY' };
    return when.above(close, average) ? { action: 'EXIT' } : null;
  },
});

/** Two symbols of different length, strategies with and without state, limits and costs, two portfolios in a lane. */
export const mixed = {
  name: 'mixed',
  data: [
    { symbol: 'BBB', source: { type: 'random_walk', bars: 700, seed: 3 } },
    { symbol: 'AAA', source: { type: 'random_walk', bars: 500, seed: 9 } },
  ],
  strategies: [
    { id: 'trend', type: 'sma_crossover', params: { fast: 4, slow: 15 } },
    { id: 'moody', type: moody, params: { every: 5 } },
    { id: 'reversal', type: 'rsi_mean_reversion', symbols: ['BBB'] },
  ],
  portfolios: [
    {
      id: 'both',
      strategies: [
        { id: 'trend', weight: 0.4 },
        { id: 'moody', weight: 0.6 },
      ],
      cash: 50_000,
      direction: 'long_short',
      risk: [{ type: 'max_position', percent: 60 }],
    },
    { id: 'calm', strategies: ['reversal'], cash: 80_000 },
  ],
  execution: {
    slippage: { type: 'bps', bps: 2 },
    commission: { type: 'percent', percent: 0.05 },
    close_at_end: true,
  },
};

/** A session of a workflow, at the end of a bar. */
export async function sessionAt(workflow: Readonly<Record<string, unknown>>, bar: number): Promise<Session> {
  const session = await open(workflow);
  await goto(session, bar);
  return session;
}

/** The lines that a promise is refused with. */
export async function refusal(promise: Promise<unknown>): Promise<string> {
  const outcome = await promise.then(
    () => 'not refused',
    (error: unknown) => error,
  );
  if (outcome instanceof Error && 'line' in outcome) return String(outcome.line);
  throw outcome;
}
