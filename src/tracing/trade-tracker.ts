import type { EngineEvent } from '../events/event.ts';
import { TYPE } from '../events/event-type.ts';
import type {
  ApprovedOrderEvent,
  FillEvent,
  OrderEndedEvent,
  OrderEvent,
  OrderRequestEvent,
} from '../events/order-events.ts';
import type {
  CorporateActionEvent,
  PositionCloseEvent,
  PositionOpenEvent,
} from '../events/portfolio-events.ts';
import type { SignalEvent } from '../events/signal-event.ts';
import type { Stateful, StateReader, StateWriter } from '../foundation/state.ts';
import type { EventLog, Position } from './log/event-log.ts';
import { HeldTrades } from './trades/held-trades.ts';
import { restoreTrades, saveTrades } from './trades/saved-trades.ts';
import type { TrackedFill, TrackedTrade } from './trades/tracked.ts';
import * as tracked from './trades/tracked.ts';

// A module's own constants are compiled into its code; those of others are read anew at each use.
const { NOT_KEPT } = tracked;
const {
  SIGNAL,
  ORDER_REQUEST,
  ORDER,
  ORDER_REJECTED,
  ORDER_CANCELLED,
  ORDER_EXPIRED,
  FILL,
  POSITION_OPEN,
  POSITION_CLOSE,
  CORPORATE_ACTION,
} = TYPE;

/** The event types that make up the life of a trade. */
export const TRADE_TYPES: readonly number[] = [
  SIGNAL,
  ORDER_REQUEST,
  ORDER,
  ORDER_REJECTED,
  ORDER_CANCELLED,
  ORDER_EXPIRED,
  FILL,
  POSITION_OPEN,
  POSITION_CLOSE,
];

/** What it has to be shown: a split changes how many lots a trade holds. */
export const FOLLOWED_TYPES: readonly number[] = [...TRADE_TYPES, CORPORATE_ACTION];

/** Gets the trades of a tracker as they end. */
export interface TradeKeeper {
  /** Asked at POSITION_CLOSE. Where it says no, that event goes at once, without coming into the log. */
  readonly wantsTrades: boolean;
  /** Called at POSITION_CLOSE, if it wants trades, before the events of the trade are let go. */
  take(trade: TrackedTrade): void;
}

export interface TradeTrackerOptions {
  readonly log: EventLog;
  /** Types whose events are kept; all of `TRADE_TYPES` by default. The others are followed without being kept. */
  readonly types?: ReadonlySet<number>;
  /** Keep orders that ended without a fill while the trade was open. */
  readonly keepEnded: boolean;
  readonly keeper: TradeKeeper;
}

/**
 * Holds the events of a portfolio's trades in a log for as long as they may still matter: those of an order until it
 * ends, those of a position until it is closed. Memory is bounded by waiting orders and open positions.
 *
 * A fill belongs to the trade that is open in its symbol, or that it opens: an order keeps the number of the trade
 * under which it was given, and the trade may be over when it fills. Signals that lead to no order are not kept.
 */
export class TradeTracker implements Stateful {
  readonly #log: EventLog;
  readonly #held: HeldTrades;
  readonly #keeper: TradeKeeper;
  readonly #keepEnded: boolean;
  /** A bit for each type that is kept: those of trades are among the first 32. */
  readonly #kept: number;
  /** In dispatch now; only valid until its dispatch ends. */
  #signal: SignalEvent | null = null;
  /** The last fill, until it is known which trades it belongs to. */
  #fill: TrackedFill | null = null;
  #fillSymbol = 0;
  /** Lots held in the symbol after the last fill, and whether that fill crossed zero. */
  #lots = 0;
  #reversing = false;
  /** Signal of an order that a split has just cancelled, for the one that takes its place. */
  #inherited: Position = NOT_KEPT;
  #unread = 0;

  constructor({ log, types, keepEnded, keeper }: TradeTrackerOptions) {
    this.#log = log;
    this.#held = new HeldTrades(log);
    this.#keeper = keeper;
    this.#keepEnded = keepEnded;
    const kept = types === undefined ? TRADE_TYPES : TRADE_TYPES.filter((type) => types.has(type));
    this.#kept = kept.reduce((bits, type) => bits | (1 << type), 0);
  }

  /** Open trades, the oldest first. */
  get openTrades(): readonly TrackedTrade[] {
    return this.#held.open;
  }

  get openCount(): number {
    return this.#held.count;
  }

  get waitingOrders(): number {
    return this.#held.waiting.count;
  }

  /** Events of types that are kept that went without coming into the log, because nobody wanted them. */
  get unread(): number {
    return this.#unread;
  }

