import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { CustomEvent, type EventRecord } from '../../src/events/event.ts';
import { ComponentFailure, EventBus } from '../../src/events/event-bus.ts';
import { eventKey } from '../../src/events/event-id.ts';
import { EventPool } from '../../src/events/event-pool.ts';
import { defineEventType, TYPE } from '../../src/events/event-type.ts';
import { PortfolioUpdateEvent } from '../../src/events/portfolio-events.ts';

const NOTE = defineEventType('NOTE', z.strictObject({ text: z.string() }));

const makeBus = (policy: 'stop' | 'continue' = 'stop') => new EventBus(['root', 'a', 'b'], 1, policy);

describe('an event bus', () => {
  test('numbers what is published on it from 1, and names it by container, type and number', () => {
    const bus = makeBus();
    expect(bus.publish('NOTE', { text: 'one' })).toMatchObject({
      id: 'a/note-1',
      containerId: 'a',
      sequenceNumber: 1,
    });
    expect(bus.publish('NOTE', { text: 'two' }).id).toBe('a/note-2');
  });

  test('hands events to observers, then to listeners in the order in which they came', () => {
    const bus = makeBus();
    const heard: string[] = [];
    bus.listen(NOTE.number, () => heard.push('first'), 'first');
    bus.listen(NOTE.number, () => heard.push('second'), 'second');
    bus.attach({ observe: () => heard.push('observer') });
    bus.publish('NOTE', { text: '' });
    expect(heard).toEqual(['observer', 'first', 'second']);
  });

  test('publishes the consequences of an event before its next listener hears of it', () => {
    const bus = makeBus();
    const REPLY = defineEventType('REPLY', z.strictObject({}));
    const heard: string[] = [];
    bus.listen(NOTE.number, () => void bus.publish('REPLY', {}), 'replier');
    bus.listen(NOTE.number, () => heard.push('note'), 'later');
    bus.listen(REPLY.number, () => heard.push('reply'), 'reply');
    bus.publish('NOTE', { text: '' });
    expect(heard).toEqual(['reply', 'note']);
  });

  test('gives subscribers copies, which later events do not change', () => {
    const bus = makeBus();
    const kept: EventRecord<'PORTFOLIO_UPDATE'>[] = [];
    bus.subscribe('PORTFOLIO_UPDATE', (event) => kept.push(event));
    const pool = new EventPool(bus, TYPE.PORTFOLIO_UPDATE, 'positions', PortfolioUpdateEvent);
    for (const equity of [100, 200]) {
      const event = pool.take();
      event.equity = equity;
      pool.emit(event);
    }
    expect(kept.map((event) => event.payload.equity)).toEqual([100, 200]);
  });

  test('names the cause and the trade of an event', () => {
    const bus = makeBus();
    const cause = bus.publish('NOTE', { text: 'why' });
    expect(bus.publish('NOTE', { text: 'because' }, { cause }).causationId).toBe('a/note-1');
    const event = new PortfolioUpdateEvent(eventKey(1, TYPE.PORTFOLIO_UPDATE), TYPE.PORTFOLIO_UPDATE);
    event.tradeContainer = 2;
    event.tradeNumber = 7;
    bus.emit(event);
    expect(event.record(bus.containers).correlationId).toBe('b/trade-7');
  });

  test('lets a subscriber go, and only that one', () => {
    const bus = makeBus();
    const heard: string[] = [];
    const stop = bus.subscribe('NOTE', () => heard.push('gone'));
    bus.subscribe('NOTE', () => heard.push('stays'));
    stop();
    stop();
    bus.publish('NOTE', { text: '' });
    expect(heard).toEqual(['stays']);
    expect(bus.hasAudience(NOTE.number)).toBe(true);
  });

  test('shows an observer the types it asked for, and no others', () => {
    const bus = makeBus();
    const seen: number[] = [];
    const observer = { observe: (event: { type: number }) => seen.push(event.type) };
    bus.attach(observer, [TYPE.FILL]);
    bus.publish('NOTE', { text: '' });
    bus.emit(new CustomEvent(eventKey(1, TYPE.FILL), TYPE.FILL));
    expect(seen).toEqual([TYPE.FILL]);
    bus.detach(observer);
    expect(bus.hasAudience(TYPE.FILL)).toBe(false);
  });

  test('knows when only certain components hear a type, and observers for whom containers may be apart', () => {
    const bus = makeBus();
    bus.listen(TYPE.BAR, () => {}, 'positions');
    expect(bus.isHeardBy(TYPE.BAR, ['positions'])).toBe(true);
    const stop = bus.subscribe('BAR', () => {});
    expect(bus.isHeardBy(TYPE.BAR, ['positions'])).toBe(false);
    stop();
    for (const containersApart of [true, false]) {
      const observer = { containersApart, observe: () => {} };
      bus.attach(observer, [TYPE.BAR]);
      expect(bus.isHeardBy(TYPE.BAR, ['positions'])).toBe(containersApart);
      bus.detach(observer);
    }
    expect(bus.isHeardBy(TYPE.BAR, ['positions'])).toBe(true);
  });
});

