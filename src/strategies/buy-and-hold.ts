import { z } from 'zod';
import { defineStrategy, type Signal } from './strategy.ts';
import { atFirstBar } from './trigger.ts';

const BUY: Signal = Object.freeze({ action: 'BUY' });

/** What every strategy must beat: buys at the first bar and stays. */
export const buyAndHold = defineStrategy({
  type: 'buy_and_hold',
  description: 'Buys at the first bar and holds to the end.',
  params: z.strictObject({}),
  features: () => ({}),
  triggers: () => [atFirstBar()],
  decide: (_features, bar, when) => (when.is('first bar', bar.number === 1) ? BUY : null),
});
