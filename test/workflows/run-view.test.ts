import { expect, test } from 'vitest';
import { z } from 'zod';
import { defineStrategy } from '../../src/strategies/strategy.ts';
import { runView } from '../../src/workflows/run-view.ts';
import { run } from '../../src/workflows/run-workflow.ts';

test('a run in a notebook tells its errors, and a single one as such', async () => {
  const failing = (times: number) =>
    defineStrategy({
      type: 'failing',
      description: 'Throws at its first bars.',
      params: z.strictObject({}),
      features: () => ({}),
      initialState: () => ({ bars: 0 }),
      decide(_features, _bar, _when, { state }) {
        if (++state.bars <= times) throw new Error('not yet');
        return null;
      },
    });
  const headOf = async (times: number) => {
    const done = await run({
      name: 'w',
      data: [{ symbol: 'X', source: 'generate:gbm?bars=5' }],
      strategies: [{ id: 's', type: failing(times) }],
      portfolios: [{ id: 'p', strategies: ['s'], cash: 1000 }],
      on_error: 'continue',
    });
    return runView(done)['text/plain'].split('\n')[0];
  };
  expect(await headOf(0)).toMatch(/^w {2}5 bars, \S+ to \S+, run \w{12}$/);
  expect(await headOf(1)).toMatch(/, 1 error, run /);
  expect(await headOf(3)).toMatch(/, 3 errors, run /);
});
