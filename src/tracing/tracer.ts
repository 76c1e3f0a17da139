import { type EngineEvent, type EventRecord, TraceLimitEvent } from '../events/event.ts';
import type { EventBus, EventObserver, Listener } from '../events/event-bus.ts';
import { eventKey } from '../events/event-id.ts';
import type { EventSpan } from '../events/event-span.ts';
import { EVENT_TYPE_LIMIT, TYPE } from '../events/event-type.ts';
import { TRACE_LIMIT_POLICIES } from '../events/payloads.ts';
import type { Stateful, StateReader, StateWriter } from '../foundation/state.ts';
import type { Keeping } from './keeping.ts';
import { EventLog } from './log/event-log.ts';
import { RowKeeping } from './log/row-keeping.ts';
import { RowWriter } from './log/row-writer.ts';
import {
  checkTracerSettings,
  type Retention,
  type TraceLimitPolicy,
  type TracerSettings,
} from './retention.ts';
import type { TraceLog } from './trace-log.ts';
import type { TrackedTrade } from './trades/tracked.ts';
import { TradeKeeping } from './trades/trade-keeping.ts';
import { FOLLOWED_TYPES, type TradeKeeper, TradeTracker } from './trades/trade-tracker.ts';

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
/** Words of 8 bytes in a chunk. */
const CHUNK_WORDS = { all: 8192, sliding_window: 2048 } as const;

/** Keeps the events of one container's bus for as long as its retention policy says. */
export class Tracer implements EventObserver, Stateful {
  readonly componentId = 'tracer';
  readonly containersApart = true;
  readonly #bus: EventBus;
  readonly #settings: TracerSettings;
  readonly #kept: Keeping;
  readonly #types: readonly number[];
  readonly #handlers: TradeCompleteHandler[] = [];
  readonly #budget: number;
  readonly #maxEvents: number;
  readonly #limited: boolean;
  /** What keeps events and then looks at the budget, by what keeps them. */
  readonly #within = new Map<Listener, Listener>();
  #spilled = 0;
  #limits = 0;
  #stopped = false;
  /** Kept before this tracer began, or taken back by `restore`. */
  #keptElsewhere = 0;

