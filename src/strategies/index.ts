import { Registry } from '../foundation/registry.ts';
import { bollingerReversion } from './bollinger-reversion.ts';
import { buyAndHold } from './buy-and-hold.ts';
import { donchianBreakout } from './donchian-breakout.ts';
import { dualMomentum } from './dual-momentum.ts';
import { emaCrossover } from './ema-crossover.ts';
import { macdTrend } from './macd-trend.ts';
import { momentumTrend } from './momentum-trend.ts';
import { pairs } from './pairs.ts';
import { rebalance } from './rebalance.ts';
import { rsiMeanReversion } from './rsi-mean-reversion.ts';
import { smaCrossover } from './sma-crossover.ts';
import type { AnyStrategy } from './universe.ts';
import { volatilityBreakout } from './volatility-breakout.ts';
import { zScoreReversion } from './z-score-reversion.ts';

/** Strategies that YAML can name by type. */
export const strategyRegistry = new Registry<AnyStrategy>('strategy', [
  smaCrossover as AnyStrategy,
  emaCrossover as AnyStrategy,
  macdTrend as AnyStrategy,
  momentumTrend as AnyStrategy,
  donchianBreakout as AnyStrategy,
  volatilityBreakout as AnyStrategy,
  rsiMeanReversion as AnyStrategy,
  bollingerReversion as AnyStrategy,
  zScoreReversion as AnyStrategy,
  pairs as AnyStrategy,
  dualMomentum as AnyStrategy,
  rebalance as AnyStrategy,
  buyAndHold as AnyStrategy,
]);
