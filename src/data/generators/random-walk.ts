import { z } from 'zod';
import { type GeneratorDefinition, generatorParams, pathMaximum, pathMinimum } from './generator.ts';

const params = z.strictObject({
  ...generatorParams,
  step: z.number().positive().max(1e6).default(1).describe('standard deviation of a bar, in price points'),
});

/** Arithmetic Brownian motion, mirrored at 0: moves have the same size in points at every price, and no drift. */
export const randomWalk: GeneratorDefinition<z.output<typeof params>> = {
  type: 'random_walk',
  description: 'Prices that move by normal steps of fixed size in points, without drift.',
  params,
  start({ price, step, gap }, { random }) {
    const gapDeviation = step * Math.sqrt(gap);
    const variance = step * step * (1 - gap);
    const deviation = Math.sqrt(variance);
    let last = price;
    return (bar) => {
      bar.open = Math.abs(last + gapDeviation * random.normal());
      const move = random.normal();
      const close = bar.open + deviation * move;
      bar.high = Math.abs(pathMaximum(bar.open, close, variance, random));
      bar.low = pathMinimum(bar.open, close, variance, random);
      // A mirrored path reaches up as far as it would have reached below 0.
      if (bar.low < 0) bar.high = Math.max(bar.high, -bar.low);
      bar.low = Math.max(bar.low, 0);
      bar.close = Math.abs(close);
      bar.move = move;
      last = bar.close;
    };
  },
};
