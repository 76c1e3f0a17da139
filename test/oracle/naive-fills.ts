import { roundMoney } from './naive-money.ts';
import type { FillRule, PlainBar, PlainCommission, PlainOrder, PlainSlippage } from './plain.ts';

/** How a bar fills an order: the price before slippage, and the rule of the table that gave it. */
export interface Match {
  reference: number;
  rule: FillRule;
}

/** The table of fills: at which price, and by which rule, this real bar fills this order; null when it does not. */
export function matchOrder(order: PlainOrder, bar: PlainBar): Match | null {
  const atOpen: Match = { reference: bar.open, rule: 'open' };
  if (order.type === 'market') return atOpen;

  const price = order.price!;
  const buy = order.units > 0;
  const atPrice: Match = { reference: price, rule: order.type };

  if (order.type === 'limit' && buy) {
    if (bar.open <= price) return atOpen;
    if (bar.low <= price) return atPrice;
    return null;
  }
  if (order.type === 'limit') {
    if (bar.open >= price) return atOpen;
    if (bar.high >= price) return atPrice;
    return null;
  }
  if (buy) {
    if (bar.open >= price) return atOpen;
    if (bar.high >= price) return atPrice;
    return null;
  }
  if (bar.open <= price) return atOpen;
  if (bar.low <= price) return atPrice;
  return null;
}

/** Moves the price against the trader. A limit order never fills beyond its limit, so it has none. */
export function slip(reference: number, order: PlainOrder, slippage: PlainSlippage): number {
  if (slippage.type === 'none' || order.type === 'limit') return reference;
  if (order.units > 0) return reference * (1 + slippage.bps / 10_000);
  return reference * (1 - slippage.bps / 10_000);
}

/** Commission of one fill, at the slipped price. */
export function commissionOf(
  units: number,
  price: number,
  multiplier: number,
  commission: PlainCommission,
): number {
  if (commission.type === 'none') return 0;
  let amount: number;
  if (commission.type === 'percent') {
    amount = (commission.percent / 100) * Math.abs(units) * price * multiplier;
  } else if (commission.type === 'per_share') {
    amount = commission.amount * Math.abs(units);
  } else {
    amount = commission.amount;
  }
  if (commission.minimum !== undefined) amount = Math.max(commission.minimum, amount);
  return roundMoney(amount);
}
