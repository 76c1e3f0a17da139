import { expect, test } from 'vitest';
import { strategyRegistry } from '../../src/strategies/index.ts';
import { strategyContract } from '../contracts/strategy-contract.ts';

const PARAMS: Record<string, readonly unknown[]> = {
  sma_crossover: [{}, { fast: 1, slow: 2 }, { fast: 3, slow: 9 }],
  rsi_mean_reversion: [
    {},
    { period: 2, oversold: 10, overbought: 90, exit: 50 },
    { period: 5, oversold: 40, overbought: 60 },
  ],
  buy_and_hold: [{}],
};

test('every registered strategy is held to the contract', () => {
  expect(Object.keys(PARAMS).sort()).toEqual(strategyRegistry.types.sort());
});

for (const [type, sets] of Object.entries(PARAMS)) strategyContract(strategyRegistry.get(type), sets);

test('parameters that contradict one another are refused where they stand', () => {
  const refused = strategyRegistry.get('sma_crossover').params.safeParse({ fast: 50, slow: 20 });
  expect(refused.error?.issues[0]).toMatchObject({ path: ['fast'], message: 'fast must be below slow' });
});
