import { expect, test } from 'vitest';
import { Backtest } from '../../src/engine/backtest.ts';
import { explainTracing, unusedPatterns } from '../../src/workflows/explain-tracing.ts';
import { loadWorkflow } from '../../src/workflows/load-workflow.ts';
import { prepare } from '../../src/workflows/prepare.ts';

const base = {
  data: [
    { symbol: 'Y', source: 'generate:gbm?bars=100&seed=1' },
    { symbol: 'X', source: 'generate:gbm?bars=100&seed=2' },
  ],
  strategies: [
    { id: 's', type: 'buy_and_hold' },
    { id: 't', type: 'buy_and_hold', symbols: ['Y'] },
  ],
  portfolios: [
    { id: 'p', strategies: ['s', 't'], cash: 1000 },
    { id: 'q', strategies: ['t'], cash: 1000 },
  ],
};
const load = (more: Record<string, unknown> = {}) => loadWorkflow({ ...base, ...more });
const BARS = new Map([
  ['X', 1000],
  ['Y', 1000],
]);

async function memory(container: string, settings: Record<string, unknown>, bars: typeof BARS | null = BARS) {
  const { config } = await load({ trace_settings: settings });
  return explainTracing(config, bars).find((row) => row.container === container)?.memory;
}

test('the containers explained are those that the engine makes, in its order', async () => {
  const workflow = await load();
  const { engine } = new Backtest((await prepare(workflow)).spec);
  const made = engine.topology.containers.map(({ id }) => id);
  engine.dispose();
  expect(explainTracing(workflow.config).map(({ container }) => container)).toEqual(made);
});

test('patterns that match no container are told with their place', async () => {
  const { config } = await load({
    trace_settings: { overrides: [{ pattern: 'portfolio_z*', mode: 'off' }] },
  });
  expect(unusedPatterns(config)).toEqual([
    { pattern: 'portfolio_z*', source: 'trace_settings.overrides[0]' },
  ]);
});

test('nothing is expected of what is not traced, and a write buffer of what goes to disk', async () => {
  expect(await memory('portfolio_p', { mode: 'off' })).toMatchObject({ bytes: 0 });
  expect(await memory('portfolio_p', { mode: 'full' }, null)).toMatchObject({ bytes: 256 * 1024 });
});

test('trade_complete is reckoned by one open trade for each symbol, without knowing the bars', async () => {
  const settings = { retention_policy: 'trade_complete', events_to_trace: ['FILL', 'POSITION_CLOSE', 'BAR'] };
  // Two fills and a close, 2 × 184 + 136, and the tracer.
  expect(await memory('portfolio_q', settings, null)).toEqual({
    bytes: 8504,
    formula: '3 events × 168 B + 8,000 B',
  });
  expect(await memory('portfolio_p', settings, null)).toEqual({
    bytes: 9008,
    formula: '6 events × 168 B + 8,000 B',
  });
});

test('all is reckoned by bars of all symbols, a window by its size, and both end at the budget', async () => {
  const all = { retention_policy: 'all', events_to_trace: ['BAR'] };
  expect(await memory('data_X', all)).toEqual({ bytes: 96_000, formula: '1,000 events × 48 B + 48,000 B' });
  expect(await memory('portfolio_p', all)).toMatchObject({ bytes: 144_000 });
  expect(await memory('data_X', all, null)).toEqual({ bytes: null, formula: '1 event × 48 B a bar' });
  expect(await memory('data_X', { ...all, memory_budget_mb: 0.05 })).toMatchObject({ bytes: 50_000 });
  const window = { retention_policy: 'sliding_window', max_events: 10, events_to_trace: ['BAR'] };
  expect(await memory('data_X', window, null)).toMatchObject({ bytes: 14_480 });
  expect(await memory('data_X', { ...window, max_events: 5000 })).toMatchObject({ bytes: 62_000 });
  expect(await memory('execution_p', window)).toEqual({ bytes: 0, formula: 'no such event passes here' });
});
