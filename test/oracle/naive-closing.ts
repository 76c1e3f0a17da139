import { supersedeExits } from './naive-exits.ts';
import { fillOrder } from './naive-filling.ts';
import type { Book } from './naive-ledger.ts';
import { sleeveLots } from './naive-ledger.ts';
import { instrumentOf, unitsOf } from './naive-money.ts';
import { cancelOrder, keyOf, newOrder, ownOrders, type Place } from './naive-orders.ts';

/** Closes, at the closes of a slice, the positions that were held for as long as they may be. */
export function closeOverdue(book: Book, places: Place[]): void {
  for (const { id: strategy } of book.portfolio.strategies) {
    for (const place of places) {
      const timer = book.exits.get(keyOf(strategy, place.symbol))?.timer;
      if (timer === undefined || timer === null || place.index - timer.from < timer.bars) continue;
      const own = ownOrders(book, strategy, place.symbol)[0];
      const held = sleeveLots(book, strategy, place.symbol);
      if (own !== undefined && own.order.type === 'market' && own.lots === -held) continue;
      if (own !== undefined) cancelOrder(book, own, 'time_exit', place.slice, place.time);
      closeSleeve(book, strategy, place, 'time_exit');
    }
  }
}

/** One market order for all that a strategy holds of a symbol, which no limit may refuse. */
export function closeSleeve(book: Book, strategy: string, place: Place, exit: string): void {
  const { symbol, bar, slice, time, index } = place;
  const lots = -sleeveLots(book, strategy, symbol);
  const order = newOrder(book, strategy, { action: 'EXIT' }, place);
  Object.assign(order, { exit, units: unitsOf(lots, instrumentOf(book.input, symbol).lotSize) });
  book.result.events.push({ type: 'ORDER', slice, time, order: order.number });
  supersedeExits(book, strategy, symbol, slice, time);
  const atClose =
    book.input.execution.profile === 'same_close' && bar.synthetic !== true && bar.closeTime === time;
  if (atClose) fillOrder(book, order, lots, { reference: bar.close, rule: 'close' }, { slice, time, index });
  else book.waiting.push({ order, lots, firstDate: null });
}
