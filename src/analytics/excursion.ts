import type { Payloads } from '../events/payloads.ts';
import type { CorporateAction } from '../market/corporate-action.ts';
import { finite } from './annualise.ts';
import { defineMetrics } from './metric.ts';

/** How far a trade went against its owner and in favour, from the price of entry. */
export interface Excursion {
  /** Maximum adverse excursion, a fraction ≤ 0 of the entry price. */
  readonly mae: number;
  /** Maximum favourable excursion, a fraction ≥ 0 of the entry price. */
  readonly mfe: number;
  /** The same in money, on the largest number of units held. */
  readonly maeMoney: number;
  readonly mfeMoney: number;
}

/** What of a closed trade its excursions depend on. */
export type HeldPosition = Pick<
  Payloads['POSITION_CLOSE'],
  'direction' | 'entryIndex' | 'exitIndex' | 'entryPrice' | 'exitPrice' | 'quantity' | 'multiplier'
>;

/** Extremes of the bars of a trade's symbol. */
export interface BarExtremes {
  readonly high: Float64Array;
  readonly low: Float64Array;
  /** Splits that the prices are not adjusted for, in order. */
  readonly actions: readonly CorporateAction[];
}

/** The rules by which a trade's first and last fills were made. */
export interface TradeEnds {
  readonly entry: string;
  readonly exit: string;
}

/**
 * The excursions of a closed trade. Prices count from the entry on: the bar of an entry at the close does not, any other bar
 * of entry does. The bar of the exit counts after an exit at the close alone: what came before another exit within it is not
 * known. The exit price counts always. Prices before a split are those of a share after it, as the prices of the trade are.
 */
export function excursionOf(trade: HeldPosition, ends: TradeEnds, bars: BarExtremes): Excursion {
  const { entryIndex, exitIndex, entryPrice, exitPrice, quantity, multiplier } = trade;
  const first = ends.entry === 'close' ? entryIndex + 1 : entryIndex;
  const last = ends.exit === 'close' ? exitIndex : exitIndex - 1;
  let high = Math.max(entryPrice, exitPrice);
  let low = Math.min(entryPrice, exitPrice);
  const splits = bars.actions.filter(({ index }) => index > entryIndex && index <= exitIndex);
  let ratio = splits.reduce((product, split) => product * split.ratio, 1);
  let next = 0;
  for (let i = first; i <= last; i++) {
    for (; next < splits.length && splits[next].index <= i; next++) ratio /= splits[next].ratio;
    if (bars.high[i] / ratio > high) high = bars.high[i] / ratio;
    if (bars.low[i] / ratio < low) low = bars.low[i] / ratio;
  }
  const isLong = trade.direction === 'long';
  const adverse = isLong ? low - entryPrice : entryPrice - high;
  const favourable = isLong ? high - entryPrice : entryPrice - low;
  const money = quantity * multiplier;
  return {
    mae: adverse / entryPrice + 0,
    mfe: favourable / entryPrice + 0,
    maeMoney: adverse * money + 0,
    mfeMoney: favourable * money + 0,
  };
}

/** Over the closed trades that were kept. Fractions of entry prices. */
export interface ExcursionMetrics {
  readonly averageMae: number | null;
  readonly averageMfe: number | null;
  readonly worstMae: number | null;
  readonly bestMfe: number | null;
  readonly edgeRatio: number | null;
}

const NO_TRADES = 'no trade is closed, or trades were not kept (results.trades: none)';

export const EXCURSION_METRICS = defineMetrics<ExcursionMetrics>('trade', {
  averageMae: {
    label: 'Average MAE',
    unit: 'fraction',
    better: 'higher',
    definition: 'Mean of how far each trade went against its owner at worst, from its entry price, ≤ 0.',
    formula: 'Σ min(direction × (price − entry) / entry) / trades',
    nullWhen: NO_TRADES,
  },
  averageMfe: {
    label: 'Average MFE',
    unit: 'fraction',
    better: 'higher',
    definition: 'Mean of how far each trade went in favour of its owner at best, from its entry price, ≥ 0.',
    formula: 'Σ max(direction × (price − entry) / entry) / trades',
    nullWhen: NO_TRADES,
  },
  worstMae: {
    label: 'Worst MAE',
    unit: 'fraction',
    better: 'higher',
    definition: 'The farthest that any trade went against its owner, ≤ 0.',
    nullWhen: NO_TRADES,
  },
  bestMfe: {
    label: 'Best MFE',
    unit: 'fraction',
    better: 'higher',
    definition: 'The farthest that any trade went in favour of its owner, ≥ 0.',
    nullWhen: NO_TRADES,
  },
  edgeRatio: {
    label: 'Edge ratio',
    unit: 'ratio',
    better: 'higher',
    definition:
      'How far trades went in favour beside how far they went against: above 1, entries have an edge.',
    formula: 'average MFE / |average MAE|',
    nullWhen: `${NO_TRADES}; or none went against its owner`,
  },
});

export function excursionMetrics(excursions: readonly Excursion[]): ExcursionMetrics {
  const count = excursions.length;
  if (count === 0)
    return { averageMae: null, averageMfe: null, worstMae: null, bestMfe: null, edgeRatio: null };
  let [mae, mfe, worst, best] = [0, 0, 0, 0];
  for (const one of excursions) {
    mae += one.mae;
    mfe += one.mfe;
    worst = Math.min(worst, one.mae);
    best = Math.max(best, one.mfe);
  }
  return {
    averageMae: finite(mae / count),
    averageMfe: finite(mfe / count),
    worstMae: worst,
    bestMfe: best,
    edgeRatio: mae === 0 ? null : finite(mfe / -mae),
  };
}
