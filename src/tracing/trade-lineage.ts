import type { EngineEvent, EventRecord } from '../events/event.ts';
import type { EventBus, EventObserver } from '../events/event-bus.ts';
import { TYPE } from '../events/event-type.ts';
import type { OrderEvent } from '../events/trading-events.ts';
import type { Stateful, StateReader, StateWriter } from '../foundation/state.ts';

/** An order with what led to it; the signal is absent for the order that closes a run. */
export interface OrderLineage {
  readonly signal: EventRecord<'SIGNAL'> | null;
  readonly request: EventRecord<'ORDER_REQUEST'>;
  readonly order: EventRecord<'ORDER'> | null;
}

export interface FillLineage {
  readonly fill: EventRecord<'FILL'>;
  readonly order: OrderLineage;
}

/** A closed trade and all that happened in it, first to last. A fill that reverses stands in two trades. */
export interface TradeLineage {
  readonly tradeNumber: number;
  readonly open: EventRecord<'POSITION_OPEN'>;
  readonly fills: readonly FillLineage[];
  readonly close: EventRecord<'POSITION_CLOSE'>;
}

interface OpenTrade {
  open: EventRecord<'POSITION_OPEN'> | null;
  fills: FillLineage[];
}

/**
 * Keeps the chain signal → order → fills of a portfolio's trades, from its bus, while it may still be asked about.
 * Events of an order are copied when the order is requested, so signals that lead to nothing cost nothing.
 */
export class TradeLineageRecorder implements EventObserver, Stateful {
  readonly #closed: TradeLineage[] = [];
  /** Orders that were approved and have neither been filled nor ended, by number. */
  #orders = new Map<number, OrderLineage>();
  #open = new Map<number, OpenTrade>();
  /** In dispatch now; only valid until its dispatch ends. */
  #signal: EngineEvent | null = null;
  #lastFill: FillLineage | null = null;

  /** The event types it needs to see. */
  static readonly types: readonly number[] = [
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

  get trades(): readonly TradeLineage[] {
    return this.#closed;
  }

  /** Fills of positions that are open now, by trade. */
  get openTrades(): ReadonlyMap<number, { readonly fills: readonly FillLineage[] }> {
    return this.#open;
  }

  observe(event: EngineEvent, bus: EventBus): void {
    switch (event.type) {
      case TYPE.SIGNAL:
        this.#signal = event;
        break;
      case TYPE.ORDER_REQUEST:
        this.#onRequest(event as OrderEvent, bus);
        break;
      case TYPE.ORDER: {
        const number = (event as OrderEvent).orderNumber;
        const lineage = this.#orders.get(number) as OrderLineage;
        this.#orders.set(number, { ...lineage, order: event.record(bus.containers) as EventRecord<'ORDER'> });
        break;
      }
      case TYPE.ORDER_REJECTED:
      case TYPE.ORDER_CANCELLED:
      case TYPE.ORDER_EXPIRED:
        this.#orders.delete((event as OrderEvent).orderNumber);
        break;
      case TYPE.FILL:
        this.#onFill(event as OrderEvent, bus);
        break;
      case TYPE.POSITION_OPEN:
        this.#onOpen(event, bus);
        break;
      case TYPE.POSITION_CLOSE:
        this.#onClose(event, bus);
        break;
    }
  }

  save(out: StateWriter): void {
    out.number(this.#closed.length);
    out.extra({ orders: [...this.#orders], open: [...this.#open] });
  }

  /** Trades closed after the saved moment are forgotten; a fresh recorder knows those before it by number only. */
  restore(from: StateReader): void {
    const closed = from.number();
    if (closed < this.#closed.length) this.#closed.length = closed;
    const saved = from.extra() as { orders: [number, OrderLineage][]; open: [number, OpenTrade][] };
    this.#orders = new Map(saved.orders);
    this.#open = new Map(saved.open);
    this.#lastFill = null;
    this.#signal = null;
  }

  #onRequest(event: OrderEvent, bus: EventBus): void {
    const signal = this.#signal;
    const caused =
      signal !== null && event.causeKey === signal.key && event.causeSequence === signal.sequenceNumber;
    this.#orders.set(event.orderNumber, {
      signal: caused ? (signal.record(bus.containers) as EventRecord<'SIGNAL'>) : null,
      request: event.record(bus.containers) as EventRecord<'ORDER_REQUEST'>,
      order: null,
    });
  }

  #onFill(event: OrderEvent, bus: EventBus): void {
    const order = this.#orders.get(event.orderNumber) as OrderLineage;
    this.#orders.delete(event.orderNumber);
    const lineage = { fill: event.record(bus.containers) as EventRecord<'FILL'>, order };
    this.#lastFill = lineage;
    this.#trade(event.tradeNumber).fills.push(lineage);
  }

  #onOpen(event: EngineEvent, bus: EventBus): void {
    const trade = this.#trade(event.tradeNumber);
    trade.open = event.record(bus.containers) as EventRecord<'POSITION_OPEN'>;
    // The fill of a reversal carries the number of the trade that it ended.
    if (trade.fills.length === 0 && this.#lastFill !== null) trade.fills.push(this.#lastFill);
  }

  #onClose(event: EngineEvent, bus: EventBus): void {
    const { open, fills } = this.#trade(event.tradeNumber);
    this.#open.delete(event.tradeNumber);
    this.#closed.push({
      tradeNumber: event.tradeNumber,
      open: open as EventRecord<'POSITION_OPEN'>,
      fills,
      close: event.record(bus.containers) as EventRecord<'POSITION_CLOSE'>,
    });
  }

  #trade(number: number): OpenTrade {
    let trade = this.#open.get(number);
    if (trade === undefined) {
      trade = { open: null, fills: [] };
      this.#open.set(number, trade);
    }
    return trade;
  }
}
