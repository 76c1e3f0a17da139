import type { BarSeries } from '../market/bar-series.ts';

/**
 * Scales each bar's prices by adjusted close / close, in place, so that dividends and splits show as no jump.
 * Close becomes exactly the adjusted close; volume stays.
 */
export function scaleToAdjustedClose(series: BarSeries, adjustedClose: Float64Array): void {
  const { open, high, low, close } = series;
  for (let i = 0; i < series.length; i++) {
    const adjusted = adjustedClose[i];
    const factor = adjusted / close[i];
    open[i] *= factor;
    // Rounding may put close × factor next to the adjusted close; high and low must still enclose it.
    high[i] = Math.max(high[i] * factor, adjusted);
    low[i] = Math.min(low[i] * factor, adjusted);
    close[i] = adjusted;
  }
}
