import type { EngineEvent } from '../events/event.ts';
import { TYPE } from '../events/event-type.ts';
import type { FillEvent, OrderEvent } from '../events/trading-events.ts';
import type { Stateful, StateReader, StateWriter } from '../foundation/state.ts';
import type { EventLog, Position } from './log/event-log.ts';
import { restoreRows, saveRows } from './log/saved-rows.ts';

/** The events of an order. It is let go when nobody holds it any more: neither the wait for its end nor a fill. */
export interface TrackedOrder {
  readonly number: number;
  /** Lots that have not been filled, signed. */
  left: number;
  holders: number;
  /** Positions in the log; `NOT_KEPT` where there is none. */
  signal: Position;
  request: Position;
  order: Position;
}

/** A fill. The fill of a reversal is held by two trades. */
export interface TrackedFill {
  readonly order: TrackedOrder;
  readonly position: Position;
  holders: number;
}

export interface TrackedTrade {
  readonly number: number;
  readonly symbolIndex: number;
  /** Lots held now, signed. */
  lots: number;
  open: Position;
  readonly fills: TrackedFill[];
  /** Events of orders that ended without a fill while the trade was open. */
  readonly ended: Position[];
  /** Position of POSITION_CLOSE; `NOT_KEPT` before. */
  close: Position;
}

export const NOT_KEPT: Position = -1;

/** The event types that make up the life of a trade. */
export const TRADE_TYPES: readonly number[] = [
  TYPE.SIGNAL,
  TYPE.ORDER_REQUEST,
  TYPE.ORDER,
  TYPE.ORDER_REJECTED,
  TYPE.ORDER_CANCELLED,
  TYPE.ORDER_EXPIRED,
  TYPE.FILL,
  TYPE.POSITION_OPEN,
  TYPE.POSITION_CLOSE,
];

export interface TradeTrackerOptions {
  readonly log: EventLog;
  /** Types whose events are kept; all of `TRADE_TYPES` by default. The others are followed without being kept. */
  readonly types?: ReadonlySet<number>;
  /** Keep orders that ended without a fill while the trade was open. */
  readonly keepEnded: boolean;
  /** Called at POSITION_CLOSE, before the trade's events are let go. */
  readonly onClose: (trade: TrackedTrade) => void;
}

/**
 * Holds the events of a portfolio's trades in a log for as long as they may still matter: those of an order until it
 * ends, those of a position until it is closed. Memory is bounded by waiting orders and open positions.
 *
 * A fill belongs to the trade that is open in its symbol, or that it opens: an order keeps the number of the trade
 * under which it was given, and the trade may be over when it fills. Signals that lead to no order are not kept.
 */
export class TradeTracker implements Stateful {
  readonly #options: TradeTrackerOptions;
  readonly #log: EventLog;
  /** Orders that wait for their end, by number. */
  readonly #orders = new Map<number, TrackedOrder>();
  /** By number of the trade, and by symbol. */
  readonly #trades = new Map<number, TrackedTrade>();
  readonly #tradeOf = new Map<number, TrackedTrade>();
  /** In dispatch now; only valid until its dispatch ends. */
  #signal: EngineEvent | null = null;
  /** The last fill, until it is known which trades it belongs to. */
  #fill: TrackedFill | null = null;
  #fillSymbol = 0;
  /** Lots held in the symbol after the last fill, and whether that fill crossed zero. */
  #lots = 0;
  #reversing = false;

  constructor(options: TradeTrackerOptions) {
    this.#options = options;
    this.#log = options.log;
  }

  get openTrades(): ReadonlyMap<number, TrackedTrade> {
    return this.#trades;
  }

  get waitingOrders(): number {
    return this.#orders.size;
  }

  observe(event: EngineEvent): void {
    switch (event.type) {
      case TYPE.SIGNAL:
        this.#signal = event;
        break;
      case TYPE.ORDER_REQUEST:
        this.#onRequest(event as OrderEvent);
        break;
      case TYPE.ORDER: {
        const order = this.#orders.get((event as OrderEvent).orderNumber);
        if (order !== undefined) order.order = this.#keep(event);
        break;
      }
      case TYPE.ORDER_REJECTED:
      case TYPE.ORDER_CANCELLED:
      case TYPE.ORDER_EXPIRED:
        this.#onEnd(event as OrderEvent);
        break;
      case TYPE.FILL:
        this.#onFill(event as FillEvent);
        break;
      case TYPE.POSITION_OPEN:
        this.#onOpen(event);
        break;
      case TYPE.POSITION_CLOSE:
        this.#onClose(event);
        break;
    }
  }

