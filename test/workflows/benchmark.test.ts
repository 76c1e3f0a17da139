import { expect, test } from 'vitest';
import { run } from '../../src/workflows/run-workflow.ts';

const workflow = (more: Record<string, unknown>) => ({
  data: [
    { symbol: 'A', source: 'generate:gbm?bars=400&seed=5' },
    { symbol: 'B', source: 'generate:gbm?bars=500&seed=6' },
  ],
  strategies: [
    { id: 'trend', type: 'sma_crossover', params: { fast: 5, slow: 20 } },
    { id: 'hold', type: 'buy_and_hold', symbols: ['A'] },
  ],
  portfolios: [
    { id: 'p', strategies: ['trend'], cash: 50_000 },
    { id: 'held', strategies: ['hold'], cash: 50_000, sizing: { type: 'percent_of_equity', percent: 100 } },
  ],
  execution: { slippage: { type: 'bps', bps: 3 }, commission: { type: 'percent', percent: 0.1 } },
  metrics: { risk_free_rate: 0.02 },
  ...more,
});

test('the benchmark buys its symbol with all the cash of the first portfolio, at the costs of the run', async () => {
  const done = await run(workflow({ benchmark: 'A' }));
  const { benchmark } = done;
  const held = done.portfolio('held');
  expect(benchmark?.symbol).toBe('A');
  expect(benchmark?.portfolio.initialCash).toBe(50_000);
  expect(benchmark?.portfolio.equity).toBe(held.equity);
  expect(benchmark?.portfolio.metrics.totalCosts).toBe(held.metrics.totalCosts);
  expect(held.metrics.totalCosts).toBeGreaterThan(0);
  expect(benchmark?.portfolio.openPositions).toEqual(held.openPositions);
});

test('a run is the same with and without a benchmark', async () => {
  const [without, withOne] = [await run(workflow({})), await run(workflow({ benchmark: 'B' }))];
  expect(without.benchmark).toBeNull();
  expect(withOne.result).toEqual(without.result);
});

test('a benchmark pays for its exit where positions are closed at the end', async () => {
  const { benchmark } = await run(workflow({ benchmark: 'A', execution: { close_at_end: true } }));
  expect(benchmark?.portfolio.metrics.tradeCount).toBe(1);
  expect(benchmark?.portfolio.openPositions).toEqual([]);
});
