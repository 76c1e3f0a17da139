import { expect, test } from 'vitest';
import { type SizingInput, sizingRegistry } from '../../src/risk/sizing.ts';
import { sizingContract } from '../contracts/sizing-contract.ts';

const PARAMS: Record<string, readonly unknown[]> = {
  fixed: [{ quantity: 1 }, { quantity: 0.5 }],
  percent_of_equity: [{}, { percent: 200 }],
  equal_weight: [{}, { positions: 3 }],
  volatility_target: [{}, { percent: 40, period: 60, max_percent: 300 }],
  kelly: [{}, { fraction: 1, min_trades: 1, max_percent: 50 }],
  risk_per_trade: [{}, { percent: 0.5, atr_multiple: 3 }],
};

test('every registered rule is held to the contract', () => {
  expect(Object.keys(PARAMS).sort()).toEqual(sizingRegistry.types.sort());
});

for (const [type, sets] of Object.entries(PARAMS)) sizingContract(sizingRegistry.get(type), sets);

const unitsOf = (type: string, params: object, input: Partial<SizingInput>) => {
  const definition = sizingRegistry.get(type);
  return definition.create(definition.params.parse(params))({
    equity: 100_000,
    price: 50,
    multiplier: 1,
    weight: 1,
    symbols: 1,
    stopDistance: Number.NaN,
    features: {},
    trades: null,
    ...input,
  });
};

test('equal weight divides by the symbols of the strategy, or by the positions given', () => {
  expect(unitsOf('equal_weight', { percent: 100 }, { symbols: 4 })).toBe(500);
  expect(unitsOf('equal_weight', { percent: 100, positions: 10 }, { symbols: 4 })).toBe(200);
});

test('half the volatility wanted buys with all of it up to the largest position', () => {
  expect(unitsOf('volatility_target', { percent: 10 }, { features: { volatility: 0.2 } })).toBe(1_000);
  expect(unitsOf('volatility_target', { percent: 10 }, { features: { volatility: 0.05 } })).toBe(2_000);
  expect(unitsOf('volatility_target', { percent: 10 }, { features: { volatility: Number.NaN } })).toBe(0);
});

test('Kelly bets W − (1 − W) / R of equity, halved by default', () => {
  const trades = { count: 20, wins: 12, losses: 8, won: 2_400, lost: 800, lastLoss: () => 0 };
  // W = 0.6, R = 200 / 100: the whole bet is 0.6 − 0.4 / 2 = 0.4.
  expect(unitsOf('kelly', {}, { trades })).toBeCloseTo((100_000 * 0.2) / 50, 9);
  expect(unitsOf('kelly', { min_trades: 21 }, { trades })).toBe(200);
  expect(unitsOf('kelly', {}, { trades: { ...trades, won: 600 } })).toBe(0);
});

test('a stop 2 away at a risk of 1 % allows 500 units, and without a stop the true range decides', () => {
  expect(unitsOf('risk_per_trade', {}, { stopDistance: 2, features: { atr: 9 } })).toBe(500);
  expect(unitsOf('risk_per_trade', {}, { features: { atr: 1 } })).toBe(500);
  expect(unitsOf('risk_per_trade', {}, { stopDistance: 0.1, features: { atr: 9 } })).toBe(2_000);
});
