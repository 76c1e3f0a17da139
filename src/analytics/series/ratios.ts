import { finite } from '../annualise.ts';
import { deviation, mean, shape } from './distribution.ts';

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

/**
 * The probability that the true Sharpe ratio is above 0, given how long, skewed and fat-tailed the record is (Bailey and
 * López de Prado, The Sharpe Ratio Efficient Frontier, 2012). @param riskFree per period.
 */
export function probabilisticSharpe(returns: Float64Array, riskFree: number): number | null {
  const found = sharpeError(returns, riskFree);
  return found === null
    ? null
    : normalDistribution((found.sharpe * Math.sqrt(returns.length - 1)) / found.error);
}

/** Periods that a record must have for the Sharpe ratio to be above 0 with 95 %; null where it is not above 0. */
export function minimumTrackRecord(returns: Float64Array, riskFree: number): number | null {
  const found = sharpeError(returns, riskFree);
  if (found === null || found.sharpe <= 0) return null;
  return finite(1 + (found.error * (NORMAL_95 / found.sharpe)) ** 2);
}

/** 95 % of a normal distribution lie below it. */
const NORMAL_95 = 1.6448536269514722;

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

/** The Sharpe ratio of one period, and √n times its standard error. */
function sharpeError(returns: Float64Array, riskFree: number): { sharpe: number; error: number } | null {
  const found = shape(returns);
  if (found === null) return null;
  const sharpe = (mean(returns) - riskFree) / deviation(returns);
  const variance = 1 - found.skewness * sharpe + ((found.kurtosis - 1) / 4) * sharpe * sharpe;
  return variance > 0 ? { sharpe, error: Math.sqrt(variance) } : null;
}

/** The share of a standard normal distribution below x, to about 1e-15. */
export function normalDistribution(x: number): number {
  const z = Math.abs(x);
  if (z > 38) return x > 0 ? 1 : 0;
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  let upper: number;
  if (z < 5) {
    // Φ(z) − ½ = φ(z) (z + z³/3 + z⁵/15 + …): every term is positive, so none cancels another.
    let [term, sum] = [z, z];
    for (let k = 3; term > sum * 1e-17; k += 2) {
      term *= (z * z) / k;
      sum += term;
    }
    upper = 0.5 - density * sum;
  } else {
    // Laplace's continued fraction, which converges where the series is slow.
    let fraction = z;
    for (let k = 60; k >= 1; k--) fraction = z + k / fraction;
    upper = density / fraction;
  }
  return x > 0 ? 1 - upper : upper;
}
