import { cancelOrder, followWithExits, isChild, supersedeExits } from './naive-exits.ts';
import type { Match } from './naive-fills.ts';
import { commissionOf, slip } from './naive-fills.ts';
import type { Book } from './naive-ledger.ts';
import { applyFill, sleeveLots } from './naive-ledger.ts';
import { instrumentOf, unitsOf, wholeLots } from './naive-money.ts';
import { firstRefusal } from './naive-risk.ts';
import { fullSize } from './naive-sizing.ts';
import type { PlainBar, PlainFill, PlainOrder, PlainSignal } from './plain.ts';

/** A bar of a symbol, the latest one known at slice number `slice`, which closes at `time`: that slice's own, or an older one. */
export interface Place {
  symbol: string;
  index: number;
  bar: PlainBar;
  slice: number;
  time: number;
}

/** Turns a signal into an order of this portfolio, or refuses it. */
export function decide(book: Book, strategy: string, signal: PlainSignal, place: Place): void {
  if (signal.limit !== undefined && signal.stop !== undefined) {
    throw new Error(`a signal of ${strategy} has both a limit and a stop`);
  }
  const { symbol, bar } = place;
  const sleeve = sleeveLots(book, strategy, symbol);
  const direction = wantedDirection(book, signal);
  const keeps = direction !== 0 && signal.target === undefined && Math.sign(sleeve) === direction;
  const waiting = book.waiting.filter(
    (one) => one.order.strategy === strategy && one.order.symbol === symbol && !isChild(book, one),
  );

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

/** Fills the whole order at the reference price, slipped, with its commission. */
export function fillOrder(
  book: Book,
  order: PlainOrder,
  lots: number,
  { reference, rule }: Match,
  { slice, time, index }: { slice: number; time: number; index: number },
): void {
  const { slippage, commission } = book.input.execution;
  const price = slip(reference, order, slippage, book.input.bars[order.symbol], index);
  const { multiplier } = instrumentOf(book.input, order.symbol);
  Object.assign(order, { status: 'filled', endSlice: slice, endTime: time });
  const fill: PlainFill = {
    order: order.number,
    strategy: order.strategy,
    symbol: order.symbol,
    slice,
    time,
    units: order.units,
    price,
    referencePrice: reference,
    rule,
    commission: commissionOf(order.units, price, multiplier, commission, {
      symbol: order.symbol,
      maker: rule === 'limit',
      ...tradedInMonth(book, time),
    }),
    cashAfter: Number.NaN,
  };
  applyFill(book, fill, lots, index);
  followWithExits(book, order, fill, lots, index);
}

/** What the portfolio traded before, in the calendar month of `time`. */
function tradedInMonth(book: Book, time: number): { monthUnits: number; monthValue: number } {
  const month = (moment: number) => new Date(moment).toISOString().slice(0, 7);
  let monthUnits = 0;
  let monthValue = 0;
  for (const fill of book.result.fills) {
    if (month(fill.time) !== month(time)) continue;
    monthUnits += Math.abs(fill.units);
    monthValue += Math.abs(fill.units) * fill.price * instrumentOf(book.input, fill.symbol).multiplier;
  }
  return { monthUnits, monthValue };
}
