import { z } from 'zod';
import { type GeneratorDefinition, generatorParams, pathMaximum, pathMinimum } from './generator.ts';

const params = z.strictObject({
  ...generatorParams,
  drift: z
    .number()
    .min(-5)
    .max(5)
    .default(0.07)
    .describe('expected growth of the price, per year (0.07 is 7 %)'),
  volatility: z
    .number()
    .min(0)
    .max(5)
    .default(0.2)
    .describe('standard deviation of log returns, per year (0.2 is 20 %)'),
});

/** Beyond this the price stands still: exp would leave what doubles hold. */
const LARGEST_LOG = Math.log(1e12);

/** Geometric Brownian motion: log returns are normal with mean (drift − volatility² / 2) · years and variance volatility² · years. */
export const gbm: GeneratorDefinition<z.output<typeof params>> = {
  type: 'gbm',
  description: 'Geometric Brownian motion: normal log returns with drift and volatility per year.',
  params,
  start({ price, drift, volatility, gap }, years, random) {
    const total = volatility * volatility * years;
    const gapDeviation = Math.sqrt(total * gap);
    const variance = total * (1 - gap);
    const deviation = Math.sqrt(variance);
    const mean = drift * years - total / 2;
    let last = Math.log(price);
    return (bar) => {
      const open = clamp(last + gapDeviation * random.normal());
      const move = random.normal();
      const close = clamp(open + mean + deviation * move);
      bar.open = Math.exp(open);
      bar.high = Math.exp(pathMaximum(open, close, variance, random));
      bar.low = Math.exp(pathMinimum(open, close, variance, random));
      bar.close = Math.exp(close);
      bar.move = move;
      last = close;
    };
  },
};

function clamp(log: number): number {
  return Math.min(Math.max(log, -LARGEST_LOG), LARGEST_LOG);
}
