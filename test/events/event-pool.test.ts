import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type EngineEvent, RETURNED } from '../../src/events/event.ts';
import { EventBus } from '../../src/events/event-bus.ts';
import { EventPool } from '../../src/events/event-pool.ts';
import { TYPE } from '../../src/events/event-type.ts';
import { PortfolioUpdateEvent } from '../../src/events/portfolio-events.ts';
import { SpareEvents } from '../../src/events/spare-events.ts';

/** Two containers of one run with a pool each, and whoever holds events as a test says. */
function twoPools() {
  const spares = new SpareEvents();
  spares.inUse = true;
  const pools = [0, 1].map((container) => {
    const bus = new EventBus(['a', 'b'], container, 'stop', spares);
    return { bus, pool: new EventPool(bus, TYPE.PORTFOLIO_UPDATE, 'positions', PortfolioUpdateEvent) };
  });
  const publish = (container: number, equity: number) => {
    const { pool } = pools[container];
    const event = pool.take();
    event.equity = equity;
    pool.emit(event);
    return event;
  };
  return { pools, publish };
}

const hold = (event: EngineEvent) => {
  event.holders++;
};

const letGo = (event: EngineEvent) => {
  if (--event.holders === RETURNED) event.home?.give(event);
};

describe('a pool', () => {
  test('publishes one and the same flyweight as long as nobody holds it', () => {
    const { publish } = twoPools();
    expect(publish(0, 1)).toBe(publish(0, 2));
    expect(publish(1, 1)).not.toBe(publish(0, 1));
  });

  test('leaves alone what somebody holds until the last has let it go, and then uses it again', () => {
    const { pools, publish } = twoPools();
    const kept: EngineEvent[] = [];
    const observer = { observe: (event: EngineEvent) => kept.push(event) };
    pools[0].bus.attach({ observe: hold });
    pools[0].bus.attach({ observe: hold });
    pools[0].bus.attach(observer);
    const event = publish(0, 100);
    pools[0].bus.detach(observer);
    for (const equity of [200, 300]) publish(0, equity);
    expect(kept).toEqual([event]);
    expect(event.record(['a', 'b'])).toMatchObject({ id: 'a/portfolio-update-1', payload: { equity: 100 } });
    letGo(event);
    expect(publish(1, 400)).not.toBe(event);
    letGo(event);
    // The other container of the run publishes it under its own name.
    pools[1].bus.attach({ observe: hold });
    const others = [publish(1, 500), publish(1, 600)];
    expect(others).toContain(event);
    expect(event.record(['a', 'b']).id).toMatch(/^b\/portfolio-update-/);
    expect(event.holders).toBe(1 + RETURNED);
  });

  test('takes back what was let go while it was still being dispatched, once', () => {
    const { pools, publish } = twoPools();
    pools[0].bus.attach({ observe: hold });
    pools[0].bus.listen(TYPE.PORTFOLIO_UPDATE, letGo, 'listener');
    const event = publish(0, 1);
    expect(event.holders).toBe(0);
    expect([publish(0, 2), publish(0, 3)]).toEqual([event, event]);
    pools[1].bus.attach({ observe: hold });
    expect([publish(1, 1), publish(1, 2)]).not.toContain(event);
  });

  test('never gives out what is held, in dispatch or given out already, whatever comes in which order', () => {
    const step = fc.record({
      container: fc.integer({ min: 0, max: 1 }),
      holders: fc.integer({ min: 0, max: 2 }),
      letGo: fc.nat(9),
      nested: fc.boolean(),
      early: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const { pools, publish } = twoPools();
        const held: { event: EngineEvent; record: unknown }[] = [];
        const inDispatch = new Set<EngineEvent>();
        let [holders, nested, early] = [0, false, false];
        for (const [container, { bus }] of pools.entries()) {
          bus.attach({
            observe: (event) => {
              expect(inDispatch.has(event)).toBe(false);
              expect(held.some((other) => other.event === event)).toBe(false);
              inDispatch.add(event);
              if (early) {
                hold(event);
                letGo(event);
              }
              for (let i = 0; i < holders; i++) {
                hold(event);
                held.push({ event, record: event.record(['a', 'b']) });
              }
              if (nested) {
                nested = false;
                publish(container, 0.5);
              }
              inDispatch.delete(event);
            },
          });
        }
        for (const [i, next] of steps.entries()) {
          ({ holders, nested, early } = next);
          publish(next.container, i);
          for (let left = next.letGo; left > 0 && held.length > 0; left--) {
            const [{ event }] = held.splice(left % held.length, 1);
            letGo(event);
          }
          for (const { event, record } of held) expect(event.record(['a', 'b'])).toEqual(record);
        }
      }),
    );
  });
});
