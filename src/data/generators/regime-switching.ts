import { z } from 'zod';
import { type GeneratorDefinition, generatorParams } from './generator.ts';
import { clamp, writeLogBar } from './log-prices.ts';

const TRADING_DAYS = 252;

const drift = (value: number, what: string) =>
  z
    .number()
    .min(-5)
    .max(5)
    .default(value)
    .describe(`expected growth of the price in ${what} times, per year`);
const volatility = (value: number, what: string) =>
  z
    .number()
    .min(0)
    .max(5)
    .default(value)
    .describe(`standard deviation of log returns in ${what} times, per year`);
const days = (value: number, what: string) =>
  z.number().positive().max(1e6).default(value).describe(`trading days that ${what} times last on average`);

const params = z.strictObject({
  ...generatorParams,
  calm_drift: drift(0.14, 'calm'),
  calm_volatility: volatility(0.12, 'calm'),
  calm_days: days(120, 'calm'),
  turbulent_drift: drift(-0.25, 'turbulent'),
  turbulent_volatility: volatility(0.4, 'turbulent'),
  turbulent_days: days(25, 'turbulent'),
});

/** Geometric Brownian motion whose drift and volatility change between two states, a Markov chain that begins calm (Hamilton 1989). */
export const regimeSwitching: GeneratorDefinition<z.output<typeof params>> = {
  type: 'regime_switching',
  description: 'Geometric Brownian motion that changes between calm and turbulent times.',
  params,
  start(given, { years, random }) {
    const regimes = [
      regime(given.calm_drift, given.calm_volatility, given.calm_days, years, given.gap),
      regime(given.turbulent_drift, given.turbulent_volatility, given.turbulent_days, years, given.gap),
    ];
    let state = 0;
    let last = Math.log(given.price);
    return (bar) => {
      if (random.uniform() < regimes[state].leaving) state = 1 - state;
      const { mean, variance, gapDeviation } = regimes[state];
      const open = clamp(last + gapDeviation * random.normal());
      const move = random.normal();
      const close = clamp(open + mean + Math.sqrt(variance) * move);
      writeLogBar(bar, open, close, variance, random);
      // Turbulent times are traded more.
      bar.move = move * (state === 0 ? 1 : 2);
      last = close;
    };
  },
};

function regime(growth: number, deviation: number, length: number, years: number, gap: number) {
  const total = deviation * deviation * years;
  return {
    mean: growth * years - total / 2,
    variance: total * (1 - gap),
    gapDeviation: Math.sqrt(total * gap),
    /** The chance that the next bar is of the other regime. */
    leaving: 1 - Math.exp((-years * TRADING_DAYS) / length),
  };
}
