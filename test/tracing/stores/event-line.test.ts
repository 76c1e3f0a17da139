import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EventLines } from '../../../src/tracing/stores/event-line.ts';
import { anyEvent, CONTAINERS } from './random-events.ts';

test('a line is what JSON.stringify gives for the record of the event', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(anyEvent(), fc.nat()), { minLength: 1, maxLength: 8 }), (events) => {
      const lines = new EventLines(CONTAINERS);
      for (const [event, sequence] of events) {
        event.sequenceNumber = sequence;
        expect(lines.line(event)).toBe(JSON.stringify(event.record(CONTAINERS)));
      }
    }),
  );
});
