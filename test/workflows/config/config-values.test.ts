import { expect, test } from 'vitest';
import { resolveTraceRule } from '../../../src/tracing/settings/trace-rule.ts';
import { type ConfigLayers, loadConfig } from '../../../src/workflows/config/config.ts';
import { configLines } from '../../../src/workflows/config/config-text.ts';
import { configValues, valueName, wholeConfig } from '../../../src/workflows/config/config-values.ts';
import { EXAMPLE, testRegistries } from './registries.ts';

const registries = testRegistries();

const LAYERS: ConfigLayers = {
  environment: 'production',
  variables: { ADMF_SEED: '7' },
  set: [
    'execution.slippage.bps=2',
    'portfolios.balanced.strategies.trend.weight=0.5',
    'description="a: \\"b\\"\\n# c"',
  ],
};
const TEXT = `${EXAMPLE}environments:
  production: { portfolios: [{ id: balanced, cash: 5 }], tracing: { default: { mode: full } } }
`;

test.each([true, false])('what is printed is a workflow that means the same (resolved: %s)', (resolved) => {
  const config = loadConfig(TEXT, 'flow.yaml', registries, LAYERS);
  const tree = wholeConfig(config, resolved);
  const text = configLines(tree, configValues(config, tree, registries))
    .map((line) => line.text)
    .join('\n');
  const { tracing, ...again } = loadConfig(text, 'flow.yaml', registries);
  const { tracing: asked, ...same } = config;
  expect(again).toEqual(same);
  const modes = [tracing, asked].map((settings) => resolveTraceRule('portfolio_balanced', settings).mode);
  expect(modes).toEqual(['full', 'full']);
});

test('each value says where it comes from', () => {
  const config = loadConfig(TEXT, 'flow.yaml', registries, LAYERS);
  const values = configValues(config, wholeConfig(config, true), registries);
  const from = Object.fromEntries(values.map((value) => [valueName(value), value.source.name]));
  expect(from).toMatchObject({
    name: 'flow.yaml:2:7',
    seed: 'ADMF_SEED',
    environment: '--env production',
    'portfolios[0].cash': 'flow.yaml:16:52 (environment production)',
    'portfolios[0].strategies[0].weight': '--set portfolios.balanced.strategies.trend.weight=0.5',
    'execution.slippage.bps': '--set execution.slippage.bps=2',
    'strategies[0].params.fast': 'flow.yaml:7:55',
    'strategies[0].params.field': 'default',
    'environments.production.tracing.default.mode': 'flow.yaml:16:86',
    on_error: 'default',
  });
});

test('what is written as it would be anyway is a default', () => {
  const config = loadConfig(EXAMPLE, 'flow.yaml', registries);
  const values = configValues(config, wholeConfig(config, true), registries);
  const differing = values.filter(({ isDefault }) => !isDefault).map(valueName);
  // Written in the example, and the defaults: topology, fast, the sizing's percent, profile, sequence.
  expect(differing).toEqual([
    'name',
    'data[0].symbol',
    'data[0].source',
    'data[0].from',
    'data[0].to',
    'strategies[0].id',
    'strategies[0].type',
    'strategies[0].params.slow',
    'portfolios[0].id',
    'portfolios[0].strategies[0].id',
    'portfolios[0].cash',
    'portfolios[0].sizing.type',
    'execution.slippage.type',
    'execution.slippage.bps',
    'execution.commission.type',
    'execution.commission.amount',
    'execution.commission.minimum',
    'tracing.default.mode',
    'tracing.overrides[0].pattern',
    'tracing.overrides[0].events[0]',
    'tracing.overrides[0].events[1]',
    'tracing.overrides[0].events[2]',
    'tracing.overrides[0].mode',
  ]);
});
