import { afterEach, expect, test } from 'vitest';
import { ambientSignal } from '../../src/foundation/ambient-signal.ts';
import { run } from '../../src/index.ts';

const KEY = Symbol.for('admf.signal');

afterEach(() => void Reflect.deleteProperty(globalThis, KEY));

test('there is none where nobody provides it', () => {
  expect(ambientSignal()).toBeUndefined();
});

test('a run without a signal of its own is interrupted by it', async () => {
  const controller = new AbortController();
  Reflect.set(globalThis, KEY, () => controller.signal);
  const { result } = await run(
    {
      data: [{ symbol: 'X', source: { type: 'random_walk', bars: 500_000 } }],
      strategies: [{ id: 's', type: 'sma_crossover' }],
      portfolios: [{ id: 'p', strategies: ['s'], cash: 100_000 }],
    },
    { onReady: () => setImmediate(() => controller.abort()) },
  );
  expect(result.status).toBe('interrupted');
});
