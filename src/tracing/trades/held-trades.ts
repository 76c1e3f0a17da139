import type { EngineEvent } from '../../events/event.ts';
import { Pool } from '../../foundation/pool.ts';
import type { HeldEvents } from './held-events.ts';
import { EndedOrder, type Held, TrackedFill, TrackedOrder, TrackedTrade } from './tracked.ts';
import { WaitingOrders } from './waiting-orders.ts';

/**
 * Which events are held, and by what: orders by the wait for their end and by their fills, fills by their trades. What nobody
 * holds any more is let go. Makes no object once it has made as many as are in use at one time.
 */
export class HeldTrades {
  readonly events: HeldEvents;
  readonly waiting = new WaitingOrders();
  /** By symbol. */
  #open: (TrackedTrade | null)[] = [];
  #count = 0;
  readonly #orders = new Pool<TrackedOrder>();
  readonly #fills = new Pool<TrackedFill>();
  readonly #ended = new Pool<EndedOrder>();
  readonly #trades = new Pool<TrackedTrade>();

  constructor(events: HeldEvents) {
    this.events = events;
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
  addOrder(number: number, lots: number, signal: Held, request: Held): TrackedOrder {
    const order = this.newOrder(number, lots, signal, request);
    order.holders = 1;
    this.waiting.add(order);
    return order;
  }

  /** Held by nobody yet. */
  newOrder(number: number, left: number, signal: Held, request: Held): TrackedOrder {
    const order = this.#orders.take() ?? new TrackedOrder();
    order.number = number;
    order.left = left;
    order.holders = 0;
    order.signal = signal;
    order.request = request;
    order.order = null;
    return order;
  }

  /** A fill, which holds its order, and is held by nobody yet. */
  newFill(order: TrackedOrder, event: Held): TrackedFill {
    const fill = this.#fills.take() ?? new TrackedFill(order);
    fill.order = order;
    fill.event = event;
    fill.holders = 0;
    fill.next = null;
    order.holders++;
    return fill;
  }

  addTrade(container: number, number: number, symbolIndex: number, lots: number, open: Held): TrackedTrade {
    const trade = this.#trades.take() ?? new TrackedTrade();
    trade.container = container;
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

  addEnded(trade: TrackedTrade, signal: Held, request: Held, order: Held, end: Held): void {
    const ended = this.#ended.take() ?? new EndedOrder();
    ended.signal = signal;
    ended.request = request;
    ended.order = order;
    ended.end = end;
    ended.next = trade.ended;
    trade.ended = ended;
  }

  /** An order ended while a trade was open, which holds what no fill holds, and its end. */
  endOrder(trade: TrackedTrade, order: TrackedOrder, end: Held): void {
    if (order.holders > 1) {
      order.holders--;
      this.addEnded(trade, null, null, null, end);
    } else {
      this.addEnded(trade, order.signal, order.request, order.order, end);
      this.#orders.give(order);
    }
  }

  /** What is held of a trade, in the order in which it came. */
  eventsOf(trade: TrackedTrade): EngineEvent[] {
    const events = new Set<EngineEvent>();
    addTo(events, eventsOfTrade(trade));
    return inOrder(events);
  }

  /** All that is held, and what else is, in the order in which it came. */
  all(others: readonly Held[] = []): EngineEvent[] {
    const events = new Set<EngineEvent>();
    addTo(events, others);
    for (const { signal, request, order } of this.waiting) addTo(events, [signal, request, order]);
    for (const trade of this.open) addTo(events, eventsOfTrade(trade));
    return inOrder(events);
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
    const { events } = this;
    if (trade.open !== null) events.letOpenGo(trade.open);
    if (trade.close !== null) events.letOtherGo(trade.close);
    for (let ended = trade.ended; ended !== null; ended = ended.next) this.#releaseEnded(ended);
    let fill = trade.firstFill;
    while (fill !== null) {
      const next = trade.after(fill);
      this.releaseFill(fill);
      fill = next;
    }
    trade.open = null;
    trade.close = null;
    trade.firstFill = null;
    trade.lastFill = null;
    trade.ended = null;
  }

  releaseFill(fill: TrackedFill): void {
    if (--fill.holders > 0) return;
    if (fill.event !== null) this.events.letFillGo(fill.event);
    this.releaseOrder(fill.order);
    this.#fills.give(fill);
  }

  releaseOrder(tracked: TrackedOrder): void {
    if (--tracked.holders > 0) return;
    const { events } = this;
    const { signal, request, order } = tracked;
    if (signal !== null) events.letSignalGo(signal);
    if (request !== null) events.letRequestGo(request);
    if (order !== null) events.letOrderGo(order);
    this.#orders.give(tracked);
  }

  /** Lets go of everything. */
  clear(): void {
    const waiting = [...this.waiting];
    this.waiting.clear();
    for (const order of waiting) this.releaseOrder(order);
    for (const trade of this.open) {
      this.endTrade(trade);
      this.releaseTrade(trade);
    }
  }

  #releaseEnded(ended: EndedOrder): void {
    const { events } = this;
    const { signal, request, order, end } = ended;
    if (signal !== null) events.letSignalGo(signal);
    if (request !== null) events.letRequestGo(request);
    if (order !== null) events.letOrderGo(order);
    if (end !== null) events.letOtherGo(end);
    this.#ended.give(ended);
  }
}

function* eventsOfTrade(trade: TrackedTrade): Generator<Held> {
  yield trade.open;
  yield trade.close;
  for (let ended = trade.ended; ended !== null; ended = ended.next) {
    yield* [ended.signal, ended.request, ended.order, ended.end];
  }
  for (let fill = trade.firstFill; fill !== null; fill = trade.after(fill)) {
    yield* [fill.order.signal, fill.order.request, fill.order.order, fill.event];
  }
}

function addTo(events: Set<EngineEvent>, held: Iterable<Held>): void {
  for (const event of held) if (event !== null) events.add(event);
}

function inOrder(events: Set<EngineEvent>): EngineEvent[] {
  return [...events].sort((a, b) => a.place - b.place);
}
