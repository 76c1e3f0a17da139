import { finite } from '../annualise.ts';
import { returnMoments } from '../significance/return-moments.ts';
import {
  minimumTrackRecord as minimumTrackRecordOf,
  probabilisticSharpe as probabilisticSharpeOf,
} from '../significance/sharpe-confidence.ts';
import { mean } from './distribution.ts';

/** Σ of what lies above the threshold / Σ of what lies below it; null where nothing does. */
export function omega(returns: Float64Array, threshold = 0): number | null {
  let [above, below] = [0, 0];
  for (const r of returns) {
    if (r > threshold) above += r - threshold;
    else below += threshold - r;
  }
  return below > 0 ? finite(above / below) : null;
}

/** Σ r / Σ|losses|; null where nothing was lost. */
export function gainToPain(returns: Float64Array): number | null {
  let [sum, lost] = [0, 0];
  for (const r of returns) {
    sum += r;
    if (r < 0) lost -= r;
  }
  return lost > 0 ? finite(sum / lost) : null;
}

/** R² of a straight line through the logarithm of wealth over the number of the period: 1 for steady growth. */
export function stability(returns: Float64Array): number | null {
  const n = returns.length;
  if (n < 2) return null;
  const wealth = new Float64Array(n);
  let sum = 0;
  for (let i = 0; i < n; i++) wealth[i] = sum += Math.log1p(returns[i]);
  const [middle, center] = [(n - 1) / 2, mean(wealth)];
  let [xy, xx, yy] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    xy += (i - middle) * (wealth[i] - center);
    xx += (i - middle) ** 2;
    yy += (wealth[i] - center) ** 2;
  }
  return yy > 0 ? finite((xy * xy) / (xx * yy)) : null;
}

/** How probable it is that the true Sharpe ratio is above 0. @param riskFree per period. */
export function probabilisticSharpe(returns: Float64Array, riskFree: number): number | null {
  const moments = returnMoments(returns, riskFree);
  return moments === null ? null : finite(probabilisticSharpeOf(moments));
}

/** Periods that a record must have for the Sharpe ratio to be above 0 with 95 %; null where it is not above 0. */
export function minimumTrackRecord(returns: Float64Array, riskFree: number): number | null {
  const moments = returnMoments(returns, riskFree);
  const periods = moments === null ? null : minimumTrackRecordOf(moments);
  return periods === null ? null : finite(periods);
}

/**
 * By how much positive autocorrelation makes annualised deviation too small: √(1 + 2 Σ (1 − k/n) ρ^k) over lags k, ρ
 * being the absolute autocorrelation of lag 1.
 */
export function autocorrelationPenalty(count: number, coefficient: number): number {
  let [sum, power] = [0, 1];
  const rho = Math.abs(coefficient);
  for (let k = 1; k < count; k++) {
    power *= rho;
    if (power < 1e-18) break;
    sum += (1 - k / count) * power;
  }
  return Math.sqrt(1 + 2 * sum);
}
