import type { BarSeries } from '../../market/bar-series.ts';

/**
 * Whether every bar can be traded on: times rise, prices are finite and above 0, open and close lie in [low, high],
 * volume is finite and at least 0 (not looked at when the source has none).
 */
export function areValidBars(series: BarSeries, hasVolume: boolean): boolean {
  const { openTime, open, high, low, close, volume } = series;
  let before = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < series.length; i++) {
    const l = low[i];
    const h = high[i];
    // Written so that NaN anywhere fails.
    const priced =
      l > 0 && h < Number.POSITIVE_INFINITY && open[i] >= l && open[i] <= h && close[i] >= l && close[i] <= h;
    const counted = !hasVolume || (volume[i] >= 0 && volume[i] < Number.POSITIVE_INFINITY);
    if (!(priced && counted && openTime[i] > before)) return false;
    before = openTime[i];
  }
  return true;
}
