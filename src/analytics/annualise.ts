export const MS_PER_DAY = 86_400_000;
export const DAYS_PER_YEAR = 365.25;

/**
 * Returns per period are known to about 1e-16, and to 1e-12 where equity is a sum of large positions that cancel. A
 * smaller spread is rounding noise: a series of constant growth has it, and dividing by it gives ratios of ±1e7 or more.
 */
const ROUNDING_NOISE = 1e-12;

/** Whether returns with this mean and deviation cannot be told from a constant series. */
export function isNoise(deviation: number, mean: number): boolean {
  return !(deviation > ROUNDING_NOISE * (1 + Math.abs(mean)));
}

/**
 * (1 + growth)^power − 1, for growth > −1. By logarithms, which keep all digits of small growth and, unlike
 * `Math.pow`, follow one algorithm (fdlibm) on every platform.
 */
export function compoundedBy(growth: number, power: number): number {
  return Math.expm1(Math.log1p(growth) * power);
}

/** mean(r − risk-free) / deviation · √(periods per year); null for a constant series, which has no Sharpe ratio. */
export function sharpeRatio(
  mean: number,
  deviation: number,
  periodsPerYear: number,
  riskFreeRate: number,
): number | null {
  if (isNoise(deviation, mean)) return null;
  const riskFree = compoundedBy(riskFreeRate, 1 / periodsPerYear);
  return finite(((mean - riskFree) / deviation) * Math.sqrt(periodsPerYear));
}

/** mean(r) / downside deviation · √(periods per year), target 0; null when no return was negative. */
export function sortinoRatio(mean: number, downsideDeviation: number, periodsPerYear: number): number | null {
  if (isNoise(downsideDeviation, mean)) return null;
  return finite((mean / downsideDeviation) * Math.sqrt(periodsPerYear));
}

/** Yearly return per unit of the deepest fall; null when there was none. `maxDrawdown` ≤ 0. */
export function calmarRatio(annualReturn: number | null, maxDrawdown: number | null): number | null {
  if (annualReturn === null || maxDrawdown === null || maxDrawdown === 0) return null;
  return finite(annualReturn / -maxDrawdown);
}

/** The value, or null where it does not exist: 0 / 0, or a few minutes' growth raised to a year beyond any double. */
export function finite(value: number): number | null {
  // Adding 0 turns −0 into 0.
  return Number.isFinite(value) ? value + 0 : null;
}

/** `part / whole`, null when there is no whole. */
export function ratio(part: number, whole: number): number | null {
  return whole > 0 ? finite(part / whole) : null;
}
