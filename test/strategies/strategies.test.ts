import { expect, test } from 'vitest';
import { strategyRegistry } from '../../src/strategies/index.ts';
import { decidesOnAll } from '../../src/strategies/universe.ts';
import { strategyContract } from '../contracts/strategy-contract.ts';
import { type StrategyRunCase, strategyRunContract } from '../contracts/strategy-run-contract.ts';

const CASES: Record<string, StrategyRunCase> = {
  sma_crossover: { params: [{}, { fast: 1, slow: 2 }, { fast: 3, slow: 9 }] },
  ema_crossover: { params: [{}, { fast: 1, slow: 2 }, { fast: 3, slow: 9 }] },
  macd_trend: { params: [{}, { fast: 2, slow: 5, signal: 3 }] },
  momentum: { params: [{ period: 1 }, { period: 10, threshold: 2 }] },
  donchian_breakout: { params: [{}, { entry: 5, exit: 2 }, { entry: 1, exit: 3 }] },
  volatility_breakout: { params: [{}, { period: 5, multiple: 0.5, atr_period: 3 }] },
  rsi_mean_reversion: {
    params: [
      {},
      { period: 2, oversold: 10, overbought: 90, exit: 50 },
      { period: 5, oversold: 40, overbought: 60 },
    ],
  },
  bollinger_reversion: { params: [{}, { period: 5, std_devs: 1 }] },
  z_score_reversion: { params: [{}, { period: 5, entry: 1, exit: 0.5 }] },
  pairs: { symbols: 2, params: [{ period: 20 }, { period: 5, entry: 1, exit: 0.2, first: 'BBB' }] },
  dual_momentum: {
    params: [
      { period: 5, every: 3 },
      { period: 20, hold: 2, every: 'week' },
    ],
  },
  rebalance: { params: [{}, { every: 5 }, { every: 'week', weights: { AAA: 0.5, CCC: -0.25 } }] },
  buy_and_hold: { params: [{}] },
};

test('every registered strategy is held to the contract', () => {
  expect(Object.keys(CASES).sort()).toEqual(strategyRegistry.types.sort());
});

for (const [type, one] of Object.entries(CASES)) {
  const definition = strategyRegistry.get(type);
  if (!decidesOnAll(definition)) strategyContract(definition, one.params);
  strategyRunContract(definition, one);
}

test('parameters that contradict one another are refused where they stand', () => {
  const refused = strategyRegistry.get('sma_crossover').params.safeParse({ fast: 50, slow: 20 });
  expect(refused.error?.issues[0]).toMatchObject({ path: ['fast'], message: 'fast must be below slow' });
});
