/**
 * A deliberately naive backtest: docs/execution-semantics.md in plain loops, sharing no code with src/. It is slow and
 * keeps everything; its only purpose is to be checked by eye and then to check the real engine.
 */

import { takeEffect } from './naive-actions.ts';
import { closeOverdue } from './naive-closing.ts';
import { dayOf } from './naive-days.ts';
import { decide } from './naive-decision.ts';
import { fillOrder } from './naive-filling.ts';
import { matchOrder } from './naive-fills.ts';
import { accrue } from './naive-financing.ts';
import { watchHalts } from './naive-halts.ts';
import type { Book, WaitingOrder } from './naive-ledger.ts';
import { equityOf, openBook, positionLots } from './naive-ledger.ts';
import { instrumentOf, unitsOf } from './naive-money.ts';
import { newOrder, type Place } from './naive-orders.ts';
import { signalOf } from './naive-strategies.ts';
import { looksAtAll, universeOf } from './naive-universes.ts';
import type { PlainBar, PlainInput, PlainResult } from './plain.ts';

/** Runs a case. One result per portfolio, in configuration order. */
export function runNaive(input: PlainInput): PlainResult[] {
  const books = input.portfolios.map((portfolio) => openBook(input, portfolio));
  const slices = mergeIntoSlices(input.bars);
  const universes = input.strategies
    .filter(looksAtAll)
    .map((strategy) => ({ id: strategy.id, ask: universeOf(strategy, input.bars) }));
  const follows = (book: Book, id: string): boolean =>
    book.portfolio.strategies.some((followed) => followed.id === id);

  slices.forEach((places, slice) => {
    const time = places[0].time;

    const lastTime = slice === 0 ? null : slices[slice - 1][0].time;
    for (const book of books) accrue(book, slice, time, lastTime);

    // 1. Fills.
    for (const place of places) {
      for (const book of books) {
        endDays(book, place);
        takeEffect(book, place);
        tryWaitingOrders(book, place);
      }
    }

    // 2. Bars.
    for (const place of places) for (const book of books) book.marks[place.symbol] = place.bar.close;

    // 3. Decisions: halts first, then positions whose time is over, then the strategies, those on all symbols last.
    for (const book of books) {
      watchHalts(book, slice, time);
      closeOverdue(book, places);
    }
    for (const place of places) {
      for (const strategy of input.strategies) {
        if (strategy.symbols !== undefined && !strategy.symbols.includes(place.symbol)) continue;
        const signal = signalOf(strategy, place.symbol, input.bars[place.symbol], place.index);
        if (signal === null || signal.action === 'HOLD') continue;
        for (const book of books) if (follows(book, strategy.id)) decide(book, strategy.id, signal, place);
      }
    }
    for (const { id, ask } of universes) {
      for (const { place, signal } of ask(slice, time)) {
        for (const book of books) if (follows(book, id)) decide(book, id, signal, place);
      }
    }

    // 4. Marks.
    const last = slice === slices.length - 1;
    for (const book of books) {
      if (last && input.execution.closeAtEnd) closeAll(book, slice, time);
      book.result.equity.push({ slice, time, cash: book.cash, equity: equityOf(book) });
    }
  });

  for (const book of books) reportPositions(book);
  return books.map((book) => book.result);
}

/** Bars with the same `closeTime` form one slice, ordered by symbol; slices are ordered by time. */
function mergeIntoSlices(bars: { [symbol: string]: PlainBar[] }): Place[][] {
  const times = new Set<number>();
  for (const series of Object.values(bars)) for (const bar of series) times.add(bar.closeTime);

  const slices: Place[][] = [];
  for (const time of [...times].sort((a, b) => a - b)) {
    const places: Place[] = [];
    for (const symbol of Object.keys(bars).sort()) {
      const index = bars[symbol].findIndex((bar) => bar.closeTime === time);
      if (index >= 0) places.push({ symbol, index, bar: bars[symbol][index], slice: slices.length, time });
    }
    slices.push(places);
  }
  return slices;
}

