import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EventIndex, type IndexedEvent } from '../../src/debugger/event-index.ts';
import { eventKey, keyContainer, keyType } from '../../src/events/event-id.ts';

const FILL = 12;
const ORDER = 8;
const all = new Set([FILL, ORDER]);

/** Events of three containers at rising bars, each numbered on by its container. */
const streams = fc
  .array(
    fc.record({
      container: fc.integer({ min: 0, max: 2 }),
      type: fc.constantFrom(FILL, ORDER),
      later: fc.integer({ min: 0, max: 3 }),
      trade: fc.integer({ min: 0, max: 4 }),
    }),
    { maxLength: 80 },
  )
  .map((entries) => {
    let bar = 1;
    const sequences = [0, 0, 0];
    return entries.map(({ container, type, later, trade }): IndexedEvent => {
      bar += later;
      return { key: eventKey(container, type), sequence: ++sequences[container], bar, trade };
    });
  });

function indexOf(stream: readonly IndexedEvent[]): EventIndex {
  const index = new EventIndex();
  for (const [i, { key, sequence, bar, trade }] of stream.entries()) index.add(key, sequence, bar, trade, i);
  return index;
}

describe('an event index says what a list of all events would say', () => {
  test('about which bars have one of a type, before and after', () => {
    fc.assert(
      fc.property(streams, fc.nat({ max: 100 }), fc.constantFrom(FILL, ORDER), (stream, bar, type) => {
        const index = indexOf(stream);
        const bars = stream.filter(({ key }) => keyType(key) === type).map((event) => event.bar);
        expect(index.barAfter(bar, new Set([type]))).toBe(bars.find((b) => b > bar));
        expect(index.barBefore(bar, new Set([type]))).toBe(bars.findLast((b) => b < bar));
      }),
    );
  });

  test('about what lies between two bars, in one container or all', () => {
    fc.assert(
      fc.property(streams, fc.nat({ max: 60 }), fc.nat({ max: 60 }), (stream, from, length) => {
        const index = indexOf(stream);
        const within = stream.filter(({ bar }) => bar > from && bar <= from + length);
        expect(index.countBetween(from, from + length, all)).toBe(within.length);
        const found = index.between(from, from + length, all, (container) => container === 1);
        const wanted = within.filter(({ key }) => keyContainer(key) === 1);
        expect(new Set(found.map(({ sequence }) => sequence))).toEqual(
          new Set(wanted.map(({ sequence }) => sequence)),
        );
        expect(found.map(({ bar }) => bar)).toEqual(wanted.map(({ bar }) => bar));
      }),
    );
  });

  test('about single events, and about none', () => {
    fc.assert(
      fc.property(streams, (stream) => {
        const index = indexOf(stream);
        stream.forEach((event, i) => {
          expect(index.find(event.key, event.sequence)).toEqual(event);
          expect(index.hashOf(event.key, event.sequence)).toBe(i);
        });
        expect(index.find(eventKey(1, FILL), 1e6)).toBeUndefined();
        expect(index.hashOf(eventKey(9, FILL), 1)).toBeUndefined();
      }),
    );
  });

  test('also after its end was cut off', () => {
    fc.assert(
      fc.property(streams, fc.nat({ max: 60 }), (stream, bar) => {
        const index = indexOf(stream);
        index.truncate(bar);
        expect(index.count).toBe(stream.filter((event) => event.bar <= bar).length);
        expect(index.barAfter(bar, all)).toBeUndefined();
      }),
    );
  });
});
