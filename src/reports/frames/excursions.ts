import type { BarSeries } from '../../market/bar-series.ts';

export interface HeldPosition {
  readonly direction: 'long' | 'short';
  readonly entryPrice: number;
  readonly exitPrice: number;
  /** Bars of the series in which it was opened and closed, from 0. */
  readonly entryIndex: number;
  readonly exitIndex: number;
}

/** Fractions of the entry price, without costs. */
export interface Excursions {
  /** Maximum adverse excursion, ≤ 0. */
  readonly mae: number;
  /** Maximum favourable excursion, ≥ 0. */
  readonly mfe: number;
}

/**
 * How far the market went against and for a position while it was open. Highs and lows of whole bars count from the bar after
 * the entry to the bar before the exit; of the bars of entry and exit themselves it is not known what came first, so of them
 * only prices that the position certainly saw count: the close of the first, the open of the last, and the exit.
 */
export function excursions(series: BarSeries, position: HeldPosition): Excursions {
  const { direction, entryPrice, exitPrice, entryIndex, exitIndex } = position;
  let low = Math.min(entryPrice, exitPrice);
  let high = Math.max(entryPrice, exitPrice);
  const see = (lowest: number, highest: number) => {
    if (lowest < low) low = lowest;
    if (highest > high) high = highest;
  };
  if (exitIndex > entryIndex) {
    see(series.close[entryIndex], series.close[entryIndex]);
    see(series.open[exitIndex], series.open[exitIndex]);
  }
  for (let i = entryIndex + 1; i < exitIndex; i++) see(series.low[i], series.high[i]);
  const down = low / entryPrice - 1;
  const up = high / entryPrice - 1;
  return direction === 'long' ? { mae: down, mfe: up } : { mae: 0 - up, mfe: 0 - down };
}
