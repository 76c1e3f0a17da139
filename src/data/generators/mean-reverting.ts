import { z } from 'zod';
import { type GeneratorDefinition, generatorParams } from './generator.ts';
import { clamp, volatilityParam, writeLogBar } from './log-prices.ts';

const TRADING_DAYS = 252;

const params = z.strictObject({
  ...generatorParams,
  mean: z
    .number()
    .positive()
    .max(1e9)
    .optional()
    .describe('price that it comes back to, in price points; that before the first bar by default'),
  half_life: z
    .number()
    .positive()
    .max(1e6)
    .default(20)
    .describe('trading days in which half of the way back is gone'),
  volatility: volatilityParam,
});

/**
 * The logarithm of the price is an Ornstein–Uhlenbeck process, stepped exactly: after a time t what is left of the way
 * to the mean is e^(−kt), and the variance is volatility² · (1 − e^(−2kt)) / 2k.
 */
export const meanReverting: GeneratorDefinition<z.output<typeof params>> = {
  type: 'mean_reverting',
  description: 'Prices that come back to a mean: the logarithm is an Ornstein–Uhlenbeck process.',
  params,
  start({ price, mean = price, half_life, volatility, gap }, { years, random }) {
    const speed = (Math.LN2 * TRADING_DAYS) / half_life;
    const middle = Math.log(mean);
    const overnight = step(speed, volatility, years * gap);
    const day = step(speed, volatility, years * (1 - gap));
    let last = Math.log(price);
    return (bar) => {
      const open = clamp(middle + (last - middle) * overnight.left + overnight.deviation * random.normal());
      const move = random.normal();
      const close = clamp(middle + (open - middle) * day.left + day.deviation * move);
      writeLogBar(bar, open, close, day.deviation ** 2, random);
      bar.move = move;
      last = close;
    };
  },
};

function step(speed: number, volatility: number, years: number) {
  return {
    left: Math.exp(-speed * years),
    deviation: volatility * Math.sqrt(-Math.expm1(-2 * speed * years) / (2 * speed)),
  };
}
