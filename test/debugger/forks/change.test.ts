import { expect, test } from 'vitest';
import { applyChanges, type Changes, changeText, readChanges } from '../../../src/debugger/forks/change.ts';
import { registeredComponents } from '../../../src/workflows/components.ts';
import { checkConfig } from '../../../src/workflows/config/config.ts';
import { configDifferences, differenceText } from '../../../src/workflows/config/config-differences.ts';
import { writtenForm } from '../../../src/workflows/config/written-form.ts';
import { mixed, single } from './runs.ts';

const formOf = (workflow: unknown) => writtenForm(checkConfig(workflow, registeredComponents()));

/** The changes as they are kept, and what they make different. */
function made(workflow: unknown, changes: Changes): { kept: string[]; differences: string[] } {
  const before = formOf(workflow);
  const after = formOf(workflow);
  const kept = applyChanges(after, readChanges(changes)).map(({ name, value }) => changeText(name, value));
  return { kept, differences: configDifferences(before, formOf(after)).map(differenceText) };
}

test.each<[string, Changes, string[], string[]]>([
  ['a short name', ['fast=6'], ['strategies.trend.params.fast = 6'], ['strategies.trend.params.fast 5 → 6']],
  [
    'a whole name, spaces and underscores',
    [' strategies.trend.params.slow = 1_000 '],
    ['strategies.trend.params.slow = 1000'],
    ['strategies.trend.params.slow 20 → 1000'],
  ],
  [
    'the number of an entry',
    ['portfolios.0.leverage=2', 'strategies[0].params.fast=6'],
    ['portfolios.main.leverage = 2', 'strategies.trend.params.fast = 6'],
    ['strategies.trend.params.fast 5 → 6', 'portfolios.main.leverage 1 → 2'],
  ],
  [
    'an amount with its model',
    ['slippage=5bps', 'commission=0.1 percent'],
    ['execution.slippage = {type: bps, bps: 5}', 'execution.commission = {type: percent, percent: 0.1}'],
    [
      'execution.slippage {type: none} → {type: bps, bps: 5}',
      'execution.commission {type: none} → {type: percent, percent: 0.1, minimum: 0}',
    ],
  ],
  [
    'a component by its name, and then a parameter of it, in either order',
    ['sizing.quantity=10', 'sizing=fixed'],
    ['portfolios.main.sizing.quantity = 10', 'portfolios.main.sizing = {type: fixed}'],
    ['portfolios.main.sizing {type: percent_of_equity, percent: 95} → {type: fixed, quantity: 10}'],
  ],
  [
    'a value in the form of a workflow',
    ['risk=[{type: max_exposure, percent: 50}]'],
    ['portfolios.main.risk = [{type: max_exposure, percent: 50}]'],
    ['portfolios.main.risk [] → [{type: max_exposure, percent: 50}]'],
  ],
  [
    'an object in place of texts',
    { direction: 'long_only', 'execution.slippage': { type: 'bps', bps: 1 } },
    ['portfolios.main.direction = long_only', 'execution.slippage = {type: bps, bps: 1}'],
    [
      'portfolios.main.direction long_short → long_only',
      'execution.slippage {type: none} → {type: bps, bps: 1}',
    ],
  ],
  [
    'a setting that was left out',
    ['AAA.to=2024-01-31'],
    ['data.AAA.to = 2024-01-31'],
    ['data.AAA.to nothing → 2024-01-31'],
  ],
])('a change is written by %s', (_, changes, kept, differences) => {
  expect(made(single, changes)).toEqual({ kept, differences });
  // What is kept is read again, to the same effect.
  expect(made(single, kept)).toEqual({ kept, differences });
});

test('limits are named by their type, followed strategies by their id', () => {
  expect(
    made(mixed, ['max_position.percent=20', 'both.moody.weight=0.5', 'strategies.moody.params.every=2'])
      .differences,
  ).toEqual([
    'strategies.moody.params.every 5 → 2',
    'portfolios.both.strategies.moody.weight 0.6 → 0.5',
    'portfolios.both.risk.max_position.percent 60 → 20',
  ]);
});

test('a symbol with a dot is named in brackets', () => {
  const dotted = {
    ...single,
    data: [{ ...single.data[0], symbol: 'BRK.B' }],
  };
  expect(made(dotted, ['data["BRK.B"].to=2030-01-01']).differences).toEqual([
    'data["BRK.B"].to nothing → 2030-01-01',
  ]);
});

test('another type of strategy begins with its own defaults', () => {
  expect(
    made(single, ['strategies.trend.type=rsi_mean_reversion', 'strategies.trend.params.period=5'])
      .differences,
  ).toEqual([
    'strategies.trend.type sma_crossover → rsi_mean_reversion',
    'strategies.trend.params {fast: 5, slow: 20} → {period: 5, oversold: 30, overbought: 70, exit: 50}',
  ]);
});

test('a name that several settings have is refused with all of them', () => {
  expect(() => made({ ...mixed, strategies: mixed.strategies.slice(0, 3) }, ['type=fixed'])).toThrow(
    /^"type" may be any of \d+ settings$/,
  );
});
