import { z } from 'zod';
import type { Random } from '../../foundation/random.ts';
import { type GeneratorDefinition, generatorParams, pathMaximum, pathMinimum } from './generator.ts';
import { clamp, driftParam, volatilityParam } from './log-prices.ts';

const params = z.strictObject({
  ...generatorParams,
  drift: driftParam,
  volatility: volatilityParam.describe('standard deviation of log returns between jumps, per year'),
  jumps: z.number().min(0).max(10_000).default(6).describe('jumps expected per year'),
  jump_mean: z.number().min(-1).max(1).default(-0.02).describe('mean log return of a jump'),
  jump_volatility: z
    .number()
    .min(0)
    .max(1)
    .default(0.04)
    .describe('standard deviation of the log return of a jump'),
});

/**
 * Geometric Brownian motion with normal jumps at Poisson times (Merton 1976). The drift is that of the price as a whole:
 * what jumps add on average is taken off between them.
 */
export const jumpDiffusion: GeneratorDefinition<z.output<typeof params>> = {
  type: 'jump_diffusion',
  description: 'Geometric Brownian motion with jumps at random times.',
  params,
  start({ price, drift, volatility, gap, jumps, jump_mean, jump_volatility }, { years, random }) {
    const total = volatility * volatility * years;
    const gapDeviation = Math.sqrt(total * gap);
    const variance = total * (1 - gap);
    const expected = jumps * years;
    const compensation = expected * (Math.exp(jump_mean + jump_volatility ** 2 / 2) - 1);
    const mean = drift * years - total / 2 - compensation;
    let last = Math.log(price);
    return (bar) => {
      const open = clamp(last + gapDeviation * random.normal());
      const move = random.normal();
      const diffused = mean + Math.sqrt(variance) * move;
      const count = poisson(expected, random);
      // All jumps of a bar at one moment of it: the path before, and the path after.
      const share = count === 0 ? 1 : random.uniform();
      const jump = count === 0 ? 0 : count * jump_mean + Math.sqrt(count) * jump_volatility * random.normal();
      const before = clamp(open + share * diffused + bridge(variance, share, random));
      const after = clamp(before + jump);
      const close = clamp(open + diffused + jump);
      const [first, second] = [variance * share, variance * (1 - share)];
      const high = Math.max(
        pathMaximum(open, before, first, random),
        pathMaximum(after, close, second, random),
      );
      const low = Math.min(
        pathMinimum(open, before, first, random),
        pathMinimum(after, close, second, random),
      );
      bar.open = Math.exp(open);
      bar.high = Math.exp(clamp(high));
      bar.low = Math.exp(clamp(low));
      bar.close = Math.exp(close);
      bar.move = variance === 0 ? move : (close - open) / Math.sqrt(variance);
      // A jump of many deviations is traded heavily, but not a thousand times as much.
      bar.move = Math.min(Math.max(bar.move, -10), 10);
      last = close;
    };
  },
};

/** Where a path stands after this share of its time, beside the straight line to its end. */
function bridge(variance: number, share: number, random: Random): number {
  return share === 1 ? 0 : Math.sqrt(variance * share * (1 - share)) * random.normal();
}

/** A Poisson number by Knuth's products; their expected count is cut into parts whose exponential is no denormal. */
function poisson(expected: number, random: Random): number {
  let count = 0;
  for (let left = expected; left > 0; left -= 500) {
    const limit = Math.exp(-Math.min(left, 500));
    let product = random.uniform();
    while (product > limit) {
      count++;
      product *= random.uniform();
    }
  }
  return count;
}
