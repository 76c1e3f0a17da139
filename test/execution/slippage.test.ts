import { expect, test } from 'vitest';
import { slippageRegistry } from '../../src/execution/slippage.ts';
import { barSeriesFromRows } from '../../src/market/bar-series.ts';
import { slippageContract } from '../contracts/slippage-contract.ts';

const PARAMS: Record<string, readonly unknown[]> = {
  none: [{}],
  bps: [{ bps: 0 }, { bps: 5 }, { bps: 9_999 }],
  range_share: [{}, { fraction: 0 }, { fraction: 1 }],
  volume_share: [{}, { impact: 0.99 }, { impact: 0.5, max_share: 0.1 }],
  volatility: [{}, { multiple: 100, period: 2, max_percent: 99 }, { multiple: 1, period: 500 }],
};

test('every registered model is held to the contract', () => {
  expect(Object.keys(PARAMS).sort()).toEqual(slippageRegistry.types.sort());
});

for (const [type, sets] of Object.entries(PARAMS)) slippageContract(slippageRegistry.get(type), sets);

const CLOSES = [100, 110, 99, 120];
const series = barSeriesFromRows(
  'X',
  CLOSES.map((close, i) => ({
    openTime: i,
    closeTime: i,
    open: close,
    high: close + 2,
    low: close - 2,
    close,
    volume: 1_000,
  })),
);
const priceOf = (type: string, params: object, index: number, side = 1, units = 100, reference = 100) => {
  const definition = slippageRegistry.get(type);
  return definition.create(definition.params.parse(params))(reference, side, { series, index, units });
};

test('a share of the range ends at the edge of the bar', () => {
  expect(priceOf('range_share', { fraction: 0.25 }, 0)).toBe(101);
  expect(priceOf('range_share', { fraction: 0.25 }, 0, -1)).toBe(99);
  expect(priceOf('range_share', { fraction: 1 }, 0)).toBe(102);
});

test('a tenth of the volume moves the price by a hundredth of the impact, and more than the volume by all of it', () => {
  expect(priceOf('volume_share', { impact: 0.5 }, 0)).toBeCloseTo(100.5, 12);
  expect(priceOf('volume_share', { impact: 0.5 }, 0, -1, 5_000)).toBe(50);
  expect(priceOf('volume_share', { impact: 0.5, max_share: 0.1 }, 0, 1, 5_000)).toBeCloseTo(100.5, 12);
});

test('volatility is of the returns known before the bar, and none while there are fewer than two', () => {
  // Returns +10 % and −10 %: mean 0, sample standard deviation √(0.02 / 1).
  expect(priceOf('volatility', { multiple: 1, max_percent: 50 }, 3)).toBeCloseTo(
    100 * (1 + Math.sqrt(0.02)),
    10,
  );
  expect(priceOf('volatility', { multiple: 1, max_percent: 5 }, 3)).toBe(105);
  expect(priceOf('volatility', { multiple: 1 }, 2)).toBe(100);
});
