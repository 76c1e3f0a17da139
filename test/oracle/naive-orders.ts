import type { Book, WaitingOrder } from './naive-ledger.ts';
import type { PlainBar, PlainOrder, PlainSignal } from './plain.ts';

/** A bar of a symbol, the latest one known at slice number `slice`, which closes at `time`: that slice's own, or an older one. */
export interface Place {
  symbol: string;
  index: number;
  bar: PlainBar;
  slice: number;
  time: number;
}

export const keyOf = (strategy: string, symbol: string): string => `${strategy} ${symbol}`;

/** Whether an order is a stop loss, take profit or trailing stop that waits with its twins. */
export function isChild(book: Book, waiting: WaitingOrder): boolean {
  return [...book.exits.values()].some(({ children }) => children.includes(waiting));
}

/** The orders of a strategy on a symbol that wait, exits of its position not among them. */
export function ownOrders(book: Book, strategy: string, symbol: string): WaitingOrder[] {
  return book.waiting.filter(
    (one) => one.order.strategy === strategy && one.order.symbol === symbol && !isChild(book, one),
  );
}

/** Enters an order into the portfolio's list; it is open until something ends it. */
export function newOrder(book: Book, strategy: string | null, signal: PlainSignal, place: Place): PlainOrder {
  const order: PlainOrder = {
    number: book.result.orders.length + 1,
    strategy,
    symbol: place.symbol,
    units: 0,
    type: signal.limit !== undefined ? 'limit' : signal.stop !== undefined ? 'stop' : 'market',
    price: signal.limit ?? signal.stop ?? null,
    timeInForce: signal.timeInForce ?? 'GTC',
    decidedSlice: place.slice,
    decidedTime: place.time,
    status: 'open_at_end',
    stage: null,
    code: null,
    exit: null,
    value: null,
    limit: null,
    endSlice: null,
    endTime: null,
  };
  book.result.orders.push(order);
  return order;
}

/** Ends an order that waits. */
export function cancelOrder(
  book: Book,
  waiting: WaitingOrder,
  code: string,
  slice: number,
  time: number,
): void {
  book.waiting.splice(book.waiting.indexOf(waiting), 1);
  Object.assign(waiting.order, { status: 'cancelled', code, endSlice: slice, endTime: time });
  book.result.events.push({ type: 'ORDER_CANCELLED', slice, time, order: waiting.order.number });
}
