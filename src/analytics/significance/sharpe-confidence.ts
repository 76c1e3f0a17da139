import { normalCdf, normalQuantile } from './normal.ts';
import type { ReturnMoments } from './return-moments.ts';

type Shape = Pick<ReturnMoments, 'count' | 'sharpe' | 'skew' | 'kurtosis'>;

/** Variance of an estimated Sharpe ratio times the number of returns less 1. Lo 2002; Mertens 2002 for other than normal returns. */
function varianceOfSharpe({ sharpe, skew, kurtosis }: Shape): number {
  return 1 - skew * sharpe + ((kurtosis - 1) / 4) * sharpe ** 2;
}

/**
 * Probabilistic Sharpe ratio: how probable it is that the true Sharpe ratio lies above a threshold, given the length of the
 * record, its skew and its fat tails. Bailey and López de Prado, "The Sharpe Ratio Efficient Frontier", 2012.
 *
 * @param threshold a Sharpe ratio per period of the returns, as `moments.sharpe` is; not annualised.
 * @returns 0 to 1.
 */
export function probabilisticSharpe(moments: Shape, threshold = 0): number {
  const z =
    ((moments.sharpe - threshold) * Math.sqrt(moments.count - 1)) / Math.sqrt(varianceOfSharpe(moments));
  return normalCdf(z);
}

/**
 * Returns that a record must have before its Sharpe ratio can be told from the threshold with this confidence. The same paper.
 *
 * @returns a number of periods; null when the Sharpe ratio is not above the threshold, so that no record is long enough.
 */
export function minimumTrackRecord(moments: Shape, threshold = 0, confidence = 0.95): number | null {
  if (!(moments.sharpe > threshold)) return null;
  const z = normalQuantile(confidence);
  return 1 + varianceOfSharpe(moments) * (z / (moments.sharpe - threshold)) ** 2;
}

const EULER_MASCHERONI = 0.5772156649015329;

/**
 * The highest Sharpe ratio to be expected of the best of so many trials of which none has any skill.
 *
 * @param variance of the Sharpe ratios of the trials, per period.
 */
export function expectedBestSharpe(trials: number, variance: number): number {
  if (trials <= 1) return 0;
  return (
    Math.sqrt(variance) *
    ((1 - EULER_MASCHERONI) * normalQuantile(1 - 1 / trials) +
      EULER_MASCHERONI * normalQuantile(1 - 1 / (trials * Math.E)))
  );
}

/**
 * Deflated Sharpe ratio: the probabilistic one against what the best of so many trials would have had by luck. Bailey and López de
 * Prado, "The Deflated Sharpe Ratio", 2014.
 *
 * @param variance of the Sharpe ratios of the trials, per period; by default what trials without skill have, 1 / (count − 1).
 */
export function deflatedSharpe(
  moments: Shape,
  trials: number,
  variance: number = 1 / (moments.count - 1),
): number {
  return probabilisticSharpe(moments, expectedBestSharpe(trials, variance));
}
