import { z } from 'zod';
import { next } from '../../src/debugger/motions/walk.ts';
import { open } from '../../src/debugger/open-session.ts';
import type { Session } from '../../src/debugger/session.ts';
import { defineStrategy } from '../../src/strategies/strategy.ts';

/** Two portfolios that share a strategy and two that do not; on one symbol or on two of different length. */
export function workflow(symbols: 1 | 2 = 1, bars = 300): Record<string, unknown> {
  return {
    name: 'stops',
    seed: 5,
    data: [
      { symbol: 'AAA', source: `generate:random_walk?bars=${bars}&seed=3` },
      ...(symbols === 2 ? [{ symbol: 'BBB', source: `generate:random_walk?bars=${bars - 100}&seed=4` }] : []),
    ],
    strategies: [
      { id: 'fast', type: 'sma_crossover', params: { fast: 3, slow: 8 } },
      { id: 'slow', type: 'sma_crossover', params: { fast: 5, slow: 20 } },
      { id: 'rsi', type: 'rsi_mean_reversion', params: { period: 4 } },
    ],
    portfolios: [
      { id: 'a', strategies: ['fast'], cash: 100_000 },
      { id: 'b', strategies: ['fast', 'slow'], cash: 50_000 },
      { id: 'c', strategies: ['rsi'], cash: 80_000 },
    ],
    execution: { slippage: { type: 'bps', bps: 5 } },
  };
}

/** The bars at whose end a text is true, found by standing at each. */
export async function barsWhere(session: Session, test: () => boolean): Promise<number[]> {
  const bars: number[] = [];
  for (let bar = session.position.bar + 1; bar <= session.bars; bar++) {
    await next(session);
    if (test()) bars.push(bar);
  }
  return bars;
}

/** Buys and sells as it draws, and says what it drew. */
export const dice = defineStrategy({
  type: 'dice',
  description: 'Trades at random.',
  params: z.strictObject({ odds: z.number().default(0.1) }),
  features: () => ({ close: 'close' }),
  decide: (_features, _bar, _when, { random, params }) => {
    if (random.uniform() > params.odds) return null;
    const drawn = random.normal();
    return { action: drawn > 0 ? 'BUY' : 'SELL', reason: `drew ${drawn}` };
  },
});

export function diceWorkflow(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    name: 'dice',
    seed: 11,
    data: [
      { symbol: 'AAA', source: 'generate:random_walk?bars=400&seed=3' },
      { symbol: 'BBB', source: 'generate:random_walk?bars=300&seed=4' },
    ],
    strategies: [
      { id: 'one', type: dice, params: { odds: 0.1 } },
      { id: 'two', type: dice, params: { odds: 0.2 } },
    ],
    portfolios: [
      { id: 'a', strategies: ['one'], cash: 100_000 },
      { id: 'b', strategies: ['one', 'two'], cash: 100_000 },
    ],
    ...changes,
  };
}

export { open };
