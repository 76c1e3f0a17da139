import { expect, test } from 'vitest';
import { registeredComponents } from '../../../src/workflows/components.ts';
import { checkConfig, loadConfig } from '../../../src/workflows/config/config.ts';
import { writtenForm } from '../../../src/workflows/config/written-form.ts';

const YAML = `
name: flow
description: Two of a kind
seed: 7
data:
  - {symbol: BRK.B, source: dataset:sp500-daily, from: 2000-01-03, to: "2012-12-31T10:00:00+02:00", lot_size: 10}
  - {symbol: X, source: {type: random_walk, bars: 100_000}, columns: {close: Adj Close}, stamp: end, currency: EUR}
strategies:
  - {id: a, type: sma_crossover, params: {fast: 5, slow: 40}, symbols: [X]}
  - {id: b, type: ./mine.ts, params: {anything: [1, {deep: true}]}}
portfolios:
  - {id: one, strategies: [a, b], cash: 1000, sizing: {type: fixed, quantity: 3}}
  - id: two
    strategies: [{id: b, weight: 0.5}]
    cash: 50
    leverage: 3
    risk: [{type: max_position, units: 5}, {type: max_exposure, percent: 80}]
execution: {profile: same_close, commission: {type: per_share, amount: 0.005}, close_at_end: true}
benchmark: X
metrics: {risk_free_rate: 0.02}
on_error: continue
results: {equity: none}
`;

test('the written form of a configuration gives the same configuration again', () => {
  const { tracing: _, ...config } = loadConfig(YAML, 'flow.yaml', registeredComponents());
  const { tracing: __, ...again } = checkConfig(
    writtenForm({ ...config, tracing: _ }),
    registeredComponents(),
  );
  expect(again).toEqual(config);
});

test('the written form may be changed without changing the configuration', () => {
  const config = loadConfig(YAML, 'flow.yaml', registeredComponents());
  const form = writtenForm(config) as { strategies: { params: { anything: unknown[] } }[] };
  form.strategies[1].params.anything.push('more');
  expect(config.strategies[1].params).toEqual({ anything: [1, { deep: true }] });
});
