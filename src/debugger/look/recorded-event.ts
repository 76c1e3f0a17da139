import { EngineEvent, type EventRecord } from '../../events/event.ts';
import { type ContainerNames, eventKey } from '../../events/event-id.ts';
import { eventTypeNumber } from '../../events/event-type.ts';

/** A record as expressions read events. */
class RecordedEvent extends EngineEvent {
  readonly #record: EventRecord;

  constructor(record: EventRecord, key: number, type: number) {
    super(key, type);
    this.#record = record;
  }

  override payload(): Record<string, unknown> {
    return this.#record.payload;
  }

  override encode(): void {
    throw new Error('a record is not written again');
  }
}

/** @param containers names of the run that it is of. */
export function eventOf(record: EventRecord, containers: ContainerNames): EngineEvent {
  const type = eventTypeNumber(record.type) as number;
  const event = new RecordedEvent(record, eventKey(containers.indexOf(record.containerId), type), type);
  event.sequenceNumber = record.sequenceNumber;
  event.timestamp = record.timestamp;
  event.sourceId = record.sourceId;
  const trade = /^(.*)\/trade-(\d+)$/.exec(record.correlationId ?? '');
  if (trade !== null) {
    event.tradeContainer = containers.indexOf(trade[1]);
    event.tradeNumber = Number(trade[2]);
  }
  return event;
}
