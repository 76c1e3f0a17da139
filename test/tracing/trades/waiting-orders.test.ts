import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TrackedOrder } from '../../../src/tracing/trades/tracked.ts';
import { WaitingOrders } from '../../../src/tracing/trades/waiting-orders.ts';

function orderNumbered(number: number): TrackedOrder {
  return Object.assign(new TrackedOrder(), { number });
}

test('waiting orders are found by number, whatever has come and gone, as in a Map', () => {
  // Few numbers that share their last bits, so that they are in one another's way.
  const number = fc.integer({ min: 0, max: 40 }).map((n) => (n % 7) * 16 + (n % 3));
  const step = fc.record({ add: fc.boolean(), number });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const orders = new WaitingOrders();
      const map = new Map<number, TrackedOrder>();
      for (const each of steps) {
        if (each.add) {
          const order = orderNumbered(each.number);
          orders.add(order);
          map.set(each.number, order);
        } else {
          orders.delete(each.number);
          map.delete(each.number);
        }
        expect(orders.count).toBe(map.size);
        for (let n = 0; n < 120; n++) expect(orders.get(n)).toBe(map.get(n));
      }
      expect(new Set(orders)).toEqual(new Set(map.values()));
      orders.clear();
      expect([orders.count, ...orders]).toEqual([0]);
    }),
  );
});

test('thousands of orders wait, and each is found', () => {
  const orders = new WaitingOrders();
  for (let number = 1; number <= 5000; number++) orders.add(orderNumbered(number));
  for (let number = 1; number <= 5000; number += 2) orders.delete(number);
  expect(orders.count).toBe(2500);
  expect(orders.get(2)?.number).toBe(2);
  expect(orders.get(3)).toBeUndefined();
  expect([...orders].reduce((sum, order) => sum + order.number, 0)).toBe(2500 * 2501);
});
