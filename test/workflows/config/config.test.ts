import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { resolveTraceRule } from '../../../src/tracing/settings/trace-rule.ts';
import { checkParams } from '../../../src/workflows/config/components.ts';
import { checkConfig, loadConfig, locatorOf } from '../../../src/workflows/config/config.ts';
import { linesOf, mistakesOf } from './failures.ts';
import { EXAMPLE, testRegistries } from './registries.ts';

const registries = testRegistries();
const load = (text: string, file = 'flow.yaml') => loadConfig(text, file, registries);

const smallest = {
  data: [{ symbol: 'SPX', source: 'spx.csv' }],
  strategies: [{ id: 'trend', type: 'sma_crossover' }],
  portfolios: [{ id: 'main', strategies: ['trend'], cash: 1000 }],
};

describe('loadConfig', () => {
  test('reads the example of the design page', () => {
    const config = load(EXAMPLE);
    expect(config.data[0]).toEqual({
      symbol: 'SPX',
      source: 'dataset:sp500-daily',
      from: '2000-01-03',
      to: '2012-12-31',
      lotSize: 1,
      multiplier: 1,
      currency: 'USD',
    });
    expect(config.portfolios[0].cash).toBe(100_000);
    expect(config.portfolios[0].sizing).toEqual({ type: 'percent_of_equity', params: { percent: 95 } });
    expect(config.execution.commission).toEqual({ type: 'per_share', params: { amount: 0.005, minimum: 1 } });
    expect(resolveTraceRule('portfolio_balanced', config.tracing)).toMatchObject({
      mode: 'full',
      types: ['SIGNAL', 'FILL', 'POSITION_CLOSE'],
      storage: { backend: 'disk' },
    });
    expect(resolveTraceRule('data_SPX', config.tracing)).toMatchObject({ mode: 'minimal', types: 'ALL' });
  });

  test('keeps a bare off as the mode off, for it is a string in YAML 1.2', () => {
    const text = EXAMPLE.replace('{ mode: minimal }', '{ mode: off }');
    const config = load(`${text}validation: off\n`);
    expect(config.validation).toBe('off');
    expect(resolveTraceRule('root', config.tracing).enabled).toBe(false);
  });

  test.each([
    ['100_000', 100_000],
    ['1e5', 100_000],
    ['1_000.5', 1000.5],
    ['0x10', 16],
    ['2.50', 2.5],
  ])('reads cash %s as %d', (written, cash) => {
    expect(load(EXAMPLE.replace('100_000', written)).portfolios[0].cash).toBe(cash);
  });

  test.each(['1__0', '_1', '1_', '.inf', '.nan', '"1_0"', '1 000'])('refuses cash %s', (written) => {
    const [mistake, ...others] = mistakesOf(() => load(EXAMPLE.replace('100_000', written)));
    expect(mistake.message).toMatch(/^portfolios\[0\]\.cash: expected a number > 0, found /);
    expect(others).toEqual([]);
  });

  test('takes the name from the file, made fit for a folder', () => {
    const text = EXAMPLE.replace('name: sp500-trend\n', '');
    expect(load(text, 'flows/My flow (2).yaml').name).toBe('My-flow-2');
    expect(load(text, 'C:\\flows\\sp500-trend.yml').name).toBe('sp500-trend');
    expect(load(text, '...yaml').name).toBe('workflow');
  });

  test('finds a line and column in a file with a byte order mark and Windows line ends', () => {
    const text = `\ufeff${EXAMPLE.replace('fast: 20', 'fast: ten').replaceAll('\n', '\r\n')}`;
    const [mistake] = mistakesOf(() => load(text));
    expect(mistake.line).toBe(
      'flow.yaml:7:55: strategies[0].params.fast: expected a whole number >= 1, found "ten"',
    );
    expect(mistake.excerpt).not.toContain('\r');
  });

  test('merges maps by <<, what is written winning over what is merged', () => {
    const text = EXAMPLE.replace('params: { fast: 20, slow: 100 }', 'params: &base { fast: 20, slow: 100 }')
      .replace(
        'portfolios:',
        '  - { id: quick, type: sma_crossover, params: { <<: *base, fast: 5 } }\nportfolios:',
      )
      .replace('[trend]', '[trend, quick]');
    expect(load(text).strategies[1].params).toEqual({ fast: 5, slow: 100, field: 'close' });
  });

  test('reads parameters whose schema is not known yet, with underscores in numbers', () => {
    const text = EXAMPLE.replace(
      'source: dataset:sp500-daily',
      'source: { type: random_walk, bars: 1_000, tag: "1_0" }',
    ).replace('sma_crossover', './mine.ts');
    const config = load(text);
    expect(config.data[0].source).toEqual({ type: 'random_walk', bars: 1000, tag: '1_0' });
    expect(config.strategies[0]).toMatchObject({ type: './mine.ts', params: { fast: 20, slow: 100 } });
  });
});

