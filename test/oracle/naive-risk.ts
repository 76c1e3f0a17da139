import type { Book } from './naive-ledger.ts';
import { equityOf, positionLots } from './naive-ledger.ts';
import { instrumentOf, unitsOf } from './naive-money.ts';

export interface Refusal {
  code: 'max_position' | 'max_exposure' | 'buying_power';
  value: number;
  limit: number;
}

/** Net lots of a symbol that are ordered but not yet filled, over all strategies of the portfolio. */
function pendingLots(book: Book, symbol: string): number {
  let lots = 0;
  for (const waiting of book.waiting) if (waiting.order.symbol === symbol) lots += waiting.lots;
  return lots;
}

/** The first check that refuses an order of `lots`, or null. `price` is the close of the decision bar. */
export function firstRefusal(book: Book, symbol: string, lots: number, price: number): Refusal | null {
  const before = positionLots(book, symbol) + pendingLots(book, symbol);
  const after = before + lots;
  const changesSign = before * after < 0;
  if (Math.abs(after) <= Math.abs(before) && !changesSign) return null;

  const { lotSize, multiplier } = instrumentOf(book.input, symbol);
  const equity = equityOf(book);
  const unitsAfter = Math.abs(unitsOf(after, lotSize));

  // All position limits come before all exposure limits, however the portfolio lists them.
  for (const rule of book.portfolio.risk) {
    if (rule.type !== 'max_position') continue;
    const value = 'units' in rule ? unitsAfter : unitsAfter * price * multiplier;
    const limit = 'units' in rule ? rule.units : (rule.percent / 100) * equity;
    if (exceeds(value, limit)) return { code: 'max_position', value, limit };
  }

  const exposure = grossExposure(book, symbol, after, price);
  for (const rule of book.portfolio.risk) {
    if (rule.type !== 'max_exposure') continue;
    const limit = (rule.percent / 100) * equity;
    if (exceeds(exposure, limit)) return { code: 'max_exposure', value: exposure, limit };
  }

  const buyingPower = book.portfolio.leverage * equity;
  if (exceeds(exposure, buyingPower)) return { code: 'buying_power', value: exposure, limit: buyingPower };
  return null;
}

/** Σ |net units × mark × multiplier| with this order and all pending ones filled. */
function grossExposure(book: Book, orderSymbol: string, lotsAfter: number, price: number): number {
  let gross = 0;
  for (const symbol of Object.keys(book.input.bars).sort()) {
    const own = symbol === orderSymbol;
    const lots = own ? lotsAfter : positionLots(book, symbol) + pendingLots(book, symbol);
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
