import type { Pool } from '../foundation/pool.ts';
import { type ContainerNames, type EventKey, formatEventId, keyContainer } from './event-id.ts';
import type { EventSink } from './event-sink.ts';
import { eventTypeName } from './event-type.ts';
import { orNull } from './or-null.ts';
import { type Payloads, TRACE_LIMIT_POLICIES } from './payloads.ts';

/**
 * An event as a user holds it: plain data, never changed again.
 * `causationId` names the event that led to this one, `correlationId` the trade it belongs to.
 */
export interface EventRecord<T extends string = string> {
  readonly id: string;
  readonly type: T;
  readonly sequenceNumber: number;
  /** UTC milliseconds since 1970, at which this became known. */
  readonly timestamp: number;
  readonly sourceId: string;
  readonly containerId: string;
  readonly correlationId: string | null;
  readonly causationId: string | null;
  readonly payload: T extends keyof Payloads ? Payloads[T] : Readonly<Record<string, unknown>>;
}

/** What names an event. A flyweight names another one after the next event; who keeps a name keeps both numbers. */
export interface EventName {
  readonly key: EventKey;
  readonly sequenceNumber: number;
}

/** Added to `holders` of an event that came back to its pool while it was held. */
export const RETURNED = 1 << 24;

/**
 * An event inside the engine: a flyweight that is filled, dispatched and used again. Whoever wants to keep one takes
 * `record()`, or holds it. Fields are numbers and references only, so that publishing allocates nothing.
 *
 * To hold one, count yourself in `holders` during its dispatch: it then stays as it is, and another takes its place. To let it go,
 * count yourself out; whoever comes to `RETURNED` by that sends it home. Not so while it is in dispatch: then its pool still has it. This is written out where it is done, since a field that is read from events of any class
 * is looked up by its name.
 */
export abstract class EngineEvent {
  /** Number of the type. */
  readonly type: number;
  /** Container and type of this event. */
  key: EventKey;
  sequenceNumber = 0;
  timestamp = 0;
  sourceId = '';
  /** Event that led to this one; sequence 0: none. */
  causeKey: EventKey = 0;
  causeSequence = 0;
  /** Container that numbers the trade, and the trade's number; 0: belongs to no trade. */
  tradeContainer = 0;
  tradeNumber = 0;
  holders = 0;
  /** Where it goes when it has been held and is no longer; null for one that no pool made. */
  home: Pool<EngineEvent> | null = null;
  /** Its place in the order in which the events of a run came to be held. */
  place = 0;

  constructor(key: EventKey, type: number) {
    this.key = key;
    this.type = type;
  }

  causedBy(cause: EventName): void {
    this.causeKey = cause.key;
    this.causeSequence = cause.sequenceNumber;
  }

  /** The payload as plain data, valid by the type's schema. */
  abstract payload(): Record<string, unknown>;

  /**
   * Writes itself, without making an object: header, origin, and what `payload()` is made of, for which `decodePayload` is the
   * counterpart. Classes whose events come by the million spell all of it out: a field that is read from events of any class is
   * looked up by its name.
   */
  abstract encode(out: EventSink): void;

  /** The header, for events that are rare. */
  protected encodeHeader(out: EventSink): void {
    out.header(
      this.key,
      this.sequenceNumber,
      this.timestamp,
      this.sourceId,
      this.causeKey,
      this.causeSequence,
      this.tradeContainer,
      this.tradeNumber,
    );
  }

  record(containers: ContainerNames): EventRecord {
    return {
      id: formatEventId(this.key, this.sequenceNumber, containers),
      type: eventTypeName(this.type),
      sequenceNumber: this.sequenceNumber,
      timestamp: this.timestamp,
      sourceId: this.sourceId,
      containerId: containers[keyContainer(this.key)],
      correlationId:
        this.tradeNumber === 0 ? null : `${containers[this.tradeContainer]}/trade-${this.tradeNumber}`,
      causationId:
        this.causeSequence === 0 ? null : formatEventId(this.causeKey, this.causeSequence, containers),
      payload: this.payload(),
    };
  }
}

/** An event of a type that a user defined; its payload is a private copy of what was published. */
export class CustomEvent extends EngineEvent {
  data: Readonly<Record<string, unknown>> = {};

  override payload(): Record<string, unknown> {
    return structuredClone(this.data);
  }

  override encode(out: EventSink): void {
    this.encodeHeader(out);
    out.data(this.data);
  }
}

export class LifecycleEvent extends EngineEvent {
  from = '';
  to = '';

  override payload(): Payloads['LIFECYCLE'] {
    return { from: this.from, to: this.to };
  }

  override encode(out: EventSink): void {
    this.encodeHeader(out);
    out.name(this.from);
    out.name(this.to);
  }
}

export class ErrorEvent extends EngineEvent {
  componentId = '';
  eventId: string | null = null;
  message = '';
  stack = '';

  override payload(): Payloads['ERROR'] {
    return { componentId: this.componentId, eventId: this.eventId, message: this.message, stack: this.stack };
  }

  override encode(out: EventSink): void {
    this.encodeHeader(out);
    out.name(this.componentId);
    out.number(this.eventId === null ? 0 : 1);
    out.text(this.eventId ?? '');
    out.text(this.message);
    out.text(this.stack);
  }
}

/** A tracer reached its memory budget, and what it did about it. */
export class TraceLimitEvent extends EngineEvent {
  /** Position in TRACE_LIMIT_POLICIES. */
  policy = 0;
  /** NaN: no such limit; limitEvents too. */
  limitBytes = Number.NaN;
  limitEvents = Number.NaN;
  heldBytes = 0;
  eventsReleased = 0;
  /** NaN: no window. */
  maxEvents = Number.NaN;

  override payload(): Payloads['TRACE_LIMIT'] {
    return {
      policy: TRACE_LIMIT_POLICIES[this.policy],
      limitBytes: orNull(this.limitBytes),
      limitEvents: orNull(this.limitEvents),
      heldBytes: this.heldBytes,
      eventsReleased: this.eventsReleased,
      maxEvents: orNull(this.maxEvents),
    };
  }

  override encode(out: EventSink): void {
    this.encodeHeader(out);
    out.number(this.policy);
    out.number(this.limitBytes);
    out.number(this.limitEvents);
    out.number(this.heldBytes);
    out.number(this.eventsReleased);
    out.number(this.maxEvents);
  }
}
