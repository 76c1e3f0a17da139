import type { EngineEvent } from '../../events/event.ts';
import {
  type ContainerNames,
  type EventKey,
  formatEventId,
  keyContainer,
  keyType,
} from '../../events/event-id.ts';
import { eventTypeName } from '../../events/event-type.ts';

/** What of a line is the same for all events of one container and type. */
interface Envelope {
  /** `{"id":"portfolio_p/fill-` */
  readonly id: string;
  /** `","type":"FILL","sequenceNumber":` */
  readonly type: string;
  /** `,"containerId":"portfolio_p","correlationId":` */
  readonly container: string;
}

/**
 * Writes events as lines of JSON: what `JSON.stringify(event.record(containers))` gives, without making the record and
 * with the parts that repeat put together once.
 */
export class EventLines {
  readonly #containers: ContainerNames;
  readonly #envelopes = new Map<EventKey, Envelope>();
  readonly #causes = new Map<EventKey, string>();
  readonly #trades = new Map<number, string>();
  readonly #sources = new Map<string, string>();

  constructor(containers: ContainerNames) {
    this.#containers = containers;
  }

  line(event: EngineEvent): string {
    const { id, type, container } = this.#envelope(event.key);
    const sequence = number(event.sequenceNumber);
    const correlation =
      event.tradeNumber === 0 ? 'null' : `${this.#trade(event.tradeContainer)}${event.tradeNumber}"`;
    const causation =
      event.causeSequence === 0 ? 'null' : `${this.#cause(event.causeKey)}${event.causeSequence}"`;
    return `${id}${event.sequenceNumber}${type}${sequence},"timestamp":${number(event.timestamp)},"sourceId":${this.#source(event.sourceId)}${container}${correlation},"causationId":${causation},"payload":${JSON.stringify(event.payload())}}`;
  }

  #envelope(key: EventKey): Envelope {
    let envelope = this.#envelopes.get(key);
    if (envelope === undefined) {
      const type = JSON.stringify(eventTypeName(keyType(key)));
      const container = JSON.stringify(this.#containers[keyContainer(key)]);
      envelope = {
        id: `{"id":${this.#cause(key)}`,
        type: `","type":${type},"sequenceNumber":`,
        container: `,"containerId":${container},"correlationId":`,
      };
      this.#envelopes.set(key, envelope);
    }
    return envelope;
  }

  /** `"portfolio_p/fill-`, the quotation mark at the end left open. */
  #cause(key: EventKey): string {
    let cause = this.#causes.get(key);
    if (cause === undefined) {
      cause = JSON.stringify(formatEventId(key, 0, this.#containers)).slice(0, -2);
      this.#causes.set(key, cause);
    }
    return cause;
  }

  #trade(container: number): string {
    let trade = this.#trades.get(container);
    if (trade === undefined) {
      trade = JSON.stringify(`${this.#containers[container]}/trade-`).slice(0, -1);
      this.#trades.set(container, trade);
    }
    return trade;
  }

  #source(id: string): string {
    let source = this.#sources.get(id);
    if (source === undefined) {
      source = JSON.stringify(id);
      this.#sources.set(id, source);
    }
    return source;
  }
}

/** As JSON writes it: minus zero has no sign, and what is not finite is null. */
function number(value: number): string {
  return Number.isFinite(value) ? String(value) : 'null';
}
