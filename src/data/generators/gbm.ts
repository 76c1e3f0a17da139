import { z } from 'zod';
import { type GeneratorDefinition, generatorParams } from './generator.ts';
import { clamp, driftParam, volatilityParam, writeLogBar } from './log-prices.ts';

const params = z.strictObject({
  ...generatorParams,
  drift: driftParam,
  volatility: volatilityParam,
});

/** Geometric Brownian motion: log returns are normal with mean (drift − volatility² / 2) · years and variance volatility² · years. */
export const gbm: GeneratorDefinition<z.output<typeof params>> = {
  type: 'gbm',
  description: 'Geometric Brownian motion: normal log returns with drift and volatility per year.',
  params,
  start({ price, drift, volatility, gap }, { years, random }) {
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
      writeLogBar(bar, open, close, variance, random);
      bar.move = move;
      last = close;
    };
  },
};
