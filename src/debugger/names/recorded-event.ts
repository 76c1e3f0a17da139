import type { Container } from '../../engine/container.ts';
import { EngineEvent, type EventRecord } from '../../events/event.ts';
import { eventKey, parseEventId } from '../../events/event-id.ts';
import { eventTypeNumber } from '../../events/event-type.ts';

/** An event that was recorded, to be read by an expression as it was when it was published. It is never published again. */
class RecordedEvent extends EngineEvent {
  readonly #payload: Record<string, unknown>;

  constructor({ payload, type, id }: EventRecord, container: number) {
    const number = eventTypeNumber(type);
    if (number === undefined) throw new RangeError(`${id} is of no known type`);
    super(eventKey(container, number), number);
    this.#payload = payload;
  }

  override payload(): Record<string, unknown> {
    return this.#payload;
  }

  override encode(): never {
    throw new TypeError('a recorded event is not written again');
  }
}

/** The event as expressions take it: `event.pnl`, `event.type`. */
export function recordedEvent(record: EventRecord, containers: readonly Container[]): EngineEvent {
  const numbers = new Map(containers.map(({ id, number }) => [id, number]));
  const event = new RecordedEvent(record, numbers.get(record.containerId) ?? 0);
  event.sequenceNumber = record.sequenceNumber;
  event.timestamp = record.timestamp;
  event.sourceId = record.sourceId;
  const trade = /^(.+)\/trade-(\d+)$/.exec(record.correlationId ?? '');
  if (trade !== null) {
    event.tradeContainer = numbers.get(trade[1]) ?? 0;
    event.tradeNumber = Number(trade[2]);
  }
  const cause = parseEventId(record.causationId ?? '');
  if (cause !== undefined) {
    event.causeKey = eventKey(numbers.get(cause.containerId ?? '') ?? 0, cause.type);
    event.causeSequence = cause.sequenceNumber;
  }
  return event;
}
