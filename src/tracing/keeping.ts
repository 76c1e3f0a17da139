import type { EventRecord } from '../events/event.ts';
import type { Listener } from '../events/event-bus.ts';
import type { EventSpan } from '../events/event-span.ts';
import type { Stateful } from '../foundation/state.ts';
import type { TraceLog } from './trace-log.ts';

/** How a tracer keeps events, by its retention policy. */
export interface Keeping extends Stateful {
  /** What is held, to be read. */
  readonly log: TraceLog;
  /** Events ever kept. */
  readonly everKept: number;
  /** Events held at most; Infinity where their number does not decide. */
  readonly window: number;
  readonly openTrades: number;
  readonly waitingOrders: number;
  /** What keeps the events of one type; the same for all types for which it does the same. */
  handlerOf(type: number): Listener;
  /** Keeps the events of a span, as if one by one. */
  keepSpan(span: EventSpan): void;
  /** Lets about half of what is held go, the older one; `before` gets each first. Returns how many went. */
  releaseHalf(before: (event: EventRecord) => void): number;
  /** Holds no more from now on than it does now. */
  shrink(): void;
  /** Gives back memory that is filled again when somebody reads. */
  forgetRead(): void;
  /** Lets go of everything. */
  clear(): void;
}
