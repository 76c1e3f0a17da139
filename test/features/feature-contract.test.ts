import { expect, test } from 'vitest';
import { featureRegistry } from '../../src/features/index.ts';
import { type FeatureCase, featureContract } from '../contracts/feature-contract.ts';
import { naiveAtr, naiveDeviation, naiveMean, naiveRsi, naiveSmoothing, naiveTrueRange } from './naive.ts';

const bands = (period: number, stdDevs: number, source: 'close' | 'high' = 'close'): FeatureCase => ({
  params: { period, std_devs: stdDevs, source },
  naive: (series) => {
    const middle = naiveMean(series[source], period);
    const distance = naiveDeviation(series[source], period).map((deviation) => stdDevs * deviation);
    return [middle, middle.map((mean, i) => mean + distance[i]), middle.map((mean, i) => mean - distance[i])];
  },
  constant: (c) => [c, c, c],
});

const cases: Record<string, readonly FeatureCase[]> = {
  atr: [1, 2, 14, 100].map((period) => ({
    params: { period },
    naive: (series) => [naiveAtr(series, period)],
    constant: () => [0],
  })),
  bollinger: [bands(2, 1), bands(20, 2), bands(20, 2.5), bands(20, 2, 'high'), bands(100, 3)],
  ema: [1, 2, 12, 100].map((period) => ({
    params: { period },
    naive: ({ close }) => [naiveSmoothing(close, period, 2 / (period + 1))],
    constant: (c) => [c],
  })),
  rsi: [1, 2, 14, 100].map((period) => ({
    params: { period },
    naive: ({ close }) => [naiveRsi(close, period)],
    constant: () => [50],
  })),
  sma: [
    ...[1, 2, 20, 101].map((period) => ({
      params: { period },
      naive: ({ close }: { close: Float64Array }) => [naiveMean(close, period)],
      constant: (c: number) => [c],
    })),
    { params: { period: 20, source: 'low' }, naive: ({ low }) => [naiveMean(low, 20)], constant: (c) => [c] },
  ],
  std_dev: [2, 20, 101].map((period) => ({
    params: { period },
    naive: ({ close }) => [naiveDeviation(close, period)],
    constant: () => [0],
  })),
  true_range: [{ params: {}, naive: (series) => [naiveTrueRange(series)], constant: () => [0] }],
};

test('every registered feature is under the contract', () => {
  expect(Object.keys(cases)).toEqual(featureRegistry.types);
});

for (const definition of featureRegistry) featureContract(definition, cases[definition.type] ?? []);
