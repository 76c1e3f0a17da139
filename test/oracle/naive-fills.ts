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
  const atPrice: Match = { reference: price, rule: order.type === 'limit' ? 'limit' : 'stop' };

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
export function slip(
  reference: number,
  order: PlainOrder,
  slippage: PlainSlippage,
  bars: PlainBar[] = [],
  index = 0,
): number {
  if (slippage.type === 'none' || order.type === 'limit') return reference;
  const side = order.units > 0 ? 1 : -1;
  if (slippage.type === 'bps') return reference * (1 + (side * slippage.bps) / 10_000);
  const { high, low, volume } = bars[index];
  if (slippage.type === 'range_share') {
    const slipped = reference + side * slippage.fraction * (high - low);
    return side > 0 ? Math.min(slipped, high) : Math.max(slipped, low);
  }
  if (slippage.type === 'volume_share') {
    const known = volume > 0 ? Math.abs(order.units) / volume : slippage.max_share;
    const share = Math.min(known, slippage.max_share);
    return reference * (1 + side * slippage.impact * share * share);
  }
  const returns: number[] = [];
  for (let i = Math.max(1, index - slippage.period); i < index; i += 1) {
    returns.push(bars[i].close / bars[i - 1].close - 1);
  }
  if (returns.length < 2) return reference;
  const mean = returns.reduce((sum, one) => sum + one, 0) / returns.length;
  const squares = returns.reduce((sum, one) => sum + (one - mean) * (one - mean), 0);
  const deviation = Math.sqrt(squares / (returns.length - 1));
  return reference * (1 + side * Math.min(slippage.multiple * deviation, slippage.max_percent / 100));
}

/** What a commission may depend on beside the size and price of its fill. */
export interface Charged {
  symbol: string;
  maker: boolean;
  /** Units and value that the portfolio traded earlier in the month. */
  monthUnits: number;
  monthValue: number;
}

const NOTHING_BEFORE: Charged = { symbol: '', maker: false, monthUnits: 0, monthValue: 0 };

/** Commission of one fill, at the slipped price. */
export function commissionOf(
  units: number,
  price: number,
  multiplier: number,
  commission: PlainCommission,
  charged: Charged = NOTHING_BEFORE,
): number {
  if (commission.type === 'none') return 0;
  const quantity = Math.abs(units);
  const value = quantity * price * multiplier;
  if (commission.type === 'schedule') {
    for (const { symbols, maker, taker, sale, minimum, maximum_percent } of commission.exchanges) {
      if (symbols !== undefined && !symbols.includes(charged.symbol)) continue;
      const rate = charged.maker && maker !== undefined ? maker : taker;
      let amount = (rate.percent / 100) * value + rate.per_unit * quantity + rate.fixed;
      if (units < 0 && sale !== undefined) {
        amount += (sale.percent / 100) * value + sale.per_unit * quantity + sale.fixed;
      }
      amount = Math.max(minimum, amount);
      if (maximum_percent !== undefined) amount = Math.min(amount, (maximum_percent / 100) * value);
      return roundMoney(amount);
    }
    return 0;
  }
  let amount: number;
  if (commission.type === 'percent') {
    amount = (commission.percent / 100) * quantity * price * multiplier;
  } else if (commission.type === 'per_share') {
    amount = commission.amount * quantity;
  } else if (commission.type === 'tiered') {
    const traded = commission.by === 'value' ? charged.monthValue : charged.monthUnits;
    const reached = commission.tiers.filter(({ from }) => from <= traded);
    const { percent, per_unit } = reached[reached.length - 1];
    amount = (percent / 100) * value + per_unit * quantity;
  } else {
    amount = commission.amount;
  }
  if (commission.minimum !== undefined) amount = Math.max(commission.minimum, amount);
  return roundMoney(amount);
}
