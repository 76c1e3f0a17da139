import { ORDER, RULE } from '../events/trading-codes.ts';

/** Result of `matchBar` when the bar does not reach the order. */
export const NO_FILL = -1;

/**
 * The rule by which a bar fills an order, or `NO_FILL`. A touch counts; an open beyond the price fills at the open
 * (price improvement for a limit, the gap for a stop). `side` is +1 for a buy.
 */
export function matchBar(
  orderType: number,
  side: number,
  price: number,
  open: number,
  high: number,
  low: number,
): number {
  if (orderType === ORDER.market) return RULE.open;
  // A buy limit waits for low prices, a buy stop for high ones; sales are mirrored.
  const waitsBelow = (orderType === ORDER.limit) === side > 0;
  if (waitsBelow ? open <= price : open >= price) return RULE.open;
  if (waitsBelow ? low <= price : high >= price) return orderType === ORDER.limit ? RULE.limit : RULE.stop;
  return NO_FILL;
}
