import { z } from 'zod';
import { named } from './conditions.ts';
import { defineUniverseStrategy, type SymbolSignal } from './universe.ts';

interface PairState {
  /** Closes of both at the last moments at which both had a bar, oldest first. */
  y: number[];
  x: number[];
  /** +1 long the spread, −1 short, 0 out. */
  side: number;
  z: number;
}

/** Bets that two prices which move together come back together. */
export const pairs = defineUniverseStrategy({
  type: 'pairs',
  description: 'Trades the spread of two symbols, hedged by regression, when it is far from its mean.',
  params: z
    .strictObject({
      period: z
        .int()
        .min(3)
        .max(100_000)
        .default(60)
        .describe('common bars of hedge ratio, mean and deviation'),
      entry: z.number().gt(0).max(100).default(2).describe('z-score of the spread at which to enter'),
      exit: z.number().min(0).max(100).default(0.5).describe('z-score at which to leave'),
      first: z
        .string()
        .optional()
        .describe('symbol whose price is explained by the other; the first by name'),
    })
    .refine((p) => p.exit < p.entry, { error: 'exit must be below entry', path: ['exit'] }),
  features: () => ({ close: 'close' }),
  initialState: (): PairState => ({ y: [], x: [], side: 0, z: Number.NaN }),
  checkSymbols: (symbols, { first }) => {
    if (symbols.length !== 2) return `pairs need exactly two symbols, found ${symbols.length}`;
    if (first !== undefined && !symbols.includes(first)) return `first is ${first}, which it does not trade`;
    return undefined;
  },
  decideAll: ({ members }, { params: { period, entry, exit, first }, state }) => {
    const both = members.length === 2 && members.every(({ isNew }) => isNew);
    for (const { when } of members) when.is('both have a bar', both);
    if (!both) return null;
    const [one, other] = members;
    const [y, x] = first === other.symbol ? [other, one] : [one, other];
    for (const [closes, { features }] of [
      [state.y, y],
      [state.x, x],
    ] as const) {
      closes.push(features.close.now);
      if (closes.length > period) closes.shift();
    }
    if (state.y.length < period) return null;
    const { ratio, z } = spreadOf(state.y, state.x);
    const before = state.z;
    state.z = z;
    const score = named('z of the spread', z, before);
    const { when } = y;
    let side = state.side;
    if (side !== 0) {
      if (side > 0 ? when.above(score, -exit) : when.below(score, exit)) side = 0;
      else if (when.is('the hedge ratio is not above 0', ratio <= 0)) side = 0;
    } else if (when.above(named('hedge ratio', ratio), 0)) {
      if (when.above(score, entry)) side = -1;
      else if (when.below(score, -entry)) side = 1;
    }
    x.when.is(`${y.symbol} decides`, side !== state.side);
    if (side === state.side) return null;
    const reason = side === 0 ? 'the spread is back' : 'the spread is wide';
    state.side = side;
    if (side === 0) {
      return [y, x].map(
        ({ symbol }): SymbolSignal => ({ symbol, action: 'EXIT', reason: sayWhy(reason, z, ratio) }),
      );
    }
    // A unit of y against `ratio` units of x: what x is worth of the pair.
    const share = (ratio * x.features.close.now) / (y.features.close.now + ratio * x.features.close.now);
    const legs = [
      { symbol: y.symbol, long: side > 0, target: 1 - share },
      { symbol: x.symbol, long: side < 0, target: share },
    ];
    return legs.map(
      ({ symbol, long, target }): SymbolSignal => ({
        symbol,
        action: long ? 'BUY' : 'SELL',
        target,
        reason: sayWhy(reason, z, ratio),
      }),
    );
  },
});

function sayWhy(what: string, z: number, ratio: number): string {
  return `${what}: z ${z.toFixed(2)}, hedge ratio ${ratio.toFixed(4)}`;
}

/** Least squares of y on x, and where the last residual stands among all; 0 where they do not differ. */
function spreadOf(y: readonly number[], x: readonly number[]): { ratio: number; z: number } {
  const n = y.length;
  const mean = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / n;
  const meanY = mean(y);
  const meanX = mean(x);
  let covariance = 0;
  let variance = 0;
  for (let i = 0; i < n; i++) {
    covariance += (x[i] - meanX) * (y[i] - meanY);
    variance += (x[i] - meanX) * (x[i] - meanX);
  }
  const ratio = variance === 0 ? 0 : covariance / variance;
  // Residuals have mean 0 by construction.
  const residuals = y.map((value, i) => value - meanY - ratio * (x[i] - meanX));
  const deviation = Math.sqrt(residuals.reduce((sum, one) => sum + one * one, 0) / (n - 1));
  // Rounding alone makes residuals of prices that follow each other exactly.
  const z = deviation <= 1e-12 * Math.abs(meanY) ? 0 : residuals[n - 1] / deviation;
  return { ratio, z };
}
