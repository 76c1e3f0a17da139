import type { EventRecord } from '../../events/event.ts';
import type { Listener } from '../../events/event-bus.ts';
import type { ContainerNames } from '../../events/event-id.ts';
import type { StateReader, StateWriter } from '../../foundation/state.ts';
import type { Keeping } from '../keeping.ts';
import { EventLog } from '../log/event-log.ts';
import { parseTradeName, type TradeName } from '../log/log-index.ts';
import type { RowWriter } from '../log/row-writer.ts';
import type { TraceLog } from '../trace-log.ts';
import type { TradeTracker } from './trade-tracker.ts';

const CHUNK_WORDS = 2048;

/** Keeps the events of trades that are open, and of orders that wait. */
export class TradeKeeping implements Keeping, TraceLog {
  readonly window = Number.POSITIVE_INFINITY;
  readonly #tracker: TradeTracker;
  readonly #containers: ContainerNames;
  readonly #writer: RowWriter;
  /** What somebody has read, as rows. */
  #read: EventLog | null = null;
  /** Version of the tracker's events that was read. */
  #version = -1;

  constructor(tracker: TradeTracker, containers: ContainerNames, writer: RowWriter) {
    this.#tracker = tracker;
    this.#containers = containers;
    this.#writer = writer;
  }

  get log(): TraceLog {
    return this;
  }

  get count(): number {
    return this.#tracker.count;
  }

  get bytes(): number {
    return this.#tracker.bytes + (this.#read?.bytes ?? 0);
  }

  get everKept(): number {
    return this.#tracker.everKept;
  }

  get openTrades(): number {
    return this.#tracker.openCount;
  }

  get waitingOrders(): number {
    return this.#tracker.waitingOrders;
  }

  handlerOf(type: number): Listener {
    return this.#tracker.handlerOf(type);
  }

  /** Bars, features and marks belong to no trade. */
  keepSpan(): void {}

  records(): Generator<EventRecord> {
    return this.#rows().records();
  }

  find(id: string): EventRecord | undefined {
    return this.#rows().find(id);
  }

  causedBy(id: string): EventRecord[] {
    return this.#rows().causedBy(id);
  }

  findCorrelated(trade: string | TradeName, type?: string): EventRecord[] {
    return this.#rows().findCorrelated(trade, type);
  }

  /** Lets go of what is held of an open trade: the orders and signals that led to it too. */
  pruneCorrelated(trade: string | TradeName): number {
    const name = typeof trade === 'string' ? parseTradeName(trade, this.#containers) : trade;
    return name === undefined ? 0 : this.#tracker.forget(name);
  }

  releaseHalf(before: (event: EventRecord) => void): number {
    return this.#tracker.forgetOldest((event) => before(event.record(this.#containers)));
  }

  /** What it may hold is decided by trades. */
  shrink(): void {}

  forgetRead(): void {
    this.#read = null;
  }

  clear(): void {
    this.#tracker.clear();
    this.#read = null;
  }

  save(out: StateWriter): void {
    this.#tracker.save(out);
  }

  restore(from: StateReader): void {
    this.#tracker.restore(from);
  }

  /** All that is held, put into a log when somebody reads it, anew when it has changed since. */
  #rows(): EventLog {
    if (this.#read === null || this.#version !== this.#tracker.version) {
      this.#read = new EventLog(this.#containers, { writer: this.#writer, chunkWords: CHUNK_WORDS });
      for (const event of this.#tracker.events()) this.#read.append(event);
      this.#version = this.#tracker.version;
    }
    return this.#read;
  }
}
