import { z } from 'zod';
import { donchian } from '../features/index.ts';
import { defineStrategy, type Signal } from './strategy.ts';
import { crosses } from './trigger.ts';

const BUY: Signal = Object.freeze({ action: 'BUY' });
const SELL: Signal = Object.freeze({ action: 'SELL' });
const EXIT: Signal = Object.freeze({ action: 'EXIT' });

/** The rule of the Turtles: a new high of many bars buys, a new low of fewer leaves; and the reverse. */
export const donchianBreakout = defineStrategy({
  type: 'donchian_breakout',
  description: 'Buys a close above the highest high of the bars before, sells one below the lowest low.',
  params: z.strictObject({
    entry: z.int().min(1).max(100_000).default(20).describe('bars of the channel that is entered on'),
    exit: z.int().min(1).max(100_000).default(10).describe('bars of the channel that is left on'),
  }),
  features: (p) => {
    const entry = donchian(p.entry, 1);
    const exit = donchian(p.exit, 1);
    return {
      close: 'close',
      upper: entry.upper,
      lower: entry.lower,
      exit_upper: exit.upper,
      exit_lower: exit.lower,
    };
  },
  triggers: () => [
    crosses('close', 'upper'),
    crosses('close', 'lower'),
    crosses('close', 'exit_upper'),
    crosses('close', 'exit_lower'),
  ],
  initialState: () => ({ side: 0 }),
  decide: ({ close, upper, lower, exit_upper, exit_lower }, _bar, when, { state }) => {
    if (when.crossover(close, upper)) {
      state.side = 1;
      return BUY;
    }
    if (when.crossunder(close, lower)) {
      state.side = -1;
      return SELL;
    }
    const leaves =
      (state.side > 0 && when.crossunder(close, exit_lower)) ||
      (state.side < 0 && when.crossover(close, exit_upper));
    if (!leaves) return null;
    state.side = 0;
    return EXIT;
  },
});
