import type { EventLog, Position } from '../log/event-log.ts';
import { Pool } from './pool.ts';
import * as tracked from './tracked.ts';
import { EndedOrder, TrackedFill, TrackedOrder, TrackedTrade } from './tracked.ts';
import { WaitingOrders } from './waiting-orders.ts';

// A module's own constants are compiled into its code; those of others are read anew at each use.
const { NOT_KEPT } = tracked;

/**
 * Which events in a log are held, and by what: orders by the wait for their end and by their fills, fills by their
 * trades. What nobody holds any more is dropped from the log. Makes no object once it has made as many as are in use
 * at one time.
 */
export class HeldTrades {
  readonly log: EventLog;
  readonly waiting = new WaitingOrders();
  /** By symbol. */
  #open: (TrackedTrade | null)[] = [];
  #count = 0;
  readonly #orders = new Pool<TrackedOrder>();
  readonly #fills = new Pool<TrackedFill>();
  readonly #ended = new Pool<EndedOrder>();
  readonly #trades = new Pool<TrackedTrade>();

  constructor(log: EventLog) {
    this.log = log;
  }

  /** Number of open trades. */
  get count(): number {
    return this.#count;
  }

  /** Open trades, the oldest first. */
  get open(): TrackedTrade[] {
    return this.#open.filter((trade) => trade !== null).sort((a, b) => a.number - b.number);
  }

  tradeIn(symbolIndex: number): TrackedTrade | null {
    return symbolIndex < this.#open.length ? this.#open[symbolIndex] : null;
  }

  tradeNumbered(number: number): TrackedTrade | null {
    return this.#open.find((trade) => trade?.number === number) ?? null;
  }

  /** An order whose end is waited for. */
  addOrder(number: number, lots: number, signal: Position, request: Position): TrackedOrder {
    const order = this.newOrder(number, lots, signal, request);
    order.holders = 1;
    this.waiting.add(order);
    return order;
  }

  /** Held by nobody yet. */
  newOrder(number: number, left: number, signal: Position, request: Position): TrackedOrder {
    const order = this.#orders.take() ?? new TrackedOrder();
    order.number = number;
    order.left = left;
    order.holders = 0;
    order.signal = signal;
    order.request = request;
    order.order = NOT_KEPT;
    return order;
  }

  /** A fill, which holds its order, and is held by nobody yet. */
  newFill(order: TrackedOrder, position: Position): TrackedFill {
    const fill = this.#fills.take() ?? new TrackedFill(order);
    fill.order = order;
    fill.position = position;
    fill.holders = 0;
    fill.next = null;
    order.holders++;
    return fill;
  }

  addTrade(number: number, symbolIndex: number, lots: number, open: Position): TrackedTrade {
    const trade = this.#trades.take() ?? new TrackedTrade();
    trade.number = number;
    trade.symbolIndex = symbolIndex;
    trade.lots = lots;
    trade.open = open;
    while (this.#open.length <= symbolIndex) this.#open.push(null);
    this.#open[symbolIndex] = trade;
    this.#count++;
    return trade;
  }

  /** Makes a trade a holder of a fill, its latest. */
  addFill(trade: TrackedTrade, fill: TrackedFill): void {
    fill.holders++;
    if (trade.lastFill === null) trade.firstFill = fill;
    else trade.lastFill.next = fill;
    trade.lastFill = fill;
  }

  addEnded(trade: TrackedTrade, signal: Position, request: Position, order: Position, end: Position): void {
    const ended = this.#ended.take() ?? new EndedOrder();
    ended.signal = signal;
    ended.request = request;
    ended.order = order;
    ended.end = end;
    ended.next = trade.ended;
    trade.ended = ended;
  }

  /** An order ended while a trade was open, which holds what no fill holds, and its end. */
  endOrder(trade: TrackedTrade, order: TrackedOrder, end: Position): void {
    if (order.holders > 1) {
      order.holders--;
      this.addEnded(trade, NOT_KEPT, NOT_KEPT, NOT_KEPT, end);
    } else {
      this.addEnded(trade, order.signal, order.request, order.order, end);
      this.#orders.give(order);
    }
  }

  /** What is held of a trade, in the order in which it came. */
  positionsOf(trade: TrackedTrade): Position[] {
    const positions = new Set([trade.open, trade.close]);
    for (let ended = trade.ended; ended !== null; ended = ended.next) {
      for (const p of [ended.signal, ended.request, ended.order, ended.end]) positions.add(p);
    }
    for (let fill = trade.firstFill; fill !== null; fill = trade.after(fill)) {
      const { order, position } = fill;
      for (const p of [order.signal, order.request, order.order, position]) positions.add(p);
    }
    positions.delete(NOT_KEPT);
    return [...positions].sort((a, b) => a - b);
  }

  /** The trade is over, and no longer among those that are open. It still holds what it held. */
  endTrade(trade: TrackedTrade): void {
    this.#open[trade.symbolIndex] = null;
    this.#count--;
  }

  /** Lets go of all that an ended trade holds, and of the trade. */
  releaseTrade(trade: TrackedTrade): void {
    this.releaseEvents(trade);
    this.#trades.give(trade);
  }

  /** Lets go of all that a trade holds; the trade is followed further. */
  releaseEvents(trade: TrackedTrade): void {
    this.#drop(trade.open);
    this.#drop(trade.close);
    for (let ended = trade.ended; ended !== null; ended = ended.next) {
      this.#drop(ended.signal);
      this.#drop(ended.request);
      this.#drop(ended.order);
      this.#drop(ended.end);
      this.#ended.give(ended);
    }
    let fill = trade.firstFill;
    while (fill !== null) {
      const next = trade.after(fill);
      this.releaseFill(fill);
      fill = next;
    }
    trade.open = NOT_KEPT;
    trade.close = NOT_KEPT;
    trade.firstFill = null;
    trade.lastFill = null;
    trade.ended = null;
  }

  releaseFill(fill: TrackedFill): void {
    if (--fill.holders > 0) return;
    this.#drop(fill.position);
    this.releaseOrder(fill.order);
    this.#fills.give(fill);
  }

  releaseOrder(order: TrackedOrder): void {
    if (--order.holders > 0) return;
    this.#drop(order.signal);
    this.#drop(order.request);
    this.#drop(order.order);
    this.#orders.give(order);
  }

  /** Forgets everything, the events in the log too. */
  clear(): void {
    this.log.clear();
    this.waiting.clear();
    this.#open = [];
    this.#count = 0;
  }

  #drop(position: Position): void {
    if (position !== NOT_KEPT) this.log.drop(position);
  }
}