  /**
   * Attaches itself to the bus, for the types that it keeps.
   *
   * @throws UserError for settings that cannot work.
   */
  constructor(
    bus: EventBus,
    settings: TracerSettings,
    { writer = new RowWriter(), seesTrades = true }: TracerOptions = {},
  ) {
    checkTracerSettings(settings);
    const { retention, types, budget } = settings;
    this.#bus = bus;
    this.#settings = settings;
    this.#budget = budget?.bytes ?? Number.POSITIVE_INFINITY;
    this.#maxEvents = budget?.events ?? Number.POSITIVE_INFINITY;
    this.#limited = budget?.bytes !== undefined || budget?.events !== undefined;
    this.#kept = this.#keeping(writer);
    if (retention.policy !== 'trade_complete') {
      this.#types = [...new Set([...(types ?? ALL_TYPES), TYPE.TRACE_LIMIT])];
    } else {
      this.#types = seesTrades ? FOLLOWED_TYPES : [];
    }
    bus.attach(this, this.#types);
  }

  /** What is held, to be read. */
  get log(): TraceLog {
    return this.#kept.log;
  }

  handlerOf(type: number): Listener {
    const keep = this.#kept.handlerOf(type);
    if (!this.#limited || type === TYPE.TRACE_LIMIT) return keep;
    const known = this.#within.get(keep);
    if (known !== undefined) return known;
    const within: Listener = (event) => {
      keep(event);
      if (this.#isOver()) this.#atLimit(event.timestamp);
    };
    this.#within.set(keep, within);
    return within;
  }

  observe(event: EngineEvent, _bus: EventBus, type: number): void {
    this.handlerOf(type)(event);
  }

  observeSpan(span: EventSpan): void {
    // A budget can be used up in the middle of it.
    if (this.#limited) span.each((event) => this.handlerOf(event.type)(event));
    else this.#kept.keepSpan(span);
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
      openTrades: this.#kept.openTrades,
      waitingOrders: this.#kept.waitingOrders,
      bytes: this.log.bytes,
      eventsDropped: this.#everKept - this.log.count - this.#spilled,
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

  /** Lets go of everything that is held. */
  clear(): void {
    this.#kept.clear();
  }

  /** Leaves the bus; what is held stays. */
  detach(): void {
    this.#bus.detach(this);
  }

  inspect(): Record<string, unknown> {
    return { ...this.memoryStats };
  }

  save(out: StateWriter): void {
    out.number(this.#everKept);
    out.number(this.#spilled);
    out.number(this.#limits);
    out.number(this.#stopped ? 1 : 0);
    this.#kept.save(out);
  }

  /** Forgets what came after the saved moment; what the window or the budget has let go since does not come back. */
  restore(from: StateReader): void {
    const everKept = from.number();
    this.#spilled = from.number();
    this.#limits = from.number();
    const stopped = from.number() === 1;
    this.#kept.restore(from);
    this.#keptElsewhere += everKept - this.#everKept;
    if (stopped !== this.#stopped) {
      this.#stopped = stopped;
      if (stopped) this.#bus.detach(this);
      else this.#bus.attach(this, this.#types);
    }
  }

  get #everKept(): number {
    return this.#kept.everKept + this.#keptElsewhere;
  }

  #keeping(writer: RowWriter): Keeping {
    const { retention, types, budget } = this.#settings;
    const { containers } = this.#bus;
    if (retention.policy === 'trade_complete') {
      const tracker = new TradeTracker({
        bus: this.#bus,
        writer,
        types: types === undefined ? undefined : new Set(types),
        keepEnded: true,
        keeper: this.#keeper((trade) => tracker.eventsOf(trade)),
      });
      return new TradeKeeping(tracker, containers, writer);
    }
    const window = retention.policy === 'sliding_window' ? retention.maxEvents : Number.POSITIVE_INFINITY;
    const words = chunkWords(CHUNK_WORDS[retention.policy], window, this.#budget);
    const log = new EventLog(containers, { writer, chunkWords: words });
    return new RowKeeping(log, window, budget?.atLimit === 'shrink');
  }

  #keeper(eventsOf: (trade: TrackedTrade) => readonly EngineEvent[]): TradeKeeper {
    const handlers = this.#handlers;
    const { containers } = this.#bus;
    return {
      get wantsTrades() {
        return handlers.length > 0;
      },
      take: (trade) => {
        const events = eventsOf(trade).map((event) => event.record(containers));
        // One that ends itself during the call must not make another one miss it.
        for (const handler of handlers.slice()) handler(trade.number, events);
      },
    };
  }

  #isOver(): boolean {
    return this.log.bytes > this.#budget || this.log.count > this.#maxEvents;
  }

  #atLimit(timestamp: number): void {
    const { log } = this;
    const heldBytes = log.bytes;
    this.#kept.forgetRead();
    if (!this.#isOver()) return;
    const { budget } = this.#settings;
    let policy: TraceLimitPolicy = budget?.atLimit ?? 'stop';
    const held = log.count;
    const spill = (event: EventRecord) => {
      if (budget?.atLimit === 'spill') budget.store.append(event);
    };
    while (policy !== 'stop' && this.#isOver()) {
      // Nothing left to let go: what remains are orders that wait.
      if (this.#kept.releaseHalf(spill) === 0) policy = 'stop';
    }
    if (policy === 'spill') this.#spilled += held - log.count;
    if (policy === 'shrink') this.#kept.shrink();
    this.#limits++;
    this.#tell(policy, timestamp, heldBytes, held - log.count);
    if (policy !== 'stop') return;
    this.#stopped = true;
    this.#bus.detach(this);
  }

  #tell(policy: TraceLimitPolicy, timestamp: number, heldBytes: number, eventsReleased: number): void {
    const event = new TraceLimitEvent(eventKey(this.#bus.container, TYPE.TRACE_LIMIT), TYPE.TRACE_LIMIT);
    event.policy = TRACE_LIMIT_POLICIES.indexOf(policy);
    event.limitBytes = Number.isFinite(this.#budget) ? this.#budget : Number.NaN;
    event.limitEvents = Number.isFinite(this.#maxEvents) ? this.#maxEvents : Number.NaN;
    event.heldBytes = Math.round(heldBytes);
    event.eventsReleased = eventsReleased;
    event.maxEvents = Number.isFinite(this.#kept.window) ? this.#kept.window : Number.NaN;
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
