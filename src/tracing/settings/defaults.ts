import { eventTypeNumber } from '../../events/event-type.ts';
import { TRADE_TYPES } from '../trades/trade-tracker.ts';
import type { Retention, TracedTypes } from './trace-block.ts';

/** Whether events of a type belong to trades, and are let go when the trade is closed. */
export function belongsToTrades(type: string): boolean {
  const number = eventTypeNumber(type);
  return number !== undefined && TRADE_TYPES.includes(number);
}

/**
 * How long events are kept in memory where nobody says it. Types that were asked for but belong to no trade get a sliding
 * window: a retention by trades would drop them at once. All else goes when its trade is closed.
 *
 * @param asked types that were asked for; null when nobody did.
 */
export function defaultRetention(asked: TracedTypes | null): Retention {
  if (asked === null || (asked !== 'ALL' && asked.every(belongsToTrades))) return 'trade_complete';
  return 'sliding_window';
}
