import { type EngineEvent, type EventRecord, TraceLimitEvent } from '../events/event.ts';
import type { EventBus, EventObserver } from '../events/event-bus.ts';
import { eventKey } from '../events/event-id.ts';
import type { EventSpan } from '../events/event-span.ts';
import { EVENT_TYPE_LIMIT, TYPE } from '../events/event-type.ts';
import { TRACE_LIMIT_POLICIES } from '../events/payloads.ts';
import type { Stateful, StateReader, StateWriter } from '../foundation/state.ts';
import { EventLog } from './log/event-log.ts';
import type { RowWriter } from './log/row-writer.ts';
import {
  checkTracerSettings,
  type Retention,
  type TraceLimitPolicy,
  type TracerSettings,
} from './retention.ts';
import { FOLLOWED_TYPES, type TradeKeeper, TradeTracker } from './trade-tracker.ts';
import type { TrackedTrade } from './trades/tracked.ts';

/** What a tracer holds and what it has let go. */
export interface TraceMemoryStats {
  readonly policy: Retention['policy'];
  readonly eventsInMemory: number;
  /** Trades whose position is open, and orders that wait; 0 unless the policy follows trades. */
  readonly openTrades: number;
  readonly waitingOrders: number;
  readonly bytes: number;
  /** Let go by the policy or at the limit. */
  readonly eventsDropped: number;
  /** Moved to the store. */
  readonly eventsSpilled: number;
  /** How often the memory budget was reached. */
  readonly limitsReached: number;
  /** The budget ended tracing. */
  readonly stopped: boolean;
}

/** What a tracer knows of the run that it is in. */
export interface TracerOptions {
  /** Shared by the tracers of a run. */
  readonly writer?: RowWriter;
  /** False where no order request ever passes: what follows trades has nothing to keep there, and looks at nothing. */
  readonly seesTrades?: boolean;
}

/** Gets the events of a trade once, oldest first, when its position has been closed. */
export type TradeCompleteHandler = (tradeNumber: number, events: readonly EventRecord[]) => void;

const ALL_TYPES: readonly number[] = Array.from({ length: EVENT_TYPE_LIMIT }, (_, type) => type);
/** Words of 8 bytes in a chunk. Thousands of containers may follow trades, few keep everything. */
const CHUNK_WORDS = { all: 8192, sliding_window: 2048, trade_complete: 512 } as const;
const SMALLEST_WINDOW = 16;

/** Keeps the events of one container's bus for as long as its retention policy says. */
export class Tracer implements EventObserver, Stateful {
  readonly componentId = 'tracer';
  readonly containersApart = true;
  readonly log: EventLog;
  readonly #bus: EventBus;
  readonly #settings: TracerSettings;
  readonly #trades: TradeTracker | null;
  readonly #types: readonly number[];
  readonly #handlers: TradeCompleteHandler[] = [];
  readonly #budget: number;
  readonly #maxEvents: number;
  readonly #limited: boolean;
  /** Events kept at most. */
  #window: number;
  #spilled = 0;
  #limits = 0;
  #stopped = false;
  /** Appended before this log began, or taken back by `restore`. */
  #appendedElsewhere = 0;

