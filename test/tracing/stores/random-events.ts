import fc from 'fast-check';
import { EngineEvent } from '../../../src/events/event.ts';
import { eventKey } from '../../../src/events/event-id.ts';
import type { EventSink } from '../../../src/events/event-sink.ts';
import { EVENT_TYPES } from '../../../src/events/event-type.ts';

export const CONTAINERS = ['root', 'data_X', 'portfolio_"a"', 'execution_ü.0002'];

/** An event of any type with any payload. */
export class AnyEvent extends EngineEvent {
  data: Record<string, unknown> = {};

  override payload(): Record<string, unknown> {
    return structuredClone(this.data);
  }

  override encode(out: EventSink): void {
    this.encodeHeader(out);
    out.data(this.data);
  }
}

const container = fc.nat(CONTAINERS.length - 1);
const type = fc.nat(EVENT_TYPES.length - 1);
const reference = fc.record({ container, type, number: fc.nat(1_000_000) });

/** Any event that a container can publish; the sequence number is given by the bus. */
export const anyEvent = (publisher: fc.Arbitrary<number> = container): fc.Arbitrary<AnyEvent> =>
  fc
    .record({
      container: publisher,
      type,
      timestamp: fc.oneof(fc.integer(), fc.double()),
      sourceId: fc.string({ unit: 'grapheme' }),
      cause: reference,
      trade: reference,
      data: fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }), { noNullPrototype: true }),
    })
    .map((given) => {
      const event = new AnyEvent(eventKey(given.container, given.type), given.type);
      event.timestamp = given.timestamp;
      event.sourceId = given.sourceId;
      event.causeKey = eventKey(given.cause.container, given.cause.type);
      event.causeSequence = given.cause.number;
      event.tradeContainer = given.trade.container;
      event.tradeNumber = given.trade.number;
      event.data = given.data;
      return event;
    });
