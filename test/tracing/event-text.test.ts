import { expect, test } from 'vitest';
import type { EventRecord } from '../../src/events/event.ts';
import { eventText } from '../../src/tracing/event-text.ts';

test.each([
  [1, '1 bar,'],
  [2, '2 bars,'],
])('a trade held for %i bars is told in words that agree', (barsHeld, words) => {
  const payload = {
    tradeNumber: 1,
    direction: 'long',
    quantity: 5,
    symbol: 'X',
    entryPrice: 1,
    exitPrice: 2,
  };
  const close = { type: 'POSITION_CLOSE', payload: { ...payload, barsHeld, pnl: 5 } };
  expect(eventText(close as unknown as EventRecord)).toBe(`#1 long 5 X, 1 to 2 in ${words} pnl 5`);
});
