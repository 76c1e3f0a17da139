import { expect, test } from 'vitest';
import { Backtest } from '../../src/engine/backtest.ts';
import { HEADER_WORDS } from '../../src/tracing/log/row.ts';
import { heldBytes } from '../../src/tracing/trades/held-bytes.ts';
import { explainTracing, idleSettings } from '../../src/workflows/explain-tracing.ts';
import { loadWorkflow } from '../../src/workflows/load-workflow.ts';
import { prepare } from '../../src/workflows/prepare.ts';
import { run } from '../../src/workflows/run-workflow.ts';

/** Bytes of a row: a header, and a word. */
const BAR = 8 * (HEADER_WORDS + 1);

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

test('patterns that match no container are told with their place, and what was meant', async () => {
  const { config } = await load({
    trace_settings: {
      overrides: [
        { pattern: 'nothing_like_it*', mode: 'off' },
        { pattern: 'portfolo_*', mode: 'full' },
      ],
    },
  });
  expect(idleSettings(config)).toEqual([
    {
      pattern: 'nothing_like_it*',
      source: 'trace_settings.overrides[0]',
      reason: 'no container matches "nothing_like_it*"',
    },
    {
      pattern: 'portfolo_*',
      source: 'trace_settings.overrides[1]',
      reason: 'no container matches "portfolo_*" (did you mean "portfolio_*"?)',
    },
  ]);
});

// They were said to change such containers, and never did.
test('conditions are asked of portfolios alone, and settings in which they are asked of nobody are told', async () => {
  const rules = [{ condition: 'metrics.total_pnl > 0', action: { events_to_trace: 'ALL' } }];
  const { config } = await load({
    trace_settings: {
      container_settings: {
        'data_*': { enabled: true, dynamic_rules: rules },
        '*': { dynamic_rules: rules },
      },
    },
  });
  expect(idleSettings(config)).toEqual([
    {
      pattern: 'data_*',
      source: 'trace_settings.container_settings["data_*"].dynamic_rules',
      reason: '"data_*" matches no portfolio, and only of these conditions are asked',
    },
  ]);
  const changing = explainTracing(config).filter(({ rule }) => rule.dynamicRules.length > 0);
  expect(changing.map(({ container }) => container)).toEqual(['portfolio_p', 'portfolio_q']);
});

// It told of a trace of open trades where a run kept nothing.
test('a container that no setting speaks of is explained as it is run: not traced', async () => {
  const modes = async (settings: Record<string, unknown>) => {
    const { config } = await load(settings);
    const { stats } = await run({ ...base, ...settings });
    const explained = explainTracing(config).map(({ container, rule }) => [container, rule.mode] as const);
    expect(explained).toEqual(stats.map(({ container, mode }) => [container, mode]));
    return Object.fromEntries(explained);
  };
  expect(new Set(Object.values(await modes({})))).toEqual(new Set(['off']));
  const portfolios = { container_settings: { 'portfolio_*': { enabled: true } } };
  expect(await modes({ trace_settings: portfolios })).toMatchObject({
    portfolio_p: 'minimal',
    data_X: 'off',
  });
});

test('nothing is expected of what is not traced, and a write buffer of what goes to disk', async () => {
  expect(await memory('portfolio_p', { mode: 'off' })).toMatchObject({ bytes: 0 });
  expect(await memory('portfolio_p', { mode: 'full' }, null)).toMatchObject({ bytes: 256 * 1024 });
  const arrow = { mode: 'full', storage_config: { format: 'arrow' } };
  expect(await memory('portfolio_p', arrow, null)).toMatchObject({ bytes: 2 ** 20 });
  const columns = (compression: boolean) => ({
    mode: 'full',
    storage_config: { format: 'columnar', compression },
  });
  expect(await memory('portfolio_p', columns(true), null)).toMatchObject({ bytes: 2 ** 18 });
  expect(await memory('portfolio_p', columns(false), null)).toMatchObject({ bytes: 2 ** 20 });
});

test('trade_complete is reckoned by one open trade for each symbol, without knowing the bars', async () => {
  const settings = { retention_policy: 'trade_complete', events_to_trace: ['FILL', 'POSITION_CLOSE', 'BAR'] };
  const trade = 2 * heldBytes('FILL') + heldBytes('POSITION_CLOSE');
  expect(await memory('portfolio_q', settings, null)).toEqual({
    bytes: trade + 3500,
    formula: `3 events × ${trade / 3} B + 3,500 B`,
  });
  expect(await memory('portfolio_p', settings, null)).toEqual({
    bytes: 2 * trade + 3500,
    formula: `6 events × ${trade / 3} B + 3,500 B`,
  });
  const nothing = { bytes: 0, formula: 'no order is asked for here' };
  expect(await memory('execution_p', settings, null)).toEqual(nothing);
  expect(await memory('strategy_s', { retention_policy: 'trade_complete' }, null)).toEqual(nothing);
});

test('all is reckoned by bars of all symbols, a window by its size, and both end at the budget', async () => {
  const all = { retention_policy: 'all', events_to_trace: ['BAR'] };
  expect(await memory('data_X', all)).toEqual({
    bytes: 1000 * BAR + 48_000,
    formula: `1,000 events × ${BAR} B + 48,000 B`,
  });
  expect(await memory('portfolio_p', all)).toMatchObject({ bytes: 2000 * BAR + 48_000 });
  expect(await memory('data_X', all, null)).toEqual({ bytes: null, formula: `1 event × ${BAR} B a bar` });
  expect(await memory('data_X', { ...all, memory_budget_mb: 0.05 })).toMatchObject({ bytes: 50_000 });
  const window = { retention_policy: 'sliding_window', max_events: 10, events_to_trace: ['BAR'] };
  expect(await memory('data_X', window, null)).toMatchObject({ bytes: 10 * BAR + 14_000 });
  expect(await memory('data_X', { ...window, max_events: 5000 })).toMatchObject({
    bytes: 1000 * BAR + 14_000,
  });
  expect(await memory('execution_p', window)).toEqual({ bytes: 0, formula: 'no such event passes here' });
});
