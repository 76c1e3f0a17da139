import { defineStatefulStrategy, sma, z } from 'admf';
import { closeLocation } from './own-feature.ts';

/** Buys strong closes of a rising market, each with a stop below its low. */
export default defineStatefulStrategy({
  type: 'strong_close',
  description: 'Buys a close near the high above the average, at most so often, with a stop below the low.',
  params: z.strictObject({
    period: z.int().min(2).default(50).describe('bars of the average'),
    strength: z.number().min(0).max(1).default(0.8).describe('where the close must stand in its bar'),
    trades: z.int().min(1).default(20).describe('entries in all'),
  }),
  features: ({ period }) => ({ close: 'close', average: sma(period), location: closeLocation() }),
  initialState: () => ({ entries: 0, held: 0 }),
  onFill: ({ units }, { state }) => {
    if (state.held === 0) state.entries++;
    state.held = Math.round((state.held + units) * 1e6) / 1e6;
  },
  onBar: ({ close, average, location }, bar, when, { params, state }) => {
    if (state.held !== 0) return when.crossunder(close, average) ? { action: 'EXIT' } : null;
    const allowed = when.is('entries left', state.entries < params.trades);
    if (!allowed || !when.above(close, average) || !when.above(location, params.strength)) return null;
    return bar.low < bar.close ? { action: 'BUY', stopLoss: bar.low, maxBars: 40 } : { action: 'BUY' };
  },
});
