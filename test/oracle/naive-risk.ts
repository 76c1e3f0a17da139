import type { Book } from './naive-ledger.ts';
import { equityOf, positionLots } from './naive-ledger.ts';
import { instrumentOf, unitsOf } from './naive-money.ts';

export interface Refusal {
  code: 'max_position' | 'max_exposure' | 'buying_power';
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
  for (const { order, lots: ordered } of book.waiting) {
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
export function firstRefusal(book: Book, symbol: string, lots: number, price: number): Refusal | null {
  const before = certainLots(book, symbol) + restingLots(book, symbol, Math.sign(lots));
  const after = before + lots;
  const changesSign = before * after < 0;
  if (Math.abs(after) <= Math.abs(before) && !changesSign) return null;

  const { lotSize, multiplier } = instrumentOf(book.input, symbol);
  const equity = equityOf(book);
  const unitsAfter = Math.abs(unitsOf(after, lotSize));

  const exposure = grossExposure(book, symbol, after, price);
  for (const rule of book.portfolio.risk) {
    let value: number;
    let limit: number;
    if (rule.type === 'max_exposure') {
      value = exposure;
      limit = (rule.percent / 100) * equity;
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
  return null;
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
