import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TrackedOrder } from '../../../src/tracing/trades/tracked.ts';
import { WaitingOrders } from '../../../src/tracing/trades/waiting-orders.ts';

function numbered(number: number): TrackedOrder {
  return Object.assign(new TrackedOrder(), { number });
}

test('orders that wait are found by their number until they are taken out, however they come and go', () => {
  const number = fc.integer({ min: 1, max: 40 });
  const step = fc.oneof(
    fc.record({ what: fc.constant('add' as const), number }),
    fc.record({ what: fc.constant('delete' as const), number }),
    fc.record({ what: fc.constant('clear' as const), number: fc.constant(0) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
      const orders = new WaitingOrders();
      const expected = new Map<number, TrackedOrder>();
      for (const each of steps) {
        if (each.what === 'add') {
          const order = numbered(each.number);
          orders.add(order);
          expected.set(order.number, order);
        } else if (each.what === 'delete') {
          orders.delete(each.number);
          expected.delete(each.number);
        } else if (expected.size > 20) {
          orders.clear();
          expected.clear();
        }
        for (let at = 1; at <= 40; at++) expect(orders.get(at)).toBe(expected.get(at));
        expect(orders.count).toBe(expected.size);
        expect(new Set(orders)).toEqual(new Set(expected.values()));
      }
    }),
  );
});
