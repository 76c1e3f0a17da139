import { z } from 'zod';
import type { Random } from '../../foundation/random.ts';
import { type PriceBar, pathMaximum, pathMinimum } from './generator.ts';

export const driftParam = z
  .number()
  .min(-5)
  .max(5)
  .default(0.07)
  .describe('expected growth of the price, per year (0.07 is 7 %)');

export const volatilityParam = z
  .number()
  .min(0)
  .max(5)
  .default(0.2)
  .describe('standard deviation of log returns, per year (0.2 is 20 %)');

/** Beyond this the price stands still: exp would leave what doubles hold. */
const LARGEST_LOG = Math.log(1e12);

export function clamp(log: number): number {
  return Math.min(Math.max(log, -LARGEST_LOG), LARGEST_LOG);
}

/** Writes a bar that goes from `open` to `close` (logarithms), with the range of a Brownian path of this variance. */
export function writeLogBar(
  bar: PriceBar,
  open: number,
  close: number,
  variance: number,
  random: Random,
): void {
  bar.open = Math.exp(open);
  bar.high = Math.exp(clamp(pathMaximum(open, close, variance, random)));
  bar.low = Math.exp(clamp(pathMinimum(open, close, variance, random)));
  bar.close = Math.exp(close);
}