  /**
   * Lets go of what is held of the older half of the open trades, at least one; they are followed further.
   * `before` gets each position first. Returns the number of events.
   */
  forgetOldest(before: (position: Position) => void): number {
    const held = [...this.#trades.values()].filter((trade) => this.positionsOf(trade).length > 0);
    const count = this.#log.count;
    for (const trade of held.slice(0, Math.ceil(held.length / 2))) {
      for (const position of this.positionsOf(trade)) before(position);
      this.#release(trade);
    }
    return count - this.#log.count;
  }

  /** What is held of a trade, in the order in which it came. */
  positionsOf(trade: TrackedTrade): Position[] {
    const positions = new Set([trade.open, trade.close, ...trade.ended]);
    for (const { order, position } of trade.fills) {
      for (const p of [order.signal, order.request, order.order, position]) positions.add(p);
    }
    positions.delete(NOT_KEPT);
    return [...positions].sort((a, b) => a - b);
  }

  save(out: StateWriter): void {
    const fills = new Set([...this.#trades.values()].flatMap((trade) => trade.fills));
    const orders = new Set([...this.#orders.values(), ...[...fills].map((fill) => fill.order)]);
    const orderList = [...orders];
    const fillList = [...fills];
    // Rows stand in the order in which the events came, so that a restored log tells them in that order.
    const held = new Set(orderList.flatMap((order) => [order.signal, order.request, order.order]));
    for (const fill of fillList) held.add(fill.position);
    for (const trade of this.#trades.values()) for (const p of [trade.open, ...trade.ended]) held.add(p);
    held.delete(NOT_KEPT);
    const positions = [...held].sort((x, y) => x - y);
    const rows = new Map(positions.map((position, row) => [position, row]));
    const row = (position: Position) => rows.get(position) ?? NOT_KEPT;
    out.number(orderList.length);
    for (const order of orderList) {
      out.number(order.number);
      out.number(order.left);
      out.number(this.#orders.has(order.number) ? 1 : 0);
      out.number(row(order.signal));
      out.number(row(order.request));
      out.number(row(order.order));
    }
    out.number(fillList.length);
    for (const fill of fillList) {
      out.number(orderList.indexOf(fill.order));
      out.number(row(fill.position));
    }
    out.number(this.#trades.size);
    for (const trade of this.#trades.values()) {
      out.number(trade.number);
      out.number(trade.symbolIndex);
      out.number(trade.lots);
      out.number(row(trade.open));
      out.number(trade.fills.length);
      for (const fill of trade.fills) out.number(fillList.indexOf(fill));
      out.number(trade.ended.length);
      for (const position of trade.ended) out.number(row(position));
    }
    saveRows(this.#log, positions, out);
  }

  /** Also into a tracker of another run of the same configuration. */
  restore(from: StateReader): void {
    const list = <T>(make: () => T): T[] => Array.from({ length: from.number() }, make);
    const waiting: TrackedOrder[] = [];
    const orders = list((): TrackedOrder => {
      const number = from.number();
      const left = from.number();
      const waits = from.number() === 1;
      const order: TrackedOrder = {
        number,
        left,
        holders: waits ? 1 : 0,
        signal: from.number(),
        request: from.number(),
        order: from.number(),
      };
      if (waits) waiting.push(order);
      return order;
    });
    const fills = list((): { order: TrackedOrder; position: Position; holders: number } => {
      const order = orders[from.number()];
      order.holders++;
      return { order, position: from.number(), holders: 0 };
    });
    const trades = list((): TrackedTrade => {
      const trade = {
        number: from.number(),
        symbolIndex: from.number(),
        lots: from.number(),
        open: from.number(),
      };
      const held = list(() => fills[from.number()]);
      for (const fill of held) fill.holders++;
      return { ...trade, fills: held, ended: list(() => from.number()), close: NOT_KEPT };
    });
    this.#log.clear();
    const positions = restoreRows(this.#log, from);
    const placed = (row: number) => (row === NOT_KEPT ? NOT_KEPT : positions[row]);
    for (const order of orders) {
      order.signal = placed(order.signal);
      order.request = placed(order.request);
      order.order = placed(order.order);
    }
    for (const fill of fills) fill.position = placed(fill.position);
    this.#orders.clear();
    this.#trades.clear();
    this.#tradeOf.clear();
    this.#signal = null;
    this.#fill = null;
    for (const order of waiting) this.#orders.set(order.number, order);
    for (const trade of trades) {
      trade.open = placed(trade.open);
      trade.ended.forEach((row, i) => {
        trade.ended[i] = placed(row);
      });
      this.#trades.set(trade.number, trade);
      this.#tradeOf.set(trade.symbolIndex, trade);
    }
  }

  #onRequest(event: OrderEvent): void {
    const signal = this.#signal;
    const caused =
      signal !== null && event.causeKey === signal.key && event.causeSequence === signal.sequenceNumber;
    this.#orders.set(event.orderNumber, {
      number: event.orderNumber,
      left: event.lots,
      holders: 1,
      signal: caused ? this.#keep(signal) : NOT_KEPT,
      request: this.#keep(event),
      order: NOT_KEPT,
    });
  }

  #onEnd(event: OrderEvent): void {
    const order = this.#orders.get(event.orderNumber);
    // A signal that was refused before it came to an order.
    if (order === undefined) return;
    this.#orders.delete(event.orderNumber);
    const trade = this.#tradeOf.get(event.symbolIndex);
    if (trade !== undefined && this.#options.keepEnded) {
      // Filled in part, its own events are held by the fills already.
      if (order.holders === 1) trade.ended.push(order.signal, order.request, order.order);
      trade.ended.push(this.#keep(event));
      order.holders--;
    } else {
      this.#releaseOrder(order);
    }
  }

  #onFill(event: FillEvent): void {
    this.#letFillGo();
    const order = this.#orders.get(event.orderNumber);
    if (order === undefined) return;
    order.left -= event.lots;
    const fill: TrackedFill = { order, position: this.#keep(event), holders: 1 };
    order.holders++;
    if (order.left === 0) {
      this.#orders.delete(event.orderNumber);
      order.holders--;
    }
    const trade = this.#tradeOf.get(event.symbolIndex);
    this.#fill = fill;
    this.#fillSymbol = event.symbolIndex;
    this.#lots = event.lots;
    this.#reversing = false;
    if (trade === undefined) return;
    this.#lots += trade.lots;
    this.#reversing = this.#lots * trade.lots < 0;
    trade.lots = this.#lots;
    trade.fills.push(fill);
    fill.holders++;
  }

  #onOpen(event: EngineEvent): void {
    const trade: TrackedTrade = {
      number: event.tradeNumber,
      symbolIndex: this.#fillSymbol,
      lots: this.#lots,
      open: this.#keep(event),
      fills: [],
      ended: [],
      close: NOT_KEPT,
    };
    if (this.#fill !== null) {
      trade.fills.push(this.#fill);
      this.#fill.holders++;
    }
    this.#letFillGo();
    this.#trades.set(trade.number, trade);
    this.#tradeOf.set(trade.symbolIndex, trade);
  }

  #onClose(event: EngineEvent): void {
    const trade = this.#trades.get(event.tradeNumber);
    if (trade === undefined) return;
    trade.close = this.#keep(event);
    this.#trades.delete(trade.number);
    this.#tradeOf.delete(trade.symbolIndex);
    this.#options.onClose(trade);
    this.#release(trade);
    // The fill of a reversal goes on into the trade that it opens.
    if (!this.#reversing) this.#letFillGo();
  }

  #keep(event: EngineEvent): Position {
    const { types } = this.#options;
    return types === undefined || types.has(event.type) ? this.#log.append(event) : NOT_KEPT;
  }

  #drop(position: Position): void {
    if (position !== NOT_KEPT) this.#log.drop(position);
  }

  #release(trade: TrackedTrade): void {
    this.#drop(trade.open);
    this.#drop(trade.close);
    for (const position of trade.ended) this.#drop(position);
    for (const fill of trade.fills) this.#releaseFill(fill);
    trade.open = NOT_KEPT;
    trade.close = NOT_KEPT;
    trade.ended.length = 0;
    trade.fills.length = 0;
  }

  #letFillGo(): void {
    if (this.#fill !== null) this.#releaseFill(this.#fill);
    this.#fill = null;
  }

  #releaseFill(fill: TrackedFill): void {
    if (--fill.holders > 0) return;
    this.#drop(fill.position);
    this.#releaseOrder(fill.order);
  }

  #releaseOrder(order: TrackedOrder): void {
    if (--order.holders > 0) return;
    this.#drop(order.signal);
    this.#drop(order.request);
    this.#drop(order.order);
  }
}