  observe(event: EngineEvent, type: number): void {
    if (this.#inherited !== NOT_KEPT && type !== ORDER_REQUEST) this.#letInheritedGo();
    switch (type) {
      case SIGNAL:
        this.#signal = event as SignalEvent;
        break;
      case ORDER_REQUEST:
        this.#onRequest(event as OrderRequestEvent);
        break;
      case ORDER:
        this.#onOrder(event as ApprovedOrderEvent);
        break;
      case ORDER_REJECTED:
      case ORDER_CANCELLED:
      case ORDER_EXPIRED:
        this.#onEnd(event as OrderEvent, type);
        break;
      case FILL:
        this.#onFill(event as FillEvent);
        break;
      case CORPORATE_ACTION: {
        const { symbolIndex, lotsAfter } = event as CorporateActionEvent;
        const trade = this.#held.tradeIn(symbolIndex);
        if (trade !== null) trade.lots = lotsAfter;
        break;
      }
      case POSITION_OPEN:
        this.#onOpen(event as PositionOpenEvent);
        break;
      case POSITION_CLOSE:
        this.#onClose(event as PositionCloseEvent);
        break;
    }
  }

  /**
   * Lets go of what is held of the older half of the open trades, at least one; they are followed further.
   * `before` gets each position first. Returns the number of events.
   */
  forgetOldest(before: (position: Position) => void): number {
    const holding = this.#held.open.filter((trade) => this.positionsOf(trade).length > 0);
    const count = this.#log.count;
    for (const trade of holding.slice(0, Math.ceil(holding.length / 2))) {
      for (const position of this.positionsOf(trade)) before(position);
      this.#held.releaseEvents(trade);
    }
    return count - this.#log.count;
  }

  /** What is held of a trade, in the order in which it came. */
  positionsOf(trade: TrackedTrade): Position[] {
    return this.#held.positionsOf(trade);
  }

  save(out: StateWriter): void {
    saveTrades(this.#held, out);
  }

  /** Also into a tracker of another run of the same configuration. */
  restore(from: StateReader): void {
    this.#signal = null;
    this.#fill = null;
    this.#inherited = NOT_KEPT;
    this.#unread = 0;
    restoreTrades(this.#held, from);
  }

  #onRequest(event: OrderRequestEvent): void {
    if (this.#inherited !== NOT_KEPT && event.sizingRule !== 'split') this.#letInheritedGo();
    const signal = this.#signal;
    const caused =
      signal !== null && event.causeKey === signal.key && event.causeSequence === signal.sequenceNumber;
    this.#held.addOrder(
      event.orderNumber,
      event.lots,
      caused ? this.#keep(signal, SIGNAL) : this.#inherited,
      this.#keep(event, ORDER_REQUEST),
    );
    this.#inherited = NOT_KEPT;
  }

  #onOrder(event: ApprovedOrderEvent): void {
    const order = this.#held.waiting.get(event.orderNumber);
    if (order !== undefined) order.order = this.#keep(event, ORDER);
  }

  #onEnd(event: OrderEvent, type: number): void {
    const held = this.#held;
    const order = held.waiting.get(event.orderNumber);
    // A signal that was refused before it came to an order.
    if (order === undefined) return;
    held.waiting.delete(event.orderNumber);
    const trade = this.#keepEnded ? held.tradeIn(event.symbolIndex) : null;
    const split = type === ORDER_CANCELLED && (event as OrderEndedEvent).code === 'split';
    // A trade that holds the order that ended holds its signal with it.
    if (split && trade === null && order.holders === 1) {
      this.#inherited = order.signal;
      order.signal = NOT_KEPT;
    }
    if (trade === null) held.releaseOrder(order);
    else held.endOrder(trade, order, this.#keep(event, type));
  }

  #onFill(event: FillEvent): void {
    const held = this.#held;
    this.#letFillGo();
    const order = held.waiting.get(event.orderNumber);
    if (order === undefined) return;
    const fill = held.newFill(order, this.#keep(event, FILL));
    fill.holders = 1;
    order.left -= event.lots;
    if (order.left === 0) {
      held.waiting.delete(event.orderNumber);
      order.holders--;
    }
    const trade = held.tradeIn(event.symbolIndex);
    this.#fill = fill;
    this.#fillSymbol = event.symbolIndex;
    this.#lots = event.lots;
    this.#reversing = false;
    if (trade === null) return;
    this.#lots += trade.lots;
    this.#reversing = this.#lots * trade.lots < 0;
    trade.lots = this.#lots;
    held.addFill(trade, fill);
  }

  #onOpen(event: PositionOpenEvent): void {
    const trade = this.#held.addTrade(
      event.tradeNumber,
      this.#fillSymbol,
      this.#lots,
      this.#keep(event, POSITION_OPEN),
    );
    if (this.#fill !== null) this.#held.addFill(trade, this.#fill);
    this.#letFillGo();
  }

  #onClose(event: PositionCloseEvent): void {
    const held = this.#held;
    const last = held.tradeIn(this.#fillSymbol);
    // Its fill has just come, unless the tracker has been attached since.
    const trade = last?.number === event.tradeNumber ? last : held.tradeNumbered(event.tradeNumber);
    if (trade === null) return;
    held.endTrade(trade);
    if (this.#keeper.wantsTrades) {
      trade.close = this.#keep(event, POSITION_CLOSE);
      this.#keeper.take(trade);
    } else if (this.#keeps(POSITION_CLOSE)) {
      this.#unread++;
    }
    held.releaseTrade(trade);
    // The fill of a reversal goes on into the trade that it opens.
    if (!this.#reversing) this.#letFillGo();
  }

  #keeps(type: number): boolean {
    return ((this.#kept >>> type) & 1) === 1;
  }

  // The type comes from where it is known: reading it from an event that may be of any class is slow.
  #keep(event: EngineEvent, type: number): Position {
    return this.#keeps(type) ? this.#log.append(event) : NOT_KEPT;
  }

  #letInheritedGo(): void {
    if (this.#inherited !== NOT_KEPT) this.#log.drop(this.#inherited);
    this.#inherited = NOT_KEPT;
  }

  #letFillGo(): void {
    if (this.#fill !== null) this.#held.releaseFill(this.#fill);
    this.#fill = null;
  }
}
