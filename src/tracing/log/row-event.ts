import { EngineEvent, type EventRecord } from '../../events/event.ts';
import { eventKey } from '../../events/event-id.ts';
import type { EventSink } from '../../events/event-sink.ts';
import { eventTypeNumber } from '../../events/event-type.ts';
import type { EventLog, Position } from './event-log.ts';

/** More than anybody counts up to, so that it never becomes a spare event. */
const KEPT = 1 << 28;

/** An event of a log, for whoever holds events and not rows. Only what every event has can be read from its fields. */
export class RowEvent extends EngineEvent {
  readonly #log: EventLog;
  readonly #position: Position;

  constructor(log: EventLog, position: Position) {
    const { containerId, type, sequenceNumber, timestamp, sourceId } = log.at(position);
    const number = eventTypeNumber(type) as number;
    super(eventKey(log.containers.indexOf(containerId), number), number);
    this.#log = log;
    this.#position = position;
    this.sequenceNumber = sequenceNumber;
    this.timestamp = timestamp;
    this.sourceId = sourceId;
    this.holders = KEPT;
  }

  override payload(): Record<string, unknown> {
    return this.#log.at(this.#position).payload;
  }

  override record(): EventRecord {
    return this.#log.at(this.#position);
  }

  override encode(out: EventSink): void {
    this.#log.encode(this.#position, out);
  }
}
