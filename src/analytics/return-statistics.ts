import { type BEFORE, DOWNSIDE, type EQUITY, type MEAN, SQUARES, UPDATES } from './equity-words.ts';

/**
 * Adds the return of the last update, which is counted already; equity before and after it is above 0. Welford's
 * update: unlike E[r²] − E[r]² it does not lose the spread of returns that are large beside it.
 */
export function addReturn(w: Float64Array): void {
  const before = w[5 satisfies typeof BEFORE];
  // More exact than equity / before − 1, which cancels.
  const r = (w[2 satisfies typeof EQUITY] - before) / before;
  const count = w[0 satisfies typeof UPDATES];
  const delta = r - w[10 satisfies typeof MEAN];
  // The reciprocal does not wait for the last update's mean, so the division is off the critical path.
  const mean = w[10 satisfies typeof MEAN] + delta * (1 / count);
  // min(r, 0), exactly, without a branch that the random signs of returns would mispredict.
  const fall = (r - Math.abs(r)) / 2;
  w[10 satisfies typeof MEAN] = mean;
  w[11 satisfies typeof SQUARES] += delta * (r - mean);
  w[12 satisfies typeof DOWNSIDE] += fall * fall;
}

/** Sample standard deviation (ddof 1) of returns per period; NaN for fewer than two. */
export function returnDeviation(w: Float64Array): number {
  return w[UPDATES] < 2 ? Number.NaN : Math.sqrt(w[SQUARES] / (w[UPDATES] - 1));
}

/** √(Σ min(r, 0)² / N) per period: gains count as 0 and are counted; NaN for no returns. */
export function downsideDeviation(w: Float64Array): number {
  return Math.sqrt(w[DOWNSIDE] / w[UPDATES]);
}
