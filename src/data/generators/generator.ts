import { z } from 'zod';
import type { Random } from '../../foundation/random.ts';
import type { ComponentDescription } from '../../foundation/registry.ts';
import { intervalSchema } from '../interval.ts';

/** Prices of one bar, not yet rounded. */
export interface PriceBar {
  open: number;
  high: number;
  low: number;
  close: number;
  /** The bar's move from open to close in standard deviations; volume follows its size. */
  move: number;
  /** What the volume of the bar is on average, as a multiple of the mean of all; 1 where it is not said. */
  activity: number;
}

/** What a generator is told besides its parameters. */
export interface GeneratorContext {
  readonly symbol: string;
  /** The part of a trading year that one bar covers. */
  readonly years: number;
  readonly random: Random;
}

/** When bars are: the start of each in UTC milliseconds, one after another. */
export type BarClock = () => number;

/** A way to make prices up. */
export interface GeneratorDefinition<P extends GeneratorParams = GeneratorParams>
  extends ComponentDescription {
  readonly params: z.ZodType<P> & z.ZodObject;
  /** A function that writes the next bar into its argument each time it is called. */
  start(params: P, context: GeneratorContext): (bar: PriceBar) => void;
  /** Times of its own; bars follow one another, but for weekends, where it has none. */
  clock?(params: P): BarClock;
  /** Whether symbols draw numbers of their own from one seed, as prices that belong together do. */
  readonly drawsBySymbol?: boolean;
}

/** Parameters that every generator has. */
export const generatorParams = {
  bars: z.number().int().min(1).max(10_000_000).default(1000).describe('number of bars'),
  seed: z.number().int().default(1).describe('equal seeds give equal bars, bit for bit'),
  start: z.iso
    .date({ error: 'must be a date like 2000-01-03' })
    .default('2000-01-03')
    .describe('UTC date of the first bar; a weekend moves on to its Monday unless weekends are traded'),
  interval: intervalSchema.default('1d').describe('length of a bar: ms, s, m, h, d, w'),
  weekends: z.boolean().default(false).describe('whether there are bars on Saturdays and Sundays'),
  price: z.number().positive().max(1e9).default(100).describe('price before the first bar, in price points'),
  decimals: z.number().int().min(0).max(8).default(2).describe('decimals that prices are rounded to'),
  volume: z.number().nonnegative().max(1e12).default(1_000_000).describe('mean volume of a bar, in units'),
  gap: z
    .number()
    .min(0)
    .max(1)
    .default(0.1)
    .describe('share of the variance that falls between a close and the next open, 0 to 1'),
};

export type GeneratorParams = z.output<z.ZodObject<typeof generatorParams>>;

/**
 * The highest point of a Brownian path from `from` to `to` with this variance: an exact draw, so that a bar needs no
 * path inside it (Glasserman, Monte Carlo Methods in Financial Engineering, 2003, section 6.4).
 */
export function pathMaximum(from: number, to: number, variance: number, random: Random): number {
  // 1 − uniform is never 0, whose logarithm would be infinite.
  const drop = 2 * variance * Math.log(1 - random.uniform());
  return Math.max(from, to, (from + to + Math.sqrt((to - from) ** 2 - drop)) / 2);
}

/** The lowest point, by the same law. Drawn apart from the highest: each has its exact distribution, jointly an approximation. */
export function pathMinimum(from: number, to: number, variance: number, random: Random): number {
  return -pathMaximum(-from, -to, variance, random);
}
