import type { EngineEvent } from '../../events/event.ts';
import type { EventBus } from '../../events/event-bus.ts';
import { TYPE } from '../../events/event-type.ts';
import type {
  ApprovedOrderEvent,
  FillEvent,
  OrderEndedEvent,
  OrderEvent,
  OrderRequestEvent,
} from '../../events/order-events.ts';
import type {
  CorporateActionEvent,
  PositionCloseEvent,
  PositionOpenEvent,
} from '../../events/portfolio-events.ts';
import type { SignalEvent } from '../../events/signal-event.ts';
import type { Stateful, StateReader, StateWriter } from '../../foundation/state.ts';
import { EventLog } from '../log/event-log.ts';
import type { TradeName } from '../log/log-index.ts';
import type { RowWriter } from '../log/row-writer.ts';
import { HeldEvents } from './held-events.ts';
import { HeldTrades } from './held-trades.ts';
import { restoreTrades, saveTrades } from './saved-trades.ts';
import { type Held, type TrackedFill, TrackedOrder, type TrackedTrade } from './tracked.ts';

// A module's own constants are compiled into its code; those of others are read anew at each use.
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
  /** Asked at POSITION_CLOSE. Where it says no, that event goes at once, without being held. */
  readonly wantsTrades: boolean;
  /** Called at POSITION_CLOSE, if it wants trades, before the events of the trade are let go. */
  take(trade: TrackedTrade): void;
}

export interface TradeTrackerOptions {
  readonly bus: EventBus;
  /** For the rows of a saved state. */
  readonly writer: RowWriter;
  /** Types whose events are kept; all of `TRADE_TYPES` by default. The others are followed without being kept. */
  readonly types?: ReadonlySet<number>;
  /** Keep orders that ended without a fill while the trade was open. */
  readonly keepEnded: boolean;
  readonly keeper: TradeKeeper;
}

const NO_ORDER = new TrackedOrder();

/** Words of a row, about: the log of a saved state is as large as it has to be. */
const ROW_WORDS = 32;

/**
 * Holds the events of a portfolio's trades for as long as they may still matter: those of an order until it
 * ends, those of a position until it is closed. Memory is bounded by waiting orders and open positions.
 *
 * A fill belongs to the trade that is open in its symbol, or that it opens: an order keeps the number of the trade
 * under which it was given, and the trade may be over when it fills. Signals that lead to no order are not kept.
 *
 * What is held are the events themselves. They are written as rows, or told as records, for whoever asks: mostly nobody does.
 */
export class TradeTracker implements Stateful {
  readonly #bus: EventBus;
  readonly #writer: RowWriter;
  readonly #events: HeldEvents;
  readonly #held: HeldTrades;
  readonly #keeper: TradeKeeper;
  readonly #keepEnded: boolean;
  /** A bit for each type that is kept: those of trades are among the first 32. */
  readonly #kept: number;
  /** In dispatch now; only valid until its dispatch ends. */
  #signal: SignalEvent | null = null;
  #signalPlace = 0;
  /** The last fill, until it is known which trades it belongs to. */
  #fill: TrackedFill | null = null;
  #fillSymbol = 0;
  /** Lots held in the symbol after the last fill, and whether that fill crossed zero. */
  #lots = 0;
  #reversing = false;
  /** Signal of an order that a split has just cancelled, for the one that takes its place. */
  #inherited: Held = null;
  #unread = 0;

