import { expect, test } from 'vitest';
import { Pool } from '../../src/foundation/pool.ts';

test('a pool gives back what it was given, the last first, and then nothing', () => {
  const pool = new Pool<string>();
  expect(pool.take()).toBeUndefined();
  pool.give('a');
  pool.give('b');
  expect(pool.take()).toBe('b');
  pool.give('c');
  expect([pool.take(), pool.take(), pool.take()]).toEqual(['c', 'a', undefined]);
});
