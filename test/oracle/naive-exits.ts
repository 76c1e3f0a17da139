import type { Place } from './naive-decision.ts';
import { fillOrder, newOrder } from './naive-decision.ts';
import type { Book, SleeveExits, Terms, Trail, WaitingOrder } from './naive-ledger.ts';
import { sleeveLots } from './naive-ledger.ts';
import { instrumentOf, unitsOf } from './naive-money.ts';
import type { PlainFill, PlainOrder } from './plain.ts';

export const keyOf = (strategy: string, symbol: string): string => `${strategy} ${symbol}`;

/** Whether an order is a stop loss, take profit or trailing stop that waits with its twins. */
export function isChild(book: Book, waiting: WaitingOrder): boolean {
  return [...book.exits.values()].some(({ children }) => children.includes(waiting));
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

/** A market order of a strategy was given: it will change the position before any exit of it can. */
export function supersedeExits(
  book: Book,
  strategy: string,
  symbol: string,
  slice: number,
  time: number,
): void {
  const exits = book.exits.get(keyOf(strategy, symbol));
  if (exits !== undefined) cancelChildren(book, exits, 'superseded', slice, time);
}

function cancelChildren(book: Book, exits: SleeveExits, code: string, slice: number, time: number): void {
  for (const child of exits.children) cancelOrder(book, child, code, slice, time);
  exits.children = [];
}

/** After a fill: what ends the position is put in place, moved, or taken away. */
export function followWithExits(
  book: Book,
  order: PlainOrder,
  fill: PlainFill,
  lots: number,
  index: number,
): void {
  if (order.strategy === null) return;
  const { strategy, symbol } = order;
  const { slice, time } = fill;
  const after = sleeveLots(book, strategy, symbol);
  const before = after - lots;

  // An exit was filled while an order of the strategy waited: the position that it was meant for is gone.
  const own = book.waiting.find(
    (one) => one.order.strategy === strategy && one.order.symbol === symbol && !isChild(book, one),
  );
  if (own !== undefined) cancelOrder(book, own, 'exit_filled', slice, time);

  const key = keyOf(strategy, symbol);
  const old = book.exits.get(key);
  const wasExit = old?.children.find((child) => child.order === order);
  if (old !== undefined && wasExit !== undefined) old.children.splice(old.children.indexOf(wasExit), 1);
  if (after === 0) {
    if (old !== undefined) cancelChildren(book, old, wasExit === undefined ? 'closed' : 'oco', slice, time);
    book.exits.delete(key);
    return;
  }

  const asked = book.asked.get(order) ?? {};
  let exits: SleeveExits;
  if (before * after <= 0) {
    if (old !== undefined) cancelChildren(book, old, 'closed', slice, time);
    exits = { average: fill.price, terms: {}, timer: null, trail: null, children: [] };
    const bars = asked.maxBars ?? book.portfolio.exits?.max_bars;
    if (bars !== undefined) exits.timer = { from: index, bars };
    book.exits.set(key, exits);
  } else {
    exits = old!;
    if (Math.abs(after) > Math.abs(before)) {
      exits.average = (Math.abs(before) * exits.average + Math.abs(lots) * fill.price) / Math.abs(after);
    }
    if (asked.maxBars !== undefined) exits.timer = { from: index, bars: asked.maxBars };
    cancelChildren(book, exits, 'replaced', slice, time);
  }
  for (const name of ['stopLoss', 'takeProfit', 'trailingStop', 'maxBars'] as (keyof Terms)[]) {
    if (asked[name] !== undefined) exits.terms[name] = asked[name];
  }
  placeExits(book, exits, order, fill, after, index);
}

function placeExits(
  book: Book,
  exits: SleeveExits,
  order: PlainOrder,
  fill: PlainFill,
  held: number,
  index: number,
): void {
  const rules = book.portfolio.exits;
  const side = held > 0 ? 1 : -1;
  const early = rules?.live_from === 'entry_bar' && fill.rule !== 'close';
  const stopsFrom = early ? index : index + 1;
  const targetFrom = early && fill.rule === 'open' ? index : index + 1;

  const place = (
    type: PlainOrder['type'],
    exit: string,
    price: number,
    liveFrom: number,
    trail?: Trail,
  ): void => {
    const { lotSize } = instrumentOf(book.input, order.symbol);
    const bar = book.input.bars[order.symbol][index];
    const { slice, time } = fill;
    const child = newOrder(
      book,
      order.strategy,
      { action: 'EXIT' },
      { symbol: order.symbol, index, bar, slice, time },
    );
    Object.assign(child, { type, exit, price, units: unitsOf(-held, lotSize) });
    book.result.events.push({ type: 'ORDER', slice, time, order: child.number });
    const waiting: WaitingOrder = { order: child, lots: -held, firstDate: null, liveFrom, trail };
    book.waiting.push(waiting);
    exits.children.push(waiting);
  };

  if (exits.terms.stopLoss !== undefined) place('stop', 'stop_loss', exits.terms.stopLoss, stopsFrom);
  else if (rules?.stop_loss_percent !== undefined) {
    place('stop', 'stop_loss', exits.average * (1 - (side * rules.stop_loss_percent) / 100), stopsFrom);
  }

  let factor: number | null = null;
  let offset = 0;
  if (exits.terms.trailingStop !== undefined) {
    factor = 1;
    offset = -side * exits.terms.trailingStop;
  } else if (rules?.trailing_stop_percent !== undefined) {
    factor = 1 - (side * rules.trailing_stop_percent) / 100;
  }
  if (factor !== null) {
    exits.trail ??= { from: stopsFrom, base: fill.price };
    let watermark = exits.trail.base;
    for (let i = exits.trail.from; i < index; i += 1) {
      const bar = book.input.bars[order.symbol][i];
      if (bar.synthetic === true) continue;
      watermark = side > 0 ? Math.max(watermark, bar.high) : Math.min(watermark, bar.low);
    }
    place('trailing_stop', 'trailing_stop', watermark * factor + offset, stopsFrom, {
      watermark,
      factor,
      offset,
    });
  }

  if (exits.terms.takeProfit !== undefined) place('limit', 'take_profit', exits.terms.takeProfit, targetFrom);
  else if (rules?.take_profit_percent !== undefined) {
    place('limit', 'take_profit', exits.average * (1 + (side * rules.take_profit_percent) / 100), targetFrom);
  }
}

/** Closes, at the closes of a slice, the positions that were held for as long as they may be. */
export function closeOverdue(book: Book, places: Place[]): void {
  for (const { id: strategy } of book.portfolio.strategies) {
    for (const place of places) {
      const timer = book.exits.get(keyOf(strategy, place.symbol))?.timer;
      if (timer === undefined || timer === null || place.index - timer.from < timer.bars) continue;
      const own = book.waiting.find(
        (one) => one.order.strategy === strategy && one.order.symbol === place.symbol && !isChild(book, one),
      );
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
