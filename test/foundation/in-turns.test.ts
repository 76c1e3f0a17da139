import { expect, test } from 'vitest';
import { atOnce, inTurns } from '../../src/foundation/in-turns.ts';

function* counting(steps: number, work: () => void = () => {}): Generator<void, string> {
  for (let i = 0; i < steps; i++) {
    work();
    yield;
  }
  return `${steps} steps`;
}

/** Work that lasts longer than a turn. */
function busy(): void {
  const end = performance.now() + 25;
  while (performance.now() < end);
}

test('both ways come to what the generator returns', async () => {
  expect(atOnce(counting(5))).toBe('5 steps');
  expect(await inTurns(counting(5))).toBe('5 steps');
});

test('others get a turn while long work goes on', async () => {
  const order: string[] = [];
  setImmediate(() => order.push('other'));
  await inTurns(counting(3, busy));
  order.push('work done');
  expect(order).toEqual(['other', 'work done']);
});

test('an abort ends the work with the signal’s reason', async () => {
  const abort = new AbortController();
  let steps = 0;
  setImmediate(() => abort.abort('enough'));
  const work = inTurns(
    counting(1000, () => {
      steps++;
      busy();
    }),
    abort.signal,
  );
  await expect(work).rejects.toBe('enough');
  expect(steps).toBeLessThan(1000);
  await expect(inTurns(counting(1), AbortSignal.abort('before'))).rejects.toBe('before');
});
