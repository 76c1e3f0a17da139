import type { EngineEvent, EventRecord } from '../events/event.ts';
import type { EventBus, EventObserver, Listener } from '../events/event-bus.ts';
import type { ContainerNames } from '../events/event-id.ts';
import type { Stateful, StateReader, StateWriter } from '../foundation/state.ts';
import { EventLog, type Position } from './log/event-log.ts';
import type { RowWriter } from './log/row-writer.ts';
import type { Held, TrackedFill, TrackedTrade } from './trades/tracked.ts';
import { FOLLOWED_TYPES, TradeTracker } from './trades/trade-tracker.ts';

/** An order with what led to it; the signal is absent for the order that closes a run. */
export interface OrderLineage {
  readonly signal: EventRecord<'SIGNAL'> | null;
  readonly request: EventRecord<'ORDER_REQUEST'>;
  readonly order: EventRecord<'ORDER'> | null;
}

/** A fill and the order that it fills, with what led to it. */
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

/** Closed trades as they were when it was made; decoded when first read. */
export interface TradeList {
  readonly trades: readonly TradeLineage[];
}

/** Words in a chunk: small, because a run may have thousands of portfolios. A trade takes some 200. */
const CHUNK_WORDS = 1024;

/**
 * Keeps the chain signal → order → fills of a portfolio's trades, from its bus. Events are written as rows when their trade is
 * closed; records are made when trades are read.
 */
export class TradeLineageRecorder implements EventObserver, Stateful {
  readonly #tracker: TradeTracker;
  readonly #containers: ContainerNames;
  /** Rows of closed trades, one trade after the other: open, then signal, request, order and fill of each, then close. */
  readonly #closed: EventLog;
  /** Where each closed trade begins. */
  readonly #starts: Position[] = [];
  /** Lists that were handed out and not yet read. (No WeakRef: it would keep them, and the run, to the end of the job.) */
  #lists: LazyTradeList[] = [];

  /** The event types it needs to see. */
  static readonly types = FOLLOWED_TYPES;

  constructor(bus: EventBus, writer: RowWriter) {
    const { containers } = bus;
    this.#containers = containers;
    this.#closed = new EventLog(containers, { writer, chunkWords: CHUNK_WORDS });
    this.#tracker = new TradeTracker({
      bus,
      writer,
      keepEnded: false,
      keeper: { wantsTrades: true, take: (trade) => this.#archive(trade) },
    });
  }

  /** Number of closed trades. */
  get count(): number {
    return this.#starts.length;
  }

  /** Memory taken up by the events of open trades and the rows of closed ones. */
  get bytes(): number {
    return this.#tracker.bytes + this.#closed.bytes + 8 * this.#starts.length;
  }

  /** Events kept. */
  get events(): number {
    return this.#tracker.count + this.#closed.count;
  }

  /** Closed trades up to now, oldest first. */
  get trades(): readonly TradeLineage[] {
    return this.list().trades;
  }

  /** Closed trades up to now, without decoding them yet: good also after the run has gone on or back. */
  list(): TradeList {
    this.#lists = this.#lists.filter((other) => other.isPending);
    const known = this.#lists.find((other) => other.count === this.count);
    if (known !== undefined) return known;
    const list = new LazyTradeList((count) => this.#decode(count), this.count);
    this.#lists.push(list);
    return list;
  }

  /** Fills of positions that are open now, by trade. */
  get openTrades(): ReadonlyMap<number, { readonly fills: readonly FillLineage[] }> {
    return new Map(
      this.#tracker.openTrades.map((trade) => {
        const fills: FillLineage[] = [];
        for (let fill = trade.firstFill; fill !== null; fill = trade.after(fill)) {
          fills.push(fillLineage(chainOf(fill).map((event) => event.record(this.#containers))));
        }
        return [trade.number, { fills }];
      }),
    );
  }

  handlerOf(type: number): Listener {
    return this.#tracker.handlerOf(type);
  }

  observe(event: EngineEvent, _bus: EventBus, type: number): void {
    this.handlerOf(type)(event);
  }

  save(out: StateWriter): void {
    out.number(this.#starts.length);
    this.#tracker.save(out);
  }

  /** Trades closed after the saved moment are forgotten; a fresh recorder knows those before it by number only. */
  restore(from: StateReader): void {
    const count = from.number();
    if (count < this.#starts.length) {
      for (const list of this.#lists) list.settle();
      this.#lists = [];
      this.#closed.truncate(this.#starts[count]);
      this.#starts.length = count;
    }
    this.#tracker.restore(from);
  }

  #archive(trade: TrackedTrade): void {
    const start = this.#closed.append(trade.open as EngineEvent);
    for (let fill = trade.firstFill; fill !== null; fill = trade.after(fill)) {
      const { signal, request, order } = fill.order;
      if (signal !== null) this.#closed.append(signal);
      this.#closed.append(request as EngineEvent);
      if (order !== null) this.#closed.append(order);
      this.#closed.append(fill.event as EngineEvent);
    }
    this.#closed.append(trade.close as EngineEvent);
    this.#starts.push(start);
  }

  #decode(count: number): TradeLineage[] {
    const trades: TradeLineage[] = [];
    let open: EventRecord<'POSITION_OPEN'> | undefined;
    let fills: FillLineage[] = [];
    let chain: EventRecord[] = [];
    for (const event of this.#closed.records()) {
      if (trades.length === count) break;
      chain.push(event);
      if (event.type === 'POSITION_OPEN') {
        open = event as EventRecord<'POSITION_OPEN'>;
        chain = [];
      } else if (event.type === 'FILL') {
        fills.push(fillLineage(chain));
        chain = [];
      } else if (event.type === 'POSITION_CLOSE') {
        const close = event as EventRecord<'POSITION_CLOSE'>;
        trades.push({
          tradeNumber: close.payload.tradeNumber,
          open: open as EventRecord<'POSITION_OPEN'>,
          fills,
          close,
        });
        fills = [];
        chain = [];
      }
    }
    return trades;
  }
}

class LazyTradeList implements TradeList {
  readonly #decode: (count: number) => TradeLineage[];
  /** Trades in the list. */
  readonly count: number;
  #trades: readonly TradeLineage[] | undefined = undefined;

  constructor(decode: (count: number) => TradeLineage[], count: number) {
    this.#decode = decode;
    this.count = count;
  }

  get isPending(): boolean {
    return this.#trades === undefined;
  }

  get trades(): readonly TradeLineage[] {
    this.#trades ??= this.#decode(this.count);
    return this.#trades;
  }

  /** Reads the trades while they can be read. */
  settle(): void {
    this.#trades ??= this.#decode(this.count);
  }
}

function chainOf({ order: { signal, request, order }, event }: TrackedFill): EngineEvent[] {
  const chain: readonly Held[] = [signal, request, order, event];
  return chain.filter((held) => held !== null);
}

function fillLineage(chain: readonly EventRecord[]): FillLineage {
  const of = (type: string) => chain.find((event) => event.type === type) ?? null;
  return {
    fill: of('FILL') as EventRecord<'FILL'>,
    order: {
      signal: of('SIGNAL') as EventRecord<'SIGNAL'> | null,
      request: of('ORDER_REQUEST') as EventRecord<'ORDER_REQUEST'>,
      order: of('ORDER') as EventRecord<'ORDER'> | null,
    },
  };
}
