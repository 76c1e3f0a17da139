import { deepen, recover } from './drawdown.ts';
import {
  BEFORE,
  DOWNSIDE,
  EQUITY,
  EQUITY_SUM,
  GROSS,
  GROSS_MAX,
  GROSS_SUM,
  IN_MARKET,
  LOWEST,
  MAX_DEPTH,
  MEAN,
  NET,
  NET_SUM,
  PEAK,
  PEAK_TIME,
  SQUARES,
  TIME,
  TROUGH,
  UPDATES,
} from './equity-words.ts';

/**
 * Adds updates of a portfolio whose equity has always been above 0, up to the first whose equity is not (or is no
 * finite number). Rows hold timestamp, equity, gross and net exposure. Returns how many were added.
 *
 * One loop with the running figures in local variables: this runs once for each portfolio and bar.
 */
export function addSolventUpdates(w: Float64Array, rows: Float64Array, count: number): number {
  let updates = w[UPDATES];
  let before = w[BEFORE];
  let equity = w[EQUITY];
  let sum = w[EQUITY_SUM];
  let mean = w[MEAN];
  let squares = w[SQUARES];
  let downside = w[DOWNSIDE];
  let peak = w[PEAK];
  let peakTime = w[PEAK_TIME];
  let trough = w[TROUGH];
  let inMarket = w[IN_MARKET];
  let grossSum = w[GROSS_SUM];
  let grossMax = w[GROSS_MAX];
  let netSum = w[NET_SUM];
  let done = 0;
  for (; done < count; done++) {
    const at = 4 * done;
    const next = rows[at + 1];
    if (!(next > 0 && next < Infinity)) break;
    before = equity;
    equity = next;
    updates++;
    sum += equity;

    // More exact than equity / before − 1, which cancels.
    const r = (equity - before) / before;
    // Welford's update: unlike E[r²] − E[r]² it does not lose the spread of returns that are large beside it.
    const delta = r - mean;
    // The reciprocal does not wait for the last update's mean, so the division is off the critical path.
    mean += delta * (1 / updates);
    squares += delta * (r - mean);
    // min(r, 0), exactly, without a branch that the random signs of returns would mispredict.
    const fall = (r - Math.abs(r)) / 2;
    downside += fall * fall;

    if (equity >= peak) {
      if (trough < peak) {
        w[TIME] = rows[at];
        w[PEAK_TIME] = peakTime;
        recover(w);
      }
      peak = equity;
      peakTime = rows[at];
      trough = equity;
    } else if (equity < trough) {
      trough = equity;
      // A lowest equity of all is also the lowest since some peak.
      if (equity < w[LOWEST]) w[LOWEST] = equity;
      const depth = equity / peak - 1;
      if (depth < w[MAX_DEPTH]) {
        w[TIME] = rows[at];
        w[PEAK_TIME] = peakTime;
        deepen(w, depth);
      }
    }

    const gross = rows[at + 2];
    if (gross > 0) {
      inMarket++;
      const perEquity = 1 / equity;
      const share = gross * perEquity;
      grossSum += share;
      if (share > grossMax) grossMax = share;
      netSum += rows[at + 3] * perEquity;
    }
  }
  if (done === 0) return 0;
  w[UPDATES] = updates;
  w[TIME] = rows[4 * done - 4];
  w[EQUITY] = equity;
  w[GROSS] = rows[4 * done - 2];
  w[NET] = rows[4 * done - 1];
  w[BEFORE] = before;
  w[EQUITY_SUM] = sum;
  w[MEAN] = mean;
  w[SQUARES] = squares;
  w[DOWNSIDE] = downside;
  w[PEAK] = peak;
  w[PEAK_TIME] = peakTime;
  w[TROUGH] = trough;
  w[IN_MARKET] = inMarket;
  w[GROSS_SUM] = grossSum;
  w[GROSS_MAX] = grossMax;
  w[NET_SUM] = netSum;
  return done;
}