  /**
   * Attaches itself to the bus, for the types that it keeps.
   *
   * @throws UserError for settings that cannot work.
   */
  constructor(bus: EventBus, settings: TracerSettings, { writer, seesTrades = true }: TracerOptions = {}) {
    checkTracerSettings(settings);
    const { retention, types, budget } = settings;
    this.#bus = bus;
    this.#settings = settings;
    this.#budget = budget?.bytes ?? Number.POSITIVE_INFINITY;
    this.#maxEvents = budget?.events ?? Number.POSITIVE_INFINITY;
    this.#limited = budget?.bytes !== undefined || budget?.events !== undefined;
    this.#window = retention.policy === 'sliding_window' ? retention.maxEvents : Number.POSITIVE_INFINITY;
    this.log = new EventLog(bus.containers, {
      writer,
      chunkWords: chunkWords(CHUNK_WORDS[retention.policy], this.#window, this.#budget),
    });
    this.#trades =
      retention.policy === 'trade_complete'
        ? new TradeTracker({
            log: this.log,
            types: types === undefined ? undefined : new Set(types),
            keepEnded: true,
            keeper: this.#keeper(),
          })
        : null;
    if (this.#trades === null) this.#types = [...new Set([...(types ?? ALL_TYPES), TYPE.TRACE_LIMIT])];
    else this.#types = seesTrades ? FOLLOWED_TYPES : [];
    bus.attach(this, this.#types);
  }

  observe(event: EngineEvent, _bus: EventBus, type: number): void {
    if (this.#trades !== null) {
      this.#trades.observe(event, type);
    } else {
      this.log.append(event);
      if (this.log.count > this.#window) this.log.dropOldest(1);
    }
    if (this.#limited && this.#isOver() && type !== TYPE.TRACE_LIMIT) this.#atLimit(event.timestamp);
  }

  observeSpan(span: EventSpan): void {
    // Whatever can end in the middle of a span is asked event by event.
    const limits = [this.#window, this.#budget, this.#maxEvents];
    if (limits.some(Number.isFinite) || this.#trades !== null)
      span.each((event) => this.observe(event, this.#bus, event.type));
    else this.log.appendSpan(span);
  }

  /** Under `trade_complete`: calls `handler` for every trade from now on. Returns a function that ends it. */
  onTradeComplete(handler: TradeCompleteHandler): () => void {
    this.#handlers.push(handler);
    return () => {
      const at = this.#handlers.indexOf(handler);
      if (at >= 0) this.#handlers.splice(at, 1);
    };
  }

  get memoryStats(): TraceMemoryStats {
    return {
      policy: this.#settings.retention.policy,
      eventsInMemory: this.log.count,
      openTrades: this.#trades?.openCount ?? 0,
      waitingOrders: this.#trades?.waitingOrders ?? 0,
      bytes: this.log.bytes,
      eventsDropped: this.#appended - this.log.count - this.#spilled,
      eventsSpilled: this.#spilled,
      limitsReached: this.#limits,
      stopped: this.#stopped,
    };
  }

  /** Once something of a trace that keeps everything was spilled, writes the rest behind it: the store then has the whole of it. */
  completeSpill(): void {
    const { retention, budget } = this.#settings;
    if (retention.policy !== 'all' || budget?.atLimit !== 'spill' || this.#spilled === 0) return;
    for (const event of this.log.records()) budget.store.append(event);
  }

  /** Leaves the bus; what is held stays. */
  detach(): void {
    this.#bus.detach(this);
  }

  inspect(): Record<string, unknown> {
    return { ...this.memoryStats };
  }

  save(out: StateWriter): void {
    out.number(this.#appended);
    out.number(this.#window);
    out.number(this.#spilled);
    out.number(this.#limits);
    out.number(this.#stopped ? 1 : 0);
    if (this.#trades === null) this.log.save(out);
    else this.#trades.save(out);
  }

  /** Forgets what came after the saved moment; what the window or the budget has let go since does not come back. */
  restore(from: StateReader): void {
    const appended = from.number();
    this.#window = from.number();
    this.#spilled = from.number();
    this.#limits = from.number();
    const stopped = from.number() === 1;
    if (this.#trades === null) this.log.restore(from);
    else this.#trades.restore(from);
    this.#appendedElsewhere = appended - this.log.appended;
    if (stopped !== this.#stopped) {
      this.#stopped = stopped;
      if (stopped) this.#bus.detach(this);
      else this.#bus.attach(this, this.#types);
    }
  }

  get #appended(): number {
    return this.log.appended + (this.#trades?.unread ?? 0) + this.#appendedElsewhere;
  }

  #keeper(): TradeKeeper {
    const handlers = this.#handlers;
    return {
      get wantsTrades() {
        return handlers.length > 0;
      },
      take: (trade) => this.#complete(trade),
    };
  }

  #complete(trade: TrackedTrade): void {
    const events = this.#trades?.positionsOf(trade).map((position) => this.log.at(position)) ?? [];
    // One that ends itself during the call must not make another one miss it.
    const handlers = this.#handlers.slice();
    for (const handler of handlers) handler(trade.number, events);
  }

  #isOver(): boolean {
    return this.log.bytes > this.#budget || this.log.count > this.#maxEvents;
  }

  #atLimit(timestamp: number): void {
    const { log } = this;
    const heldBytes = log.bytes;
    // They can be built again.
    log.forgetIndexes();
    if (!this.#isOver()) return;
    const { budget } = this.#settings;
    let policy: TraceLimitPolicy = budget?.atLimit ?? 'stop';
    const held = log.count;
    while (policy !== 'stop' && this.#isOver()) {
      // Nothing left to let go: what remains are orders that wait.
      if (!this.#releaseHalf()) policy = 'stop';
    }
    if (policy === 'spill') this.#spilled += held - log.count;
    if (policy === 'shrink' && this.#trades === null) this.#window = Math.max(SMALLEST_WINDOW, log.count);
    this.#limits++;
    this.#tell(policy, timestamp, heldBytes, held - log.count);
    if (policy !== 'stop') return;
    this.#stopped = true;
    this.#bus.detach(this);
  }

  /** Lets the older half go, to the store if there is one. */
  #releaseHalf(): boolean {
    const { log } = this;
    const { budget } = this.#settings;
    const spill = (position: number) => {
      if (budget?.atLimit === 'spill') budget.store.append(log.at(position));
    };
    if (this.#trades !== null) return this.#trades.forgetOldest(spill) > 0;
    if (log.count <= 1) return false;
    for (let left = Math.ceil(log.count / 2); left > 0; left--) {
      const position = log.oldest as number;
      spill(position);
      log.drop(position);
    }
    return true;
  }

  #tell(policy: TraceLimitPolicy, timestamp: number, heldBytes: number, eventsReleased: number): void {
    const event = new TraceLimitEvent(eventKey(this.#bus.container, TYPE.TRACE_LIMIT), TYPE.TRACE_LIMIT);
    event.policy = TRACE_LIMIT_POLICIES.indexOf(policy);
    event.limitBytes = Number.isFinite(this.#budget) ? this.#budget : Number.NaN;
    event.limitEvents = Number.isFinite(this.#maxEvents) ? this.#maxEvents : Number.NaN;
    event.heldBytes = Math.round(heldBytes);
    event.eventsReleased = eventsReleased;
    event.maxEvents = Number.isFinite(this.#window) ? this.#window : Number.NaN;
    event.timestamp = timestamp;
    event.sourceId = this.componentId;
    // Numbered apart from trading events, which must be called the same whatever is traced.
    event.sequenceNumber = this.#limits;
    this.#bus.deliver(event);
  }
}

/** As large as usual, but no more than an eighth of the budget or about half of a window: one chunk more is held than is used. */
function chunkWords(usual: number, window: number, budget: number): number {
  let words: number = usual;
  while (words > 128 && words > 4 * window) words /= 2;
  while (words * 8 > budget / 8 && words > 64) words /= 2;
  return words;
}
