import { isHaltRule } from './naive-halts.ts';
import type { Book } from './naive-ledger.ts';
import { equityOf, positionLots } from './naive-ledger.ts';
import { instrumentOf, unitsOf } from './naive-money.ts';
import { isChild } from './naive-orders.ts';

export interface Refusal {
  code: string;
  value: number;
  limit: number;
}

/** Lots of a symbol held once the waiting market orders are filled: nothing keeps those from filling. */
function certainLots(book: Book, symbol: string): number {
  let lots = positionLots(book, symbol);
  for (const waiting of book.waiting) {
    if (waiting.order.symbol === symbol && waiting.order.type === 'market') lots += waiting.lots;
  }
  return lots;
}

/** Lots of the limit and stop orders that wait on one side of a symbol: 1 buys, -1 sells. They may fill or not. */
function restingLots(book: Book, symbol: string, side: number): number {
  let lots = 0;
  for (const waiting of book.waiting) {
    const { order, lots: ordered } = waiting;
    // Exits only take a position to flat.
    if (isChild(book, waiting)) continue;
    if (order.symbol === symbol && order.type !== 'market' && Math.sign(ordered) === side) lots += ordered;
  }
  return lots;
}

/** The largest position, long or short, that the waiting orders can lead to. */
function worstLots(book: Book, symbol: string): number {
  const certain = certainLots(book, symbol);
  const long = Math.abs(certain + restingLots(book, symbol, 1));
  const short = Math.abs(certain + restingLots(book, symbol, -1));
  return Math.max(Math.abs(certain), long, short);
}

/** The first check that refuses an order of `lots`, or null. `price` is the close of the decision bar. */
export function firstRefusal(
  book: Book,
  symbol: string,
  lots: number,
  price: number,
  index: number,
  time: number,
): Refusal | null {
  const before = certainLots(book, symbol) + restingLots(book, symbol, Math.sign(lots));
  const after = before + lots;
  const changesSign = before * after < 0;
  if (Math.abs(after) <= Math.abs(before) && !changesSign) return null;

  const { lotSize, multiplier } = instrumentOf(book.input, symbol);
  const equity = equityOf(book);
  const unitsAfter = Math.abs(unitsOf(after, lotSize));

  const exposure = grossExposure(book, symbol, after, price);
  for (const [i, rule] of book.portfolio.risk.entries()) {
    if (isHaltRule(rule)) {
      const halt = book.halts.get(i);
      if (halt === undefined || halt.since === null) continue;
      return { code: rule.type, value: halt.value, limit: rule.percent };
    }
    let value: number;
    let limit: number;
    if (rule.type === 'max_exposure') {
      value = exposure;
      limit = (rule.percent / 100) * equity;
    } else if (rule.type === 'max_leverage') {
      value = exposure;
      limit = rule.leverage * equity;
    } else if (rule.type === 'max_net_exposure') {
      value = Math.max(
        netExposure(book, symbol, lots, price, 1),
        -netExposure(book, symbol, lots, price, -1),
      );
      limit = (rule.percent / 100) * equity;
    } else if (rule.type === 'max_positions') {
      const symbols = Object.keys(book.input.bars);
      value = symbols.filter((one) => (one === symbol ? after : worstLots(book, one)) !== 0).length;
      limit = rule.positions;
    } else if (rule.type === 'max_orders_per_bar') {
      value = 1 + book.passed.filter((moment) => moment === time).length;
      limit = rule.orders;
    } else if (rule.type === 'cooldown') {
      const lost = book.result.roundTrips.filter((trip) => trip.symbol === symbol && trip.netPnl < 0);
      const exits = lost.map((trip) => trip.exitIndex);
      value = exits.length === 0 ? 0 : Math.max(0, rule.bars - (index - exits[exits.length - 1]));
      limit = 0;
    } else if ('units' in rule) {
      value = unitsAfter;
      limit = rule.units;
    } else {
      value = unitsAfter * price * multiplier;
      limit = (rule.percent / 100) * equity;
    }
    if (exceeds(value, limit)) return { code: rule.type, value, limit };
  }

  const buyingPower = book.portfolio.leverage * equity;
  if (exceeds(exposure, buyingPower)) return { code: 'buying_power', value: exposure, limit: buyingPower };
  book.passed.push(time);
  return null;
}

/** Signed market value when what waits goes to one side as far as it can. */
function netExposure(book: Book, orderSymbol: string, lots: number, price: number, side: number): number {
  let net = 0;
  for (const symbol of Object.keys(book.input.bars).sort()) {
    const own = symbol === orderSymbol;
    let held = certainLots(book, symbol);
    if (!own || Math.sign(lots) === side) held += restingLots(book, symbol, side);
    if (own) held += lots;
    if (held === 0) continue;
    const { lotSize, multiplier } = instrumentOf(book.input, symbol);
    net += unitsOf(held, lotSize) * (own ? price : book.marks[symbol]) * multiplier;
  }
  return net;
}

/** Σ |units × mark × multiplier| with this order filled, and of the waiting ones those that make it largest. */
function grossExposure(book: Book, orderSymbol: string, lotsAfter: number, price: number): number {
  let gross = 0;
  for (const symbol of Object.keys(book.input.bars).sort()) {
    const own = symbol === orderSymbol;
    const lots = own ? lotsAfter : worstLots(book, symbol);
    if (lots === 0) continue;
    const mark = own ? price : book.marks[symbol];
    const { lotSize, multiplier } = instrumentOf(book.input, symbol);
    gross += Math.abs(unitsOf(lots, lotSize) * mark * multiplier);
  }
  return gross;
}

/** Above the limit by more than a relative hair of 1e-12. */
function exceeds(value: number, limit: number): boolean {
  return value > limit + Math.abs(limit) * 1e-12;
}
