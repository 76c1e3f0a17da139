import { describe, expect, test } from 'vitest';
import { resolveTraceRule } from '../../../src/tracing/settings/trace-rule.ts';
import { type ConfigLayers, checkConfig, loadConfig } from '../../../src/workflows/config/config.ts';
import { linesOf } from './failures.ts';
import { EXAMPLE, testRegistries } from './registries.ts';

const registries = testRegistries();
const load = (text: string, layers: ConfigLayers = {}) => loadConfig(text, 'flow.yaml', registries, layers);

const WITH_ENVIRONMENTS = `${EXAMPLE}environments:
  production:
    seed: 7
    portfolios:
      - { id: balanced, cash: 5_000_000 }
      - { id: extra, strategies: [trend], cash: 10 }
    execution: { slippage: { type: none } }
  research:
    strategies: [{ id: trend, type: buy_and_hold }]
    tracing: { default: { mode: full } }
`;

describe('an environment', () => {
  test('lays any keys over the rest: maps key by key, entries by their name, components of another type whole', () => {
    const config = load(WITH_ENVIRONMENTS, { environment: 'production' });
    expect(config.seed).toBe(7);
    expect(config.portfolios.map(({ id, cash, sizing }) => [id, cash, sizing.type])).toEqual([
      ['balanced', 5_000_000, 'percent_of_equity'],
      ['extra', 10, 'percent_of_equity'],
    ]);
    expect(config.execution.slippage).toEqual({ type: 'none', params: {} });
    expect(config.execution.commission).toEqual({ type: 'per_share', params: { amount: 0.005, minimum: 1 } });
  });

  test('changes nothing while it is not chosen', () => {
    const { tracing: _, ...config } = load(WITH_ENVIRONMENTS);
    const { tracing: __, ...plain } = load(EXAMPLE);
    expect(config).toEqual(plain);
  });

  test('gives a strategy of another type parameters of its own', () => {
    const config = load(WITH_ENVIRONMENTS, { environment: 'research' });
    expect(config.strategies[0]).toMatchObject({ id: 'trend', type: 'buy_and_hold', params: {} });
    expect(resolveTraceRule('data_SPX', config.tracing).mode).toBe('full');
  });

  test('is checked also when another is chosen, with the place in it, and what all share is told once', () => {
    const text = WITH_ENVIRONMENTS.replace('cash: 10 }', 'cash: ten }')
      .replace('mode: full } }', 'mode: full } }\n    exection: {}')
      .replace('fast: 20', 'fast: -1');
    const expected = [
      'flow.yaml:7:55: strategies[0].params.fast: expected a whole number >= 1, found -1',
      'flow.yaml:20:49: environments.production.portfolios[1].cash: expected a number > 0, found "ten"',
      'flow.yaml:25:5: environments.research: unknown key "exection" (did you mean "execution"?)',
    ];
    expect(linesOf(() => load(text))).toEqual(expected);
    expect(linesOf(() => load(text, { environment: 'production' }))).toEqual(expected);
  });

  test('may not hold environments', () => {
    const text = `${EXAMPLE}production: { environment: x, version: 1 }\n`;
    expect(linesOf(() => load(text))).toEqual([
      'flow.yaml:15:15: production: unknown key "environment" (it stands outside of environments)',
      'flow.yaml:15:31: production: unknown key "version" (it stands outside of environments)',
    ]);
  });
});