describe('checkConfig', () => {
  test('fills in every default', () => {
    expect(checkConfig(smallest, registries)).toEqual({
      name: 'workflow',
      align: 'own',
      seed: 42,
      data: [{ symbol: 'SPX', source: 'spx.csv', lotSize: 1, multiplier: 1, currency: 'USD' }],
      topology: 'full_backtest',
      strategies: [
        {
          id: 'trend',
          type: 'sma_crossover',
          params: { fast: 20, slow: 50, field: 'close' },
          symbols: ['SPX'],
        },
      ],
      portfolios: [
        {
          id: 'main',
          strategies: [{ id: 'trend', weight: 1 }],
          cash: 1000,
          direction: 'long_only',
          sizing: { type: 'percent_of_equity', params: { percent: 95 } },
          risk: [],
          leverage: 1,
        },
      ],
      execution: {
        profile: 'next_open',
        slippage: { type: 'none', params: {} },
        commission: { type: 'none', params: {} },
        closeAtEnd: false,
      },
      tracing: { environment: null, layers: [{ environment: null, blocks: [] }] },
      metrics: { riskFreeRate: 0 },
      validation: 'off',
      onError: 'stop',
      sequence: 'single_pass',
      results: { directory: 'results', equity: 'every_bar', trades: 'all' },
    });
  });

  test('freezes the result at every level and leaves the given object as it was', () => {
    const given = structuredClone(smallest);
    const config = checkConfig(given, registries);
    expect(given).toEqual(smallest);
    for (const part of [
      config,
      config.data,
      config.data[0],
      config.strategies[0].params,
      config.execution.slippage,
    ]) {
      expect(Object.isFrozen(part)).toBe(true);
    }
    expect(Object.isFrozen(given.data[0])).toBe(false);
  });

  test('locates mistakes by path', () => {
    const given = {
      ...smallest,
      portfolios: [{ id: 'main', strategies: ['trnd'], cash: '100_000' }],
      sed: 1,
    };
    expect(linesOf(() => checkConfig(given, registries))).toEqual([
      'portfolios[0].cash: expected a number > 0, found "100_000" (write 100000 without quotes or separators)',
      'configuration: unknown key "sed" (did you mean "seed"?)',
      'portfolios[0].strategies[0]: unknown strategy "trnd" (did you mean "trend"?)',
    ]);
  });

  test('passes a strategy definition through untouched and checks its parameters', () => {
    const definition = {
      type: 'mine',
      params: z.strictObject({ length: z.int().min(1).default(3) }),
      create: () => () => undefined,
    };
    const given = { ...smallest, strategies: [{ id: 'trend', type: definition }] };
    const config = checkConfig(given, registries);
    expect(config.strategies[0].type).toBe(definition);
    expect(config.strategies[0].params).toEqual({ length: 3 });
    expect(Object.isFrozen(definition)).toBe(false);
    const bad = { ...smallest, strategies: [{ id: 'trend', type: definition, params: { length: 0 } }] };
    expect(linesOf(() => checkConfig(bad, registries))).toEqual([
      'strategies[0].params.length: expected a whole number >= 1, found 0',
    ]);
  });

  test('shares the cash of a portfolio equally, or by the weights given', () => {
    const strategies = ['a', 'b', 'c', 'd'].map((id) => ({ id, type: 'buy_and_hold' }));
    const portfolio = { id: 'main', strategies: ['a', 'b', { id: 'c', weight: 0.1 }, 'd'], cash: 1 };
    const config = checkConfig({ ...smallest, strategies, portfolios: [portfolio] }, registries);
    expect(config.portfolios[0].strategies.map((s) => s.weight)).toEqual([0.25, 0.25, 0.1, 0.25]);
  });

  test('accepts ten weights of 0.1, and weights above 1 with leverage', () => {
    const strategies = Array.from({ length: 10 }, (_, i) => ({ id: `s${i}`, type: 'buy_and_hold' }));
    const followed = (weight: number) => strategies.map(({ id }) => ({ id, weight }));
    const given = (weight: number, leverage: number) => ({
      ...smallest,
      strategies,
      portfolios: [{ id: 'main', strategies: followed(weight), cash: 1, leverage }],
    });
    expect(() => checkConfig(given(0.1, 1), registries)).not.toThrow();
    expect(() => checkConfig(given(0.2, 2), registries)).not.toThrow();
    expect(linesOf(() => checkConfig(given(0.2, 1), registries))).toEqual([
      'portfolios[0].strategies: the weights sum to 2, more than 1 (lower them, or set leverage above 1)',
    ]);
  });

  test('takes dates given as Date', () => {
    const data = [{ symbol: 'SPX', source: 'spx.csv', from: new Date('2001-01-01T00:00:00Z') }];
    expect(checkConfig({ ...smallest, data }, registries).data[0].from).toBe('2001-01-01T00:00:00.000Z');
  });

  test.each([
    ['null', null],
    ['a list', []],
    ['text', 'name: x'],
    ['a function', () => 1],
  ])('refuses %s', (_, given) => {
    expect(mistakesOf(() => checkConfig(given, registries))[0].message).toMatch(/^expected a map, found /);
  });

  test('refuses an object that contains itself', () => {
    const given: Record<string, unknown> = { ...smallest };
    given.metrics = given;
    expect(mistakesOf(() => checkConfig(given, registries)).map((e) => e.code)).toContain('too_deep');
  });

  test('refuses keys of prototypes and pollutes nothing', () => {
    const given: unknown = JSON.parse(`{"__proto__":{"polluted":1},${JSON.stringify(smallest).slice(1)}`);
    expect(linesOf(() => checkConfig(given, registries))).toEqual(['configuration: unknown key "__proto__"']);
    expect('polluted' in {}).toBe(false);
  });

  test('tells one mistake for one cause', () => {
    // The misspelt section is read as what it means: its strategies are not also missing, unknown and unused.
    const { strategies, ...rest } = smallest;
    expect(linesOf(() => checkConfig({ ...rest, stratgies: strategies }, registries))).toEqual([
      'configuration: unknown key "stratgies" (did you mean "strategies"?)',
    ]);
    expect(linesOf(() => checkConfig({ ...smallest, strategies: 'trend' }, registries))).toEqual([
      'strategies: expected a non-empty list, found "trend" (write [trend])',
    ]);
    expect(
      linesOf(() => checkConfig({ ...smallest, strategies: [{ id: 7, type: 'buy_and_hold' }] }, registries)),
    ).toEqual([
      expect.stringMatching(/^strategies\[0\]\.id: expected a name .* found 7 \(put it in quotes\)$/),
    ]);
  });

  test('stops listing after a hundred mistakes and says how many are left', () => {
    const data = Array.from({ length: 150 }, (_, i) => ({ symbol: `S${i}`, source: 'x.csv', lot_size: 'x' }));
    const mistakes = mistakesOf(() => checkConfig({ ...smallest, data }, registries));
    expect(mistakes).toHaveLength(101);
    expect(mistakes[100].message).toBe('50 more mistakes not shown');
  });
});

