import { describe, expect, test } from 'vitest';
import { eventKey, formatEventId, keyContainer, keyType, parseEventId } from '../../src/events/event-id.ts';
import { EVENT_TYPES, TYPE } from '../../src/events/event-type.ts';

const CONTAINERS = ['root', 'portfolio_a-b', 'x/y'];

describe('event ids', () => {
  test('read back as what they were written from, for every type and container', () => {
    for (const type of Object.values(TYPE)) {
      CONTAINERS.forEach((containerId, container) => {
        const key = eventKey(container, type);
        expect([keyContainer(key), keyType(key)]).toEqual([container, type]);
        expect(parseEventId(formatEventId(key, 812, CONTAINERS))).toEqual({
          containerId,
          type,
          sequenceNumber: 812,
        });
      });
    }
  });

  test('may leave the container out', () => {
    expect(parseEventId('order-rejected-3')).toEqual({
      containerId: undefined,
      type: TYPE.ORDER_REJECTED,
      sequenceNumber: 3,
    });
  });

  test('are nothing else', () => {
    for (const text of ['', 'fill', 'fill-', 'fil-3', 'FILL-3', 'fill-3x', 'fill--3']) {
      expect(parseEventId(text)).toBeUndefined();
    }
  });

  test('have room for every built-in type', () => {
    expect(new Set(Object.values(TYPE)).size).toBe(EVENT_TYPES.length);
    expect(EVENT_TYPES.length).toBeLessThan(32);
  });
});
