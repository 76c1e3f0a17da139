import { compoundedBy, finite } from '../annualise.ts';
import { correlation, deviation, mean } from './distribution.ts';

/** Returns of two series in the same periods. */
export interface ReturnPairs {
  readonly own: Float64Array;
  readonly benchmark: Float64Array;
}

/** The pairs of which neither is NaN, and that `keep` wants. */
export function pairsWhere(
  { own, benchmark }: ReturnPairs,
  keep: (benchmark: number) => boolean,
): ReturnPairs {
  const kept = [...own.keys()].filter(
    (i) => !Number.isNaN(own[i]) && !Number.isNaN(benchmark[i]) && keep(benchmark[i]),
  );
  return {
    own: Float64Array.from(kept, (i) => own[i]),
    benchmark: Float64Array.from(kept, (i) => benchmark[i]),
  };
}

/** Covariance / variance of the benchmark; null for fewer than two pairs or a constant benchmark. */
export function beta({ own, benchmark }: ReturnPairs, riskFree = 0): number | null {
  if (own.length < 2) return null;
  const [meanOwn, meanBenchmark] = [mean(own) - riskFree, mean(benchmark) - riskFree];
  let [both, square] = [0, 0];
  for (let i = 0; i < own.length; i++) {
    const d = benchmark[i] - riskFree - meanBenchmark;
    both += (own[i] - riskFree - meanOwn) * d;
    square += d * d;
  }
  // As for ratios: the spread of a constant series is rounding.
  if (!(Math.sqrt(square / own.length) > 1e-12 * (1 + Math.abs(meanBenchmark)))) return null;
  return finite(both / square);
}

/** (1 + mean of what beta does not explain)^(periods per year) − 1. @param riskFree per period. */
export function alpha(pairs: ReturnPairs, periodsPerYear: number, riskFree = 0): number | null {
  const slope = beta(pairs, riskFree);
  if (slope === null) return null;
  const rest = mean(pairs.own) - riskFree - slope * (mean(pairs.benchmark) - riskFree);
  return rest <= -1 ? null : finite(compoundedBy(rest, periodsPerYear));
}

/** Return compounded to a year of as many periods; null without returns. */
export function annualReturn(returns: Float64Array, periodsPerYear: number): number | null {
  if (returns.length === 0) return null;
  const total = returns.reduce((wealth, r) => wealth * (1 + r), 1) - 1;
  return total <= -1 ? -1 : finite(compoundedBy(total, periodsPerYear / returns.length));
}

/** Annual return in the chosen periods / that of the benchmark in them. */
export function capture({ own, benchmark }: ReturnPairs, periodsPerYear: number): number | null {
  const [a, b] = [annualReturn(own, periodsPerYear), annualReturn(benchmark, periodsPerYear)];
  return a === null || b === null || b === 0 ? null : finite(a / b);
}

/** Deviation (ddof 1) of own less benchmark, per period; null for fewer than two pairs. */
export function activeDeviation(pairs: ReturnPairs): number | null {
  return pairs.own.length < 2 ? null : finite(deviation(active(pairs)));
}

/** Mean of own less benchmark / its deviation, per period; null where that is constant. */
export function informationRatio(pairs: ReturnPairs): number | null {
  const spread = activeDeviation(pairs);
  const center = pairs.own.length === 0 ? 0 : mean(active(pairs));
  if (spread === null || !(spread > 1e-12 * (1 + Math.abs(center)))) return null;
  return finite(center / spread);
}

/** Share of periods that were better than the benchmark; null without periods. */
export function battingAverage({ own, benchmark }: ReturnPairs): number | null {
  if (own.length === 0) return null;
  return own.reduce((count, r, i) => count + (r > benchmark[i] ? 1 : 0), 0) / own.length;
}

/** Square of the correlation. */
export function rSquared({ own, benchmark }: ReturnPairs): number | null {
  const r = correlation(own, benchmark);
  return r === null ? null : r * r;
}

function active({ own, benchmark }: ReturnPairs): Float64Array {
  return own.map((r, i) => r - benchmark[i]);
}

/**
 * How much better, or below 0 worse, the average of a very bad and a very good period of the benchmark is than its middle one: below 0, losses
 * grow faster than the benchmark moves. The heuristic of Taleb et al. (A New Heuristic Measure of Fragility and Tail Risks, IMF 2012), by
 * the lowest, the middle and the highest return of the benchmark. Null for fewer than three pairs.
 */
export function betaFragility({ own, benchmark }: ReturnPairs): number | null {
  const n = own.length;
  if (n < 3) return null;
  const order = [...own.keys()].sort((a, b) => benchmark[a] - benchmark[b]);
  // Halves are rounded to the even one, as NumPy does.
  const middle = order[n % 2 === 0 ? n / 2 : 2 * Math.round(n / 4)];
  const [low, high] = [order[0], order[n - 1]];
  const range = benchmark[high] - benchmark[low];
  const share = range === 0 ? 0.5 : (benchmark[middle] - benchmark[low]) / range;
  return finite(share * own[low] + (range === 0 ? 0.5 : 1 - share) * own[high] - own[middle]);
}
