/**
 * What must hold after any run of any engine, whatever it traded. Each check takes the case and one portfolio's result in
 * the plain shape and says in sentences what is broken; an empty list means nothing is.
 */
import type { PlainInput, PlainResult } from '../oracle/plain.ts';
import {
  cashReconciles,
  costsReconcile,
  equityIsCashAndPositions,
  profitIsEquityGained,
  splitsKeepValue,
  unitsAt,
} from './money.ts';
import {
  endStatesAreUnique,
  eventsFollowOrders,
  fillsFollowDecisions,
  oneExitEndsAPosition,
  oneOrderWaitsPerSleeve,
} from './orders.ts';
import { fillsAreInsideBars, noFillOnSyntheticBars, pricesFavourTheMarket } from './prices.ts';

export type Invariant = (input: PlainInput, result: PlainResult) => string[];

/** A long_only portfolio is never short, a short_only one never long, and the fills add up to the end positions. */
const positionsFollowDirection: Invariant = (input, result) => {
  const { direction } = input.portfolios.find(({ id }) => id === result.portfolio)!;
  const broken: string[] = [];
  for (const { slice } of result.equity) {
    for (const [symbol, held] of Object.entries(unitsAt(result, slice))) {
      // Sums of fractional units may leave a few last bits.
      if (direction === 'long_only' && held < -1e-9) broken.push(`${symbol} at slice ${slice} is short`);
      if (direction === 'short_only' && held > 1e-9) broken.push(`${symbol} at slice ${slice} is long`);
    }
  }
  for (const [symbol, held] of Object.entries(unitsAt(result, result.equity.length))) {
    const reported = result.positions.find((position) => position.symbol === symbol)?.units ?? 0;
    if (Math.abs(reported - held) > 1e-9)
      broken.push(`${symbol}: fills add up to ${held}, position is ${reported}`);
  }
  return broken;
};

/** Every number is finite; absent things are null. */
const noNaN: Invariant = (_, result) => {
  const broken: string[] = [];
  const walk = (value: unknown, path: string): void => {
    if (typeof value === 'number') {
      if (!Number.isFinite(value)) broken.push(`${path} is ${value}`);
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) walk(inner, `${path}.${key}`);
    }
  };
  walk(result, result.portfolio);
  return broken;
};

export const INVARIANTS: { [name: string]: Invariant } = {
  noNaN,
  cashReconciles,
  equityIsCashAndPositions,
  costsReconcile,
  profitIsEquityGained,
  splitsKeepValue,
  endStatesAreUnique,
  eventsFollowOrders,
  fillsFollowDecisions,
  oneExitEndsAPosition,
  oneOrderWaitsPerSleeve,
  positionsFollowDirection,
  fillsAreInsideBars,
  pricesFavourTheMarket,
  noFillOnSyntheticBars,
};

/** All that is broken in a run, each line opening with the portfolio and the name of the invariant. */
export function violations(input: PlainInput, results: PlainResult[]): string[] {
  const broken: string[] = [];
  for (const result of results) {
    for (const [name, check] of Object.entries(INVARIANTS)) {
      for (const line of check(input, result)) broken.push(`${result.portfolio}: ${name}: ${line}`);
    }
  }
  return broken;
}
