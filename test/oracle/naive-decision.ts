import { supersedeExits } from './naive-exits.ts';
import { fillOrder } from './naive-filling.ts';
import type { Book } from './naive-ledger.ts';
import { sleeveLots } from './naive-ledger.ts';
import { instrumentOf, unitsOf, wholeLots } from './naive-money.ts';
import { cancelOrder, newOrder, ownOrders, type Place } from './naive-orders.ts';
import { firstRefusal } from './naive-risk.ts';
import { fullSize } from './naive-sizing.ts';
import type { PlainOrder, PlainSignal } from './plain.ts';

/** Turns a signal into an order of this portfolio, or refuses it. */
export function decide(book: Book, strategy: string, signal: PlainSignal, place: Place): void {
  if (signal.limit !== undefined && signal.stop !== undefined) {
    throw new Error(`a signal of ${strategy} has both a limit and a stop`);
  }
  const { symbol, bar } = place;
  const sleeve = sleeveLots(book, strategy, symbol);
  const direction = wantedDirection(book, signal);
  const keeps = direction !== 0 && signal.target === undefined && Math.sign(sleeve) === direction;
  const waiting = ownOrders(book, strategy, symbol);

  // A signal that changes nothing leaves the waiting orders alone: there are none.
  if (waiting.length === 0 && (keeps || (direction === 0 && sleeve === 0))) {
    refuse(book, newOrder(book, strategy, signal, place), 'sizing', { code: 'no_change' });
    return;
  }

  for (const old of waiting) cancelOrder(book, old, 'superseded', place.slice, place.time);

  const { lotSize } = instrumentOf(book.input, symbol);
  let wanted = 0;
  let cameOutAtZero = false;
  if (keeps) {
    wanted = sleeve;
  } else if (direction !== 0) {
    const size = wholeLots((signal.target ?? 1) * fullSize(book, strategy, signal, place), lotSize);
    wanted = direction * size;
    cameOutAtZero = size === 0;
  }

  const lots = wanted - sleeve;
  const order = newOrder(book, strategy, signal, place);
  if (lots === 0) {
    // A size of zero lots only comes to no order at all when the sleeve is flat.
    refuse(book, order, 'sizing', { code: cameOutAtZero ? 'size_zero' : 'no_change' });
    return;
  }
  order.units = unitsOf(lots, lotSize);

  const refusal = firstRefusal(book, symbol, lots, bar.close, place.index, place.time);
  if (refusal !== null) {
    refuse(book, order, 'risk', refusal);
    return;
  }

  const { stopLoss, takeProfit, trailingStop, maxBars } = signal;
  book.asked.set(order, { stopLoss, takeProfit, trailingStop, maxBars });
  book.result.events.push({ type: 'ORDER', slice: place.slice, time: place.time, order: order.number });
  if (order.type === 'market') supersedeExits(book, strategy, symbol, place.slice, place.time);
  const now =
    book.input.execution.profile === 'same_close' &&
    order.type === 'market' &&
    bar.synthetic !== true &&
    bar.closeTime === place.time;
  const { slice, time, index } = place;
  if (now) fillOrder(book, order, lots, { reference: bar.close, rule: 'close' }, { slice, time, index });
  else book.waiting.push({ order, lots, firstDate: null });
}

/** +1 long, −1 short, 0 flat. */
function wantedDirection(book: Book, signal: PlainSignal): -1 | 0 | 1 {
  const { direction } = book.portfolio;
  if (signal.action === 'BUY') return direction === 'short_only' ? 0 : 1;
  if (signal.action === 'SELL') return direction === 'long_only' ? 0 : -1;
  return 0;
}

function refuse(
  book: Book,
  order: PlainOrder,
  stage: 'sizing' | 'risk',
  reason: Partial<Pick<PlainOrder, 'code' | 'value' | 'limit'>>,
): void {
  const { decidedSlice: slice, decidedTime: time } = order;
  Object.assign(order, { status: 'rejected', stage, ...reason, endSlice: slice, endTime: time });
  book.result.events.push({ type: 'ORDER_REJECTED', slice, time, order: order.number });
}
