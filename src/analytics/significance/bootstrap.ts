import type { Random } from '../../foundation/random.ts';
import { quantile } from '../series/distribution.ts';

export interface BootstrapOptions {
  /** 1,000 by default. */
  readonly resamples?: number;
  /** Mean length of blocks, in returns; the cube root of their number by default. 1 takes every return for itself. */
  readonly block?: number;
  /** 0.95 by default. */
  readonly confidence?: number;
}

/** Where a statistic lies in this share of the resampled records. */
export interface ConfidenceInterval {
  readonly low: number;
  readonly high: number;
  readonly confidence: number;
  /** Resamples in which the statistic existed. */
  readonly resamples: number;
}

/**
 * Percentile intervals of statistics of a series of returns by the stationary bootstrap: blocks of random length, drawn with
 * replacement from the series joined at its ends, so that what follows upon what is kept within blocks. Politis and Romano, "The
 * Stationary Bootstrap", 1994.
 *
 * @param statistics each gives NaN where it does not exist. They must not keep the array.
 * @returns an interval for each, null where fewer than half of the resamples had a value.
 */
export function bootstrapIntervals(
  returns: Float64Array,
  statistics: readonly ((returns: Float64Array) => number)[],
  random: Random,
  {
    resamples = 1000,
    block = Math.max(1, Math.cbrt(returns.length)),
    confidence = 0.95,
  }: BootstrapOptions = {},
): (ConfidenceInterval | null)[] {
  const values = statistics.map(() => new Float64Array(resamples));
  const drawn = new Float64Array(returns.length);
  for (let sample = 0; sample < resamples && returns.length > 0; sample++) {
    drawStationary(returns, drawn, random, block);
    for (let i = 0; i < statistics.length; i++) values[i][sample] = statistics[i](drawn);
  }
  return values.map((all) =>
    interval(returns.length === 0 ? new Float64Array() : all, confidence, resamples),
  );
}

function drawStationary(from: Float64Array, into: Float64Array, random: Random, block: number): void {
  const { length } = from;
  let at = 0;
  for (let i = 0; i < length; i++) {
    if (i === 0 || random.uniform() * block < 1) at = random.integer(0, length - 1);
    else at = at + 1 === length ? 0 : at + 1;
    into[i] = from[at];
  }
}

function interval(all: Float64Array, confidence: number, resamples: number): ConfidenceInterval | null {
  const known = all.filter((value) => !Number.isNaN(value)).sort();
  if (known.length === 0 || known.length < resamples / 2) return null;
  const tail = (1 - confidence) / 2;
  return { low: quantile(known, tail), high: quantile(known, 1 - tail), confidence, resamples: known.length };
}
