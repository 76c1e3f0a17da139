import { beforeAll } from 'vitest';
import type { BacktestSpec } from '../../../src/engine/backtest-spec.ts';
import type { Tier } from '../../../src/engine/own/own-container.ts';
import type { DirectRouteSpec } from '../../../src/engine/own/spec.ts';
import { loadWorkflow } from '../../../src/workflows/load-workflow.ts';
import { prepare } from '../../../src/workflows/prepare.ts';
import { routerContract } from '../../contracts/router-contract.ts';

let spec: BacktestSpec;
const base = () => spec;

beforeAll(async () => {
  const workflow = await loadWorkflow({
    data: ['A', 'B'].map((symbol, i) => ({ symbol, source: `generate:gbm?bars=90&seed=${i + 3}` })),
    strategies: [{ id: 's', type: 'sma_crossover', params: { fast: 2, slow: 4 } }],
    results: { equity: 'none', trades: 'none' },
    portfolios: [
      { id: 'p', strategies: ['s'], cash: 100_000, sizing: { type: 'percent_of_equity', percent: 40 } },
    ],
  });
  ({ spec } = await prepare(workflow));
});

const direct = (
  kind: DirectRouteSpec['kind'],
  from: string,
  events: readonly string[],
  ways: DirectRouteSpec['ways'],
) => {
  return (tier: Tier, batchSize: number | null): DirectRouteSpec => ({
    kind,
    name: 'under test',
    tier,
    batchSize,
    maxRetries: 0,
    scope: 'family',
    from: [from],
    events,
    ways,
  });
};
const child = (id: string) => ({ id, parent: 'portfolio_p' });
const fills = ['FILL', 'POSITION_CLOSE'];

routerContract({
  kind: 'pipe',
  base,
  types: fills,
  probes: [child('one')],
  route: direct('pipe', 'portfolio_p', fills, [{ accepts: null, to: ['one'] }]),
  wanted: ({ type }) => (fills.includes(type) ? ['one'] : []),
});

routerContract({
  kind: 'broadcast',
  base,
  types: fills,
  probes: [child('one'), child('two')],
  route: direct('broadcast', 'portfolio_p', fills, [{ accepts: null, to: ['two', 'one'] }]),
  wanted: ({ type }) => (fills.includes(type) ? ['one', 'two'] : []),
});

routerContract({
  kind: 'filter',
  base,
  types: fills,
  probes: [child('one')],
  route: direct('filter', 'portfolio_p', fills, [
    { accepts: ({ payload }) => payload.symbol === 'A', to: ['one'] },
  ]),
  wanted: ({ type, payload }) => (fills.includes(type) && payload.symbol === 'A' ? ['one'] : []),
});

routerContract({
  kind: 'selective',
  base,
  types: ['SIGNAL'],
  probes: [
    { id: 'a_desk', parent: 'root' },
    { id: 'rest', parent: 'root' },
  ],
  route: direct(
    'selective',
    'strategy_s',
    ['SIGNAL'],
    [
      { accepts: ({ payload }) => payload.symbol === 'A', to: ['a_desk'] },
      { accepts: null, to: ['rest'] },
    ],
  ),
  wanted: ({ type, payload }) => (type !== 'SIGNAL' ? [] : [payload.symbol === 'A' ? 'a_desk' : 'rest']),
});

routerContract({
  kind: 'hierarchical',
  base,
  types: fills,
  probes: [child('one'), { id: 'below_one', parent: 'one' }],
  route: (tier, batchSize) => ({
    kind: 'hierarchical',
    name: 'under test',
    tier,
    batchSize,
    maxRetries: 0,
    scope: 'family',
    parent: 'portfolio_p',
    down: fills,
    up: [],
  }),
  wanted: ({ type }) => (fills.includes(type) ? ['one', 'below_one'] : []),
});