  constructor({ bus, writer, types, keepEnded, keeper }: TradeTrackerOptions) {
    this.#bus = bus;
    this.#writer = writer;
    this.#events = new HeldEvents(bus.spares);
    this.#held = new HeldTrades(this.#events);
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

  /** Events held. */
  get count(): number {
    return this.#events.count;
  }

  /** Rises with every event that comes to be held or is let go. */
  get version(): number {
    return this.#events.version;
  }

  /** Memory that they take up, about. */
  get bytes(): number {
    return this.#events.bytes;
  }

  /** Events ever held, and those of types that are kept that went without it, because nobody wanted them. */
  get everKept(): number {
    return this.#events.everHeld + this.#unread;
  }

  /** The events held, in the order in which they came. */
  events(): EngineEvent[] {
    const fill = this.#fill;
    const { signal, request, order } = fill?.order ?? NO_ORDER;
    return this.#held.all([this.#inherited, signal, request, order, fill?.event ?? null]);
  }

  /** What follows the events of one type. */
  handlerOf(type: number): (event: EngineEvent) => void {
    switch (type) {
      case SIGNAL:
        return (event) => this.#onSignal(event as SignalEvent);
      case ORDER_REQUEST:
        return (event) => this.#onRequest(event as OrderRequestEvent);
      case ORDER:
        return (event) => this.#onOrder(event as ApprovedOrderEvent);
      case ORDER_REJECTED:
      case ORDER_CANCELLED:
      case ORDER_EXPIRED:
        return (event) => this.#onEnd(event as OrderEvent, type);
      case FILL:
        return (event) => this.#onFill(event as FillEvent);
      case CORPORATE_ACTION:
        return (event) => this.#onAction(event as CorporateActionEvent);
      case POSITION_OPEN:
        return (event) => this.#onOpen(event as PositionOpenEvent);
      case POSITION_CLOSE:
        return (event) => this.#onClose(event as PositionCloseEvent);
      default:
        return () => {};
    }
  }

  /**
   * Lets go of what is held of the older half of the open trades, at least one; they are followed further.
   * `before` gets each event first. Returns the number of events.
   */
  forgetOldest(before: (event: EngineEvent) => void): number {
    const holding = this.#held.open.filter((trade) => this.eventsOf(trade).length > 0);
    const { count } = this;
    for (const trade of holding.slice(0, Math.ceil(holding.length / 2))) {
      for (const event of this.eventsOf(trade)) before(event);
      this.#held.releaseEvents(trade);
    }
    return count - this.count;
  }

  /** Lets go of what is held of an open trade, which is followed further. Returns the number of events. */
  forget({ container, number }: TradeName): number {
    const { count } = this;
    const trade = this.#held.tradeNumbered(number);
    if (trade?.container === container) this.#held.releaseEvents(trade);
    return count - this.count;
  }

  /** Lets go of everything. */
  clear(): void {
    this.#signal = null;
    this.#letFillGo();
    this.#letInheritedGo();
    this.#held.clear();
  }

  /** What is held of a trade, in the order in which it came. */
  eventsOf(trade: TrackedTrade): EngineEvent[] {
    return this.#held.eventsOf(trade);
  }

  save(out: StateWriter): void {
    saveTrades(this.#held, this.#log(), out);
  }

  /** Also into a tracker of another run of the same configuration. */
  restore(from: StateReader): void {
    this.clear();
    this.#unread = 0;
    restoreTrades(this.#held, this.#log(), from);
  }

  #log(): EventLog {
    const chunkWords = ROW_WORDS * Math.max(8, this.count);
    return new EventLog(this.#bus.containers, { writer: this.#writer, chunkWords });
  }

  #onSignal(event: SignalEvent): void {
    this.#letInheritedGo();
    this.#signal = event;
    this.#signalPlace = this.#events.nextPlace();
  }

  #onRequest(event: OrderRequestEvent): void {
    if (event.sizingRule !== 'split') this.#letInheritedGo();
    const request = this.#keeps(ORDER_REQUEST) ? this.#events.request(event) : null;
    this.#held.addOrder(event.orderNumber, event.lots, this.#signalOf(event), request);
    this.#inherited = null;
  }

  /** The signal that a request follows from, held from now on. */
  #signalOf({ causeKey, causeSequence }: OrderRequestEvent): Held {
    const signal = this.#signal;
    const caused = signal !== null && causeKey === signal.key && causeSequence === signal.sequenceNumber;
    if (!caused) return this.#inherited;
    return this.#keeps(SIGNAL) ? this.#events.signal(signal, this.#signalPlace) : null;
  }

  #onOrder(event: ApprovedOrderEvent): void {
    this.#letInheritedGo();
    const order = this.#held.waiting.get(event.orderNumber);
    if (order !== undefined && this.#keeps(ORDER)) order.order = this.#events.order(event);
  }

  #onEnd(event: OrderEvent, type: number): void {
    this.#letInheritedGo();
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
      order.signal = null;
    }
    if (trade === null) held.releaseOrder(order);
    else held.endOrder(trade, order, this.#keeps(type) ? this.#events.other(event) : null);
  }

  #onFill(event: FillEvent): void {
    this.#letInheritedGo();
    const held = this.#held;
    this.#letFillGo();
    const order = held.waiting.get(event.orderNumber);
    if (order === undefined) return;
    const fill = held.newFill(order, this.#keeps(FILL) ? this.#events.fill(event) : null);
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
    // That of a reversal goes on into the trade that it opens.
    if (!this.#reversing) this.#letFillGo();
  }

  #onAction({ symbolIndex, lotsAfter }: CorporateActionEvent): void {
    this.#letInheritedGo();
    const trade = this.#held.tradeIn(symbolIndex);
    if (trade !== null) trade.lots = lotsAfter;
  }

  #onOpen(event: PositionOpenEvent): void {
    this.#letInheritedGo();
    const trade = this.#held.addTrade(
      event.tradeContainer,
      event.tradeNumber,
      this.#fillSymbol,
      this.#lots,
      this.#keeps(POSITION_OPEN) ? this.#events.open(event) : null,
    );
    if (this.#fill !== null) this.#held.addFill(trade, this.#fill);
    this.#letFillGo();
  }

  #onClose(event: PositionCloseEvent): void {
    this.#letInheritedGo();
    const held = this.#held;
    const last = held.tradeIn(this.#fillSymbol);
    // Its fill has just come, unless the tracker has been attached since.
    const trade = last?.number === event.tradeNumber ? last : held.tradeNumbered(event.tradeNumber);
    if (trade === null) return;
    held.endTrade(trade);
    if (this.#keeper.wantsTrades) {
      if (this.#keeps(POSITION_CLOSE)) trade.close = this.#events.other(event);
      this.#keeper.take(trade);
    } else if (this.#keeps(POSITION_CLOSE)) {
      this.#unread++;
    }
    held.releaseTrade(trade);
  }

  #keeps(type: number): boolean {
    return ((this.#kept >>> type) & 1) === 1;
  }

  #letInheritedGo(): void {
    if (this.#inherited === null) return;
    this.#events.letSignalGo(this.#inherited);
    this.#inherited = null;
  }

  #letFillGo(): void {
    if (this.#fill !== null) this.#held.releaseFill(this.#fill);
    this.#fill = null;
  }
}
