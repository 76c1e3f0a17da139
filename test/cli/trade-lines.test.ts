import { expect, test } from 'vitest';
import { styleFor } from '../../src/cli/style.ts';
import { tradeLines } from '../../src/cli/trade-lines.ts';
import { run } from '../../src/workflows/run-workflow.ts';

test('a trade tells what closed it where no signal did', async () => {
  const done = await run({
    name: 'w',
    data: [{ symbol: 'X', source: 'generate:gbm?bars=60&seed=7' }],
    strategies: [{ id: 'hold', type: 'buy_and_hold' }],
    portfolios: [
      { id: 'stopped', strategies: ['hold'], cash: 1000, exits: { max_bars: 5 } },
      { id: 'held', strategies: ['hold'], cash: 1000 },
    ],
    execution: { close_at_end: true },
  });
  const outOf = (id: string) => {
    const trades = done.portfolio(id).trades ?? [];
    return tradeLines(trades[0], 100, styleFor(false))[2].replace(/^ +out {2}\S+ at \S+ {2}/, '');
  };
  expect(outOf('stopped')).toBe('time exit');
  expect(outOf('held')).toBe('the run closed its positions');
});
