/** What of a series of returns decides how far its Sharpe ratio can be trusted. Nothing in it is annualised. */
export interface ReturnMoments {
  /** Returns that exist; NaN are left out. */
  readonly count: number;
  readonly mean: number;
  /** With ddof 1. */
  readonly deviation: number;
  /** (mean − risk-free) / deviation. */
  readonly sharpe: number;
  /** Third standardised moment of the population: 0 for a normal one. */
  readonly skew: number;
  /** Fourth standardised moment of the population: 3 for a normal one. */
  readonly kurtosis: number;
}

/**
 * @param riskFree per period; what the Sharpe ratio is above.
 * @returns null for fewer than two returns, or for a constant series, which has no Sharpe ratio.
 */
export function returnMoments(returns: ArrayLike<number>, riskFree = 0): ReturnMoments | null {
  const known = Float64Array.from(returns).filter((value) => !Number.isNaN(value));
  const count = known.length;
  if (count < 2) return null;
  const mean = known.reduce((sum, value) => sum + value, 0) / count;
  let [second, third, fourth] = [0, 0, 0];
  for (const value of known) {
    const away = value - mean;
    const square = away * away;
    second += square;
    third += square * away;
    fourth += square * square;
  }
  const deviation = Math.sqrt(second / (count - 1));
  if (!(deviation > 1e-12 * (1 + Math.abs(mean)))) return null;
  const variance = second / count;
  return {
    count,
    mean,
    deviation,
    sharpe: (mean - riskFree) / deviation,
    skew: third / count / variance ** 1.5,
    kurtosis: fourth / count / variance ** 2,
  };
}
