import type { Book, SleeveExits, Terms, Trail, WaitingOrder } from './naive-ledger.ts';
import { sleeveLots } from './naive-ledger.ts';
import { instrumentOf, unitsOf } from './naive-money.ts';
import { cancelOrder, keyOf, newOrder, ownOrders } from './naive-orders.ts';
import type { PlainFill, PlainOrder } from './plain.ts';

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
  const own = ownOrders(book, strategy, symbol)[0];
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
