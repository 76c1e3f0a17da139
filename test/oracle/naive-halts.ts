import { closeSleeve } from './naive-closing.ts';
import { dayOf } from './naive-days.ts';
import type { Book } from './naive-ledger.ts';
import { equityOf, sleeveLots } from './naive-ledger.ts';
import { cancelOrder, ownOrders, type Place } from './naive-orders.ts';
import type { PlainRiskRule } from './plain.ts';

type HaltRule = Extract<PlainRiskRule, { type: 'drawdown_stop' | 'daily_loss' }>;

export function isHaltRule(rule: PlainRiskRule): rule is HaltRule {
  return rule.type === 'drawdown_stop' || rule.type === 'daily_loss';
}

/** At the closes of a slice, before any decision: which limits stop the portfolio, and which let it go on. */
export function watchHalts(book: Book, slice: number, time: number): void {
  const date = dayOf(book.input, time);
  const newDay = date !== book.day;
  if (newDay) book.dayStart = book.lastEquity;
  book.day = date;
  book.lastEquity = equityOf(book);
  const equity = book.lastEquity;

  book.portfolio.risk.forEach((rule, i) => {
    if (!isHaltRule(rule)) return;
    const halt = book.halts.get(i) ?? { since: null, value: 0, peak: book.portfolio.cash };
    book.halts.set(i, halt);
    if (halt.since !== null) {
      const waited = rule.type === 'drawdown_stop' && slice - halt.since >= (rule.bars ?? Infinity);
      if (!waited && !(rule.type === 'daily_loss' && newDay)) return;
      halt.since = null;
      halt.peak = equity;
    }
    halt.peak = Math.max(halt.peak, equity);
    const from = rule.type === 'drawdown_stop' ? halt.peak : book.dayStart;
    const value = ((from - equity) / from) * 100;
    if (value <= rule.percent * (1 + 1e-12)) return;
    halt.since = slice;
    halt.value = value;
    const { type: code, percent: limit, action } = rule;
    book.result.breaches.push({ slice, time, code, value, limit, equity, action });
    eachSleeve(book, (strategy, symbol) => {
      const own = ownOrders(book, strategy, symbol)[0];
      if (own !== undefined) cancelOrder(book, own, code, slice, time);
    });
    if (action !== 'close') return;
    eachSleeve(book, (strategy, symbol) => {
      if (sleeveLots(book, strategy, symbol) !== 0) {
        closeSleeve(book, strategy, lastPlace(book, symbol, slice, time), code);
      }
    });
  });
}

/** The latest bar of a symbol. */
function lastPlace(book: Book, symbol: string, slice: number, time: number): Place {
  const known = book.input.bars[symbol].filter((bar) => bar.closeTime <= time);
  return { symbol, index: known.length - 1, bar: known[known.length - 1], slice, time };
}

function eachSleeve(book: Book, visit: (strategy: string, symbol: string) => void): void {
  for (const { id } of book.portfolio.strategies) {
    for (const symbol of Object.keys(book.input.bars).sort()) visit(id, symbol);
  }
}
