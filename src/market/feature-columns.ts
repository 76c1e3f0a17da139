import type { BarSeries } from './bar-series.ts';

/** What a FEATURES event shows: named columns aligned to a series. */
export interface FeatureColumns {
  readonly series: BarSeries;
  /** Only ever added to, at the end. */
  readonly keys: readonly string[];
  /** How many keys there are now. */
  readonly size: number;
  columnByKey(key: string): Float64Array;
}