/** What has expired goes. */
function endDays(book: Book, place: Place): void {
  const { bar } = place;
  // A synthetic bar was never traded: it neither fills an order nor uses up the day of a DAY order.
  if (bar.synthetic === true) return;
  const date = dayOf(book.input, bar.openTime);
  for (const waiting of book.waiting.filter(({ order }) => order.symbol === place.symbol)) {
    const { order } = waiting;
    if (isTooLate(waiting, bar)) continue;
    waiting.firstDate ??= date;
    if (order.timeInForce !== 'DAY' || date <= waiting.firstDate) continue;
    book.waiting.splice(book.waiting.indexOf(waiting), 1);
    Object.assign(order, { status: 'expired', endSlice: place.slice, endTime: bar.openTime });
    book.result.events.push({
      type: 'ORDER_EXPIRED',
      slice: place.slice,
      time: bar.openTime,
      order: order.number,
    });
  }
}

/** It was decided while this bar was on its way, whose open was before; an exit knows itself from which bar it is live. */
function isTooLate({ order, liveFrom }: WaitingOrder, bar: PlainBar): boolean {
  return liveFrom === undefined && order.decidedTime > bar.openTime;
}

/** Tries the orders that wait for this symbol against its bar: first what fills at the open, then inside the bar; each oldest first. */
function tryWaitingOrders(book: Book, place: Place): void {
  const { bar } = place;
  if (bar.synthetic === true) return;
  // What came of a split has its first day too.
  endDays(book, place);

  for (const pass of ['at the open', 'inside the bar']) {
    // Fills bring new orders and take others away, so the list is looked at anew after each.
    const tried = new Set<WaitingOrder>();
    for (;;) {
      const waiting = book.waiting.find((one) => one.order.symbol === place.symbol && !tried.has(one));
      if (waiting === undefined) break;
      tried.add(waiting);
      if (isTooLate(waiting, bar)) continue;
      if (waiting.liveFrom !== undefined && place.index < waiting.liveFrom) continue;
      const { trail } = waiting;
      const price = trail === undefined ? waiting.order.price : trail.watermark * trail.factor + trail.offset;
      const match = matchOrder({ ...waiting.order, price }, bar);
      if (match === null || (match.rule === 'open') !== (pass === 'at the open')) continue;
      book.waiting.splice(book.waiting.indexOf(waiting), 1);
      // The moment inside the bar is known only for its open.
      const time = match.rule === 'open' ? bar.openTime : bar.closeTime;
      fillOrder(book, waiting.order, waiting.lots, match, { slice: place.slice, time, index: place.index });
    }
  }

  for (const { order, lots, trail, liveFrom } of book.waiting) {
    if (trail === undefined || order.symbol !== place.symbol || place.index < liveFrom!) continue;
    trail.watermark = lots < 0 ? Math.max(trail.watermark, bar.high) : Math.min(trail.watermark, bar.low);
  }
}

/** Closes what is open by one market order a symbol, at the symbol's last close. No strategy decided it. */
function closeAll(book: Book, slice: number, time: number): void {
  for (const symbol of Object.keys(book.trades).sort()) {
    const index = book.input.bars[symbol].length - 1;
    const bar = book.input.bars[symbol][index];
    const lots = -positionLots(book, symbol);
    const order = newOrder(book, null, { action: 'EXIT' }, { symbol, index, bar, slice, time });
    order.units = unitsOf(lots, instrumentOf(book.input, symbol).lotSize);
    book.result.events.push({ type: 'ORDER', slice, time, order: order.number });
    fillOrder(book, order, lots, { reference: bar.close, rule: 'close' }, { slice, time, index });
  }
}

function reportPositions(book: Book): void {
  for (const symbol of Object.keys(book.trades).sort()) {
    const trade = book.trades[symbol];
    book.result.positions.push({
      symbol,
      units: unitsOf(positionLots(book, symbol), instrumentOf(book.input, symbol).lotSize),
      averagePrice: trade.average,
      realised: trade.realised,
      costs: trade.costs,
      mark: book.marks[symbol],
    });
  }
}
