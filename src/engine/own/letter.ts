import { EngineEvent, type EventRecord } from '../../events/event.ts';
import type { EventKey } from '../../events/event-id.ts';

/** A copy of an event on its way: plain data, which can wait over many bars and be saved. */
export interface Letter {
  readonly key: EventKey;
  readonly type: number;
  readonly record: EventRecord;
  readonly tradeContainer: number;
  readonly tradeNumber: number;
}

export function letterOf(event: EngineEvent, record: EventRecord): Letter {
  const { key, type, tradeContainer, tradeNumber } = event;
  return { key, type, record, tradeContainer, tradeNumber };
}

/** The name and time of an event that has passed: what those caused by it must know. */
export class PastEvent extends EngineEvent {
  readonly #record: EventRecord;

  constructor({ key, type, record, tradeContainer, tradeNumber }: Letter) {
    super(key, type);
    this.#record = record;
    this.sequenceNumber = record.sequenceNumber;
    this.timestamp = record.timestamp;
    this.sourceId = record.sourceId;
    this.tradeContainer = tradeContainer;
    this.tradeNumber = tradeNumber;
  }

  override payload(): Record<string, unknown> {
    return structuredClone(this.#record.payload);
  }

  override encode(): void {
    throw new Error('an event that has passed is not written again');
  }
}
