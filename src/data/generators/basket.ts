import { z } from 'zod';
import { nameHint } from '../../foundation/nearest-name.ts';
import { Random, seedOf } from '../../foundation/random.ts';
import { UserError } from '../../foundation/user-error.ts';
import { cholesky } from './cholesky.ts';
import { type GeneratorDefinition, generatorParams } from './generator.ts';
import { clamp, driftParam, volatilityParam, writeLogBar } from './log-prices.ts';

const params = z.strictObject({
  ...generatorParams,
  drift: driftParam,
  volatility: volatilityParam,
  symbols: z
    .union([
      z.array(z.string().min(1)),
      z.string().transform((text) => text.split(',').map((name) => name.trim())),
    ])
    .default([])
    .describe(
      'symbols of the basket in their order, as a list or with commas between; the symbol alone by default',
    ),
  correlation: z
    .union([z.number().min(-1).max(1), z.array(z.array(z.number().min(-1).max(1)))])
    .default(0.5)
    .describe('correlation of log returns: one number for every pair, or a matrix in the order of symbols'),
});

/**
 * One of several prices whose log returns are correlated: geometric Brownian motions driven by the same independent
 * normal numbers through the Cholesky factor of their correlations. All symbols of a basket take the same parameters and
 * seed; each has ranges and volumes of its own.
 */
export const basket: GeneratorDefinition<z.output<typeof params>> = {
  type: 'basket',
  description: 'Geometric Brownian motions of several symbols that are correlated.',
  params,
  drawsBySymbol: true,
  start({ price, drift, volatility, gap, symbols, correlation, seed }, { symbol, years, random }) {
    const names = symbols.length === 0 ? [symbol] : symbols;
    const weights = weightsOf(names, symbol, correlation);
    const common = new Random(seedOf(seed, 'basket'));
    const shared = () => {
      // Every symbol draws all numbers, so that all stay in step.
      let sum = 0;
      for (let i = 0; i < names.length; i++) sum += (weights[i] ?? 0) * common.normal();
      return sum;
    };
    const total = volatility * volatility * years;
    const variance = total * (1 - gap);
    const mean = drift * years - total / 2;
    let last = Math.log(price);
    return (bar) => {
      const open = clamp(last + Math.sqrt(total * gap) * shared());
      const move = shared();
      const close = clamp(open + mean + Math.sqrt(variance) * move);
      writeLogBar(bar, open, close, variance, random);
      bar.move = move;
      last = close;
    };
  },
};

/** The row of the symbol in the Cholesky factor of the correlations. */
function weightsOf(names: readonly string[], symbol: string, correlation: number | readonly number[][]) {
  const place = names.indexOf(symbol);
  const mistake = (message: string, hint?: string) =>
    new UserError(`generate:basket: ${message}`, { code: 'bad_parameter', hint });
  if (place < 0) throw mistake(`symbols do not name ${symbol}`, nameHint(symbol, names));
  if (new Set(names).size < names.length) throw mistake('symbols name one of them twice');
  const n = names.length;
  const matrix =
    typeof correlation === 'number'
      ? names.map((_, i) => names.map((__, j) => (i === j ? 1 : correlation)))
      : correlation;
  if (matrix.length !== n || matrix.some((row) => row.length !== n))
    throw mistake(`correlation must have ${n} rows of ${n} numbers, as there are ${n} symbols`);
  if (matrix.some((row, i) => row[i] !== 1 || row.some((value, j) => value !== matrix[j][i])))
    throw mistake('correlation must have 1 on its diagonal and be the same above and below it');
  const factor = cholesky(matrix);
  if (factor === undefined) {
    throw mistake(
      'there are no prices with these correlations: their matrix is not positive semidefinite',
      typeof correlation === 'number' ? `at least ${(-1 / (n - 1)).toFixed(4)} for ${n} symbols` : undefined,
    );
  }
  return factor[place];
}
