import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Fronts } from '../../../kernel/widget/fronts.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const now = () => Date.now();

test('waits until all front ends have drawn a frame', async () => {
  const fronts = new Fronts(now);
  fronts.hear('a', 0);
  fronts.hear('b', 0);
  let isDone = false;
  const drawn = fronts.drawn(3).finally(() => {
    isDone = true;
  });
  fronts.hear('a', 3);
  await vi.advanceTimersByTimeAsync(10);
  expect(isDone).toBe(false);
  fronts.hear('b', 4);
  expect(await drawn).toBe(true);
});

test('one that does not answer is not waited for again, until it is heard', async () => {
  const fronts = new Fronts(now);
  fronts.hear('slow', 0);
  const first = fronts.drawn(1);
  await vi.advanceTimersByTimeAsync(3000);
  expect(await first).toBe(false);
  expect(await fronts.drawn(2)).toBe(false);
  fronts.hear('slow', 2);
  expect(await fronts.drawn(2)).toBe(true);
});

test('one that is gone is not waited for', async () => {
  const fronts = new Fronts(now);
  fronts.hear('a', 0);
  fronts.hear('b', 1);
  const drawn = fronts.drawn(1);
  fronts.forget('a');
  expect(await drawn).toBe(true);
});
