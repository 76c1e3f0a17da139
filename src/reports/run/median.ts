import { quantile } from '../figures/distribution.ts';

/** Of the finite values; NaN without any. */
export function median(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values).filter(Number.isFinite).sort();
  return sorted.length === 0 ? Number.NaN : quantile(sorted, 0.5);
}
