import { Registry } from '../foundation/registry.ts';
import { buyAndHold } from './buy-and-hold.ts';
import { rsiMeanReversion } from './rsi-mean-reversion.ts';
import { smaCrossover } from './sma-crossover.ts';
import type { StrategyDefinition } from './strategy.ts';

/** Strategies that YAML can name by type. */
export const strategyRegistry = new Registry<StrategyDefinition>('strategy', [
  smaCrossover as StrategyDefinition,
  rsiMeanReversion as StrategyDefinition,
  buyAndHold as StrategyDefinition,
]);
