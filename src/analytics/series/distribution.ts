/** Functions of a series of returns (fractions). NaN is no return and must have been left out; null where there is no value. */

export function mean(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/** Sample standard deviation (ddof 1); NaN for fewer than two values. */
export function deviation(values: Float64Array): number {
  if (values.length < 2) return Number.NaN;
  return Math.sqrt(centralSum(values, 2) / (values.length - 1));
}

/** √(Σ min(r − target, 0)² / n). */
export function downsideDeviation(values: Float64Array, target = 0): number {
  let sum = 0;
  for (const value of values) sum += Math.min(value - target, 0) ** 2;
  return Math.sqrt(sum / values.length);
}

/** Third and fourth moments about the mean in units of the population's deviation: 0 and 3 for a normal distribution. */
export function shape(values: Float64Array): { readonly skewness: number; readonly kurtosis: number } | null {
  const n = values.length;
  const variance = centralSum(values, 2) / n;
  if (n < 3 || isFlat(variance, values)) return null;
  return {
    skewness: centralSum(values, 3) / n / variance ** 1.5,
    kurtosis: centralSum(values, 4) / n / variance ** 2,
  };
}

/** Sample skewness G1, as pandas and Excel have it; null for fewer than three values or equal ones. */
export function sampleSkew(values: Float64Array): number | null {
  const n = values.length;
  const found = shape(values);
  return found === null ? null : (found.skewness * Math.sqrt(n * (n - 1))) / (n - 2);
}

/** Sample excess kurtosis G2, as pandas and Excel have it; null for fewer than four values or equal ones. */
export function sampleKurtosis(values: Float64Array): number | null {
  const n = values.length;
  const found = n < 4 ? null : shape(values);
  return found === null ? null : ((n - 1) * ((n + 1) * (found.kurtosis - 3) + 6)) / ((n - 2) * (n - 3));
}

/** The value below which a share of all lies, interpolated linearly; `sorted` ascends and holds at least one. */
export function quantile(sorted: Float64Array, share: number): number {
  const at = share * (sorted.length - 1);
  const below = Math.floor(at);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (sorted[above] - sorted[below]) * (at - below);
}

/** Mean of the worst `share` of all values, the one at the boundary included. */
export function expectedShortfall(sorted: Float64Array, share: number): number {
  return mean(sorted.subarray(0, Math.floor((sorted.length - 1) * share) + 1));
}

/** |95th percentile / 5th percentile|: how large good returns are beside bad ones. */
export function tailRatio(sorted: Float64Array): number | null {
  const bad = Math.abs(quantile(sorted, 0.05));
  return bad === 0 ? null : Math.abs(quantile(sorted, 0.95)) / bad;
}

/** Correlation of each value with the one before; null for fewer than three values or equal ones. */
export function autocorrelation(values: Float64Array): number | null {
  if (values.length < 3) return null;
  return correlation(values.subarray(1), values.subarray(0, -1));
}

/** Pearson's; null for fewer than two pairs, or where one side is constant. */
export function correlation(a: Float64Array, b: Float64Array): number | null {
  const [n, meanA, meanB] = [a.length, mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const [da, db] = [a[i] - meanA, b[i] - meanB];
    ab += da * db;
    aa += da * da;
    bb += db * db;
  }
  if (n < 2 || isFlat(aa / n, a) || isFlat(bb / n, b)) return null;
  return ab / Math.sqrt(aa * bb);
}

function centralSum(values: Float64Array, power: number): number {
  const center = mean(values);
  let sum = 0;
  for (const value of values) sum += (value - center) ** power;
  return sum;
}

/** Equal values differ by what rounding made of them. */
function isFlat(variance: number, values: Float64Array): boolean {
  return !(Math.sqrt(variance) > 1e-12 * (1 + Math.abs(mean(values))));
}