describe('a setting of the command line', () => {
  test.each([
    ['seed=7', (c: ReturnType<typeof load>) => c.seed, 7],
    ['portfolios.balanced.cash=2_000', (c: ReturnType<typeof load>) => c.portfolios[0].cash, 2000],
    ['portfolios[0].cash=3', (c: ReturnType<typeof load>) => c.portfolios[0].cash, 3],
    ['data.SPX.multiplier=50', (c: ReturnType<typeof load>) => c.data[0].multiplier, 50],
    ['strategies.trend.params.fast=5', (c: ReturnType<typeof load>) => c.strategies[0].params.fast, 5],
    ['strategies.trend.type=buy_and_hold', (c: ReturnType<typeof load>) => c.strategies[0].params, {}],
    ['execution.close_at_end=true', (c: ReturnType<typeof load>) => c.execution.closeAtEnd, true],
    ['results.directory=out/here', (c: ReturnType<typeof load>) => c.results.directory, 'out/here'],
    ['description=', (c: ReturnType<typeof load>) => c.description, ''],
    [
      'portfolios.balanced.strategies.trend.weight=0.5',
      (c: ReturnType<typeof load>) => c.portfolios[0].strategies,
      [{ id: 'trend', weight: 0.5 }],
    ],
    [
      'data.SPX.columns={close: Adj Close}',
      (c: ReturnType<typeof load>) => c.data[0].columns,
      { close: 'Adj Close' },
    ],
    [
      'data.SPX.columns."adjusted_close"=Adj Close',
      (c: ReturnType<typeof load>) => c.data[0].columns,
      { adjusted_close: 'Adj Close' },
    ],
    ['execution.slippage.type=none', (c: ReturnType<typeof load>) => c.execution.slippage.type, 'none'],
  ])('%s is read', (setting, read, value) => {
    expect(read(load(EXAMPLE, { set: [setting] }))).toEqual(value);
  });

  test.each([
    ['seed', '--set seed: a value is missing (write --set seed=VALUE)'],
    ['=1', '--set =1: "" names no setting (a setting is named by its path: --set execution.slippage.bps=2)'],
    ['sede=1', '--set sede=1: unknown key "sede" (did you mean "seed"?)'],
    [
      'portfolios.balanced.cash=ten',
      '--set portfolios.balanced.cash=ten: portfolios[0].cash: expected a number > 0, found "ten"',
    ],
    [
      'portfolios.blanced.cash=1',
      '--set portfolios.blanced.cash=1: portfolios has no entry "blanced" (did you mean "balanced"?)',
    ],
    [
      'portfolios[7].cash=1',
      '--set portfolios[7].cash=1: portfolios has no entry "7" (the only one is balanced)',
    ],
    ['name.x=1', '--set name.x=1: name is no map: it holds no "x"'],
    [
      'execution.slippage.bps=[1',
      '--set execution.slippage.bps=[1: YAML syntax: this [ is never closed (put text in quotes)',
    ],
    [
      'strategies.trend.params.slow=10',
      '--set strategies.trend.params.slow=10: strategies[0].params: "fast" must be below "slow"',
    ],
  ])('a mistake in it names it: %s', (setting, line) => {
    expect(linesOf(() => load(EXAMPLE, { set: [setting] }))[0]).toBe(line);
  });

  test('wins over variables, which win over the environment, which wins over the file', () => {
    const layers = { environment: 'production', variables: { ADMF_SEED: '8' }, set: ['seed=9'] };
    expect(load(WITH_ENVIRONMENTS, layers).seed).toBe(9);
    expect(load(WITH_ENVIRONMENTS, { ...layers, set: [] }).seed).toBe(8);
    expect(load(WITH_ENVIRONMENTS, { environment: 'production' }).seed).toBe(7);
    expect(load(WITH_ENVIRONMENTS).seed).toBe(42);
  });

  test('wins over the trace settings of the environment too', () => {
    const layers = { environment: 'research', set: ['tracing.default.mode=off'] };
    expect(resolveTraceRule('data_SPX', load(WITH_ENVIRONMENTS, layers).tracing).enabled).toBe(false);
  });

  test('works on a configuration given as an object, which it does not change', () => {
    const given = {
      data: [{ symbol: 'SPX', source: 'spx.csv' }],
      strategies: [{ id: 'trend', type: 'sma_crossover' }],
      portfolios: [{ id: 'main', strategies: ['trend'], cash: 1000 }],
    };
    expect(checkConfig(given, registries, { set: ['portfolios.main.cash=5'] }).portfolios[0].cash).toBe(5);
    expect(given.portfolios[0].cash).toBe(1000);
  });
});

describe('variables of the process', () => {
  test('name keys in capitals, with two underscores between', () => {
    const variables = {
      ADMF_EXECUTION__CLOSE_AT_END: 'true',
      ADMF_PORTFOLIOS__BALANCED__SIZING__PERCENT: '50',
      ADMF_STRATEGIES__0__PARAMS__FAST: '3',
      PATH: '/bin',
      ADMF_HISTORY: ':memory:',
    };
    const config = load(EXAMPLE, { variables });
    expect(config.execution.closeAtEnd).toBe(true);
    expect(config.portfolios[0].sizing.params).toEqual({ percent: 50 });
    expect(config.strategies[0].params.fast).toBe(3);
  });

  test('choose the environment, unless the command line does', () => {
    const variables = { ADMF_ENVIRONMENT: 'production' };
    expect(load(WITH_ENVIRONMENTS, { variables }).seed).toBe(7);
    expect(load(WITH_ENVIRONMENTS, { variables, environment: 'research' }).seed).toBe(42);
  });

  test('are named in their mistakes', () => {
    const variables = { ADMF_SEDE: '1', ADMF_PORTFOLIOS__BALANCED__CASH: '-1' };
    expect(linesOf(() => load(EXAMPLE, { variables }))).toEqual([
      'ADMF_PORTFOLIOS__BALANCED__CASH: portfolios[0].cash: expected a number > 0, found -1',
      'ADMF_SEDE: unknown key "sede" (did you mean "seed"?)',
    ]);
  });
});
