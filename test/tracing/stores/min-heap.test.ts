import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MinHeap } from '../../../src/tracing/stores/min-heap.ts';

test('what was pushed comes out in order, whatever is pushed between', () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.integer())), (steps) => {
      const heap = new MinHeap<number>((a, b) => a < b);
      const list: number[] = [];
      for (const step of steps) {
        if (step === null) {
          expect(heap.pop()).toBe(list.sort((a, b) => a - b).shift());
        } else {
          heap.push(step);
          list.push(step);
        }
      }
      for (const value of list.sort((a, b) => a - b)) expect(heap.pop()).toBe(value);
      expect(heap.pop()).toBeUndefined();
    }),
  );
});