describe('checkParams', () => {
  const component = {
    params: z
      .strictObject({ fast: z.int().min(1), slow: z.int().default(1_000) })
      .refine((p) => p.fast < p.slow, { error: '"fast" must be below "slow"' }),
  };
  const text = (params: string) =>
    EXAMPLE.replace('sma_crossover', './mine.ts').replace('{ fast: 20, slow: 100 }', params);
  const check = (params: string) => {
    const config = load(text(params));
    return checkParams(
      component,
      config.strategies[0].params,
      locatorOf(config, ['strategies', 0, 'params']),
    );
  };

  test("fills in the defaults of a user's module", () => {
    expect(check('{ fast: 1_00 }')).toEqual({ fast: 100, slow: 1000 });
  });

  test('locates mistakes in the file that was read before the module was', () => {
    expect(linesOf(() => check('{ fast: 0, slwo: 3 }'))).toEqual([
      'flow.yaml:7:51: strategies[0].params.fast: expected a whole number >= 1, found 0',
      'flow.yaml:7:54: strategies[0].params: unknown key "slwo" (did you mean "slow"?)',
    ]);
    expect(linesOf(() => check('{ fast: 7, slow: 3 }'))).toEqual([
      'flow.yaml:7:43: strategies[0].params: "fast" must be below "slow"',
    ]);
  });
});
