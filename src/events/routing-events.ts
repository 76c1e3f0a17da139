import { EngineEvent } from './event.ts';
import type { EventSink } from './event-sink.ts';
import { type Payloads, TRACE_LIMIT_POLICIES } from './payloads.ts';

/** An event that its receiver did not take, and why. */
export class DeadLetterEvent extends EngineEvent {
  eventId = '';
  route = '';
  /** Null: the container takes nothing. */
  componentId: string | null = null;
  reason = '';
  attempts = 0;

  override payload(): Payloads['DEAD_LETTER'] {
    const { eventId, route, componentId, reason, attempts } = this;
    return { eventId, route, componentId, reason, attempts };
  }

  override encode(out: EventSink): void {
    this.encodeHeader(out);
    out.text(this.eventId);
    out.name(this.route);
    out.number(this.componentId === null ? 0 : 1);
    out.name(this.componentId ?? '');
    out.text(this.reason);
    out.number(this.attempts);
  }
}

/** A container reached its memory budget with state and queues, and what was done about it. */
export class MemoryLimitEvent extends EngineEvent {
  /** Position in TRACE_LIMIT_POLICIES. */
  policy = 0;
  limitBytes = 0;
  stateBytes = 0;
  queueBytes = 0;
  released = 0;
  stopped = false;

  override payload(): Payloads['MEMORY_LIMIT'] {
    const { limitBytes, stateBytes, queueBytes, released, stopped } = this;
    return {
      policy: TRACE_LIMIT_POLICIES[this.policy],
      limitBytes,
      stateBytes,
      queueBytes,
      released,
      stopped,
    };
  }

  override encode(out: EventSink): void {
    this.encodeHeader(out);
    out.number(this.policy);
    out.number(this.limitBytes);
    out.number(this.stateBytes);
    out.number(this.queueBytes);
    out.number(this.released);
    out.number(this.stopped ? 1 : 0);
  }
}