describe('custom events', () => {
  test('keep a private copy of what was published', () => {
    const LIST = defineEventType('LIST', z.strictObject({ items: z.array(z.number()) }));
    const bus = makeBus();
    const items = [1, 2];
    const event = bus.publish(LIST.name, { items });
    items.push(3);
    expect(event.payload).toEqual({ items: [1, 2] });
  });

  test('are refused where their schema, their name or their number says so', () => {
    const bus = makeBus();
    expect(() => bus.publish('NOTE', { text: 1 })).toThrow('NOTE.text: ');
    expect(() => bus.publish('FILL', {})).toThrow('FILL is published by the engine alone');
    expect(() => bus.publish('NOTES', {})).toThrow('unknown event type "NOTES"');
    expect(() => bus.subscribe('FIL', () => {})).toThrow('unknown event type "FIL"');
    expect(() => defineEventType('fill', z.strictObject({}))).toThrow('UPPER_SNAKE_CASE');
    expect(() => defineEventType('FILL', z.strictObject({}))).toThrow('built in');
  });

  test('can be defined again under the same number', () => {
    const again = defineEventType('NOTE', z.strictObject({ text: z.string() }), 2);
    expect(again).toMatchObject({ number: NOTE.number, version: 2 });
  });
});

describe('a component that throws', () => {
  test('becomes an ERROR event that names container, component and event', () => {
    const bus = makeBus('continue');
    const errors: EventRecord<'ERROR'>[] = [];
    bus.subscribe('ERROR', (event) => errors.push(event));
    // One more observer is no reason to take another component for it, nor is one that leaves meanwhile.
    const observer = { observe: () => {} };
    bus.attach(observer);
    bus.listen(
      NOTE.number,
      () => {
        bus.detach(observer);
        throw new Error('broken');
      },
      'culprit',
    );
    const heard: string[] = [];
    bus.listen(NOTE.number, () => heard.push('next'), 'next');
    bus.publish('NOTE', { text: '' });
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatchObject({ containerId: 'a', sourceId: 'culprit', causationId: 'a/note-1' });
    expect(errors[0].payload).toMatchObject({
      componentId: 'culprit',
      eventId: 'a/note-1',
      message: 'broken',
    });
    expect(errors[0].payload.stack).toContain('event-bus.test.ts');
    expect(heard).toEqual(['next']);
    expect(bus.errors).toBe(1);
  });

  test('is not what an observer is: its failure passes through as it is', () => {
    const bus = makeBus('continue');
    const failure = new Error('observer');
    bus.attach({
      observe: () => {
        throw failure;
      },
    });
    const heard: string[] = [];
    bus.listen(NOTE.number, () => heard.push('listener'), 'listener');
    expect(() => bus.publish('NOTE', { text: '' })).toThrow(failure);
    expect([heard, bus.errors]).toEqual([[], 0]);
  });

  test.each(['stop', 'continue'] as const)(
    'is told no more when it throws at an ERROR, by policy %s',
    (policy) => {
      // Each ERROR led to the next, until the stack was full.
      const bus = makeBus(policy);
      const seen: string[] = [];
      bus.attach({ observe: ({ type, sequenceNumber }) => seen.push(`${type} ${sequenceNumber}`) }, [
        TYPE.ERROR,
      ]);
      bus.subscribe('ERROR', () => {
        throw new Error('broken too');
      });
      bus.subscribe('NOTE', () => {
        throw new Error('broken');
      });
      const publish = () => bus.publish('NOTE', { text: '' });
      if (policy === 'stop') expect(publish).toThrow(/^broken$/);
      else publish();
      expect(seen).toEqual([`${TYPE.ERROR} 2`, `${TYPE.ERROR} 3`]);
      expect(bus.errors).toBe(2);
    },
  );

  test('ends the run under the policy "stop", told once however many buses led there', () => {
    const inner = new EventBus(['root', 'a', 'b'], 2, 'stop');
    const outer = makeBus('stop');
    outer.listen(NOTE.number, (event) => inner.deliver(event), 'router');
    inner.listen(
      NOTE.number,
      () => {
        throw new TypeError('deep');
      },
      'culprit',
    );
    let failure: unknown;
    try {
      outer.publish('NOTE', { text: '' });
    } catch (error) {
      failure = error;
    }
    expect(failure).toBeInstanceOf(ComponentFailure);
    expect(failure).toMatchObject({
      containerId: 'b',
      componentId: 'culprit',
      eventId: 'a/note-1',
      message: 'deep',
    });
    expect([outer.errors, inner.errors]).toEqual([0, 1]);
  });
});
