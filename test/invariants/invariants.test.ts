import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cases } from '../oracle/cases.ts';
import { runNaive } from '../oracle/naive-engine.ts';
import type { PlainCase, PlainResult } from '../oracle/plain.ts';
import { executionOf, portfolioOf } from '../oracle/tiny.ts';
import { INVARIANTS, violations } from './invariants.ts';

test('the naive engine keeps every invariant in random cases', () => {
  fc.assert(
    fc.property(cases, (input) => {
      expect(violations(input, runNaive(input))).toEqual([]);
    }),
    { numRuns: 400, seed: 20240101 },
  );
});

// A round trip closed by a limit, a cancelled order, a refused one and a position open at the end, each fill at a cost.
const DAY = 86_400_000;
const closes = [100, 102, 101, 103, 104, 102];
const input: PlainCase = {
  bars: {
    X: closes.map((close, i) => ({
      openTime: i * DAY,
      closeTime: (i + 1) * DAY - 1,
      open: close - 1,
      high: close + 2,
      low: close - 2,
      close,
      volume: 100,
    })),
  },
  strategies: [
    {
      id: 's',
      script: {
        X: [
          { action: 'BUY' },
          { action: 'EXIT', limit: 102 },
          { action: 'BUY', limit: 50 },
          { action: 'BUY' },
          { action: 'BUY' },
        ],
      },
    },
  ],
  portfolios: [portfolioOf({ direction: 'long_only' })],
  execution: executionOf({ commission: { type: 'fixed', amount: 2 } }),
};

/** Each tampering with a sound result, and the invariant that must notice. */
const TAMPERINGS: [string, keyof typeof INVARIANTS, (result: PlainResult) => void][] = [
  ['a NaN in a fill', 'noNaN', (r) => (r.fills[0].price = Number.NaN)],
  ['cash after a fill', 'cashReconciles', (r) => (r.fills[0].cashAfter += 0.01)],
  ['cash of a slice', 'cashReconciles', (r) => (r.equity[2].cash -= 0.01)],
  ['a fill after the last slice', 'cashReconciles', (r) => (r.fills[2].slice = 99)],
  ['equity of a slice', 'equityIsCashAndPositions', (r) => (r.equity[1].equity += 0.01)],
  ['costs of a round trip', 'costsReconcile', (r) => (r.roundTrips[0].costs -= 1)],
  ['costs of an open position', 'costsReconcile', (r) => (r.positions[0].costs = 0)],
  ['a realised profit', 'profitIsEquityGained', (r) => (r.roundTrips[0].realised += 1)],
  ['an average price', 'profitIsEquityGained', (r) => (r.positions[0].averagePrice -= 0.5)],
  ['a second fill of an order', 'endStatesAreUnique', (r) => r.fills.push({ ...r.fills[0] })],
  ['a partial fill', 'endStatesAreUnique', (r) => (r.fills[0].units -= 1)],
  ['a cancel without a reason', 'endStatesAreUnique', (r) => (r.orders[2].code = null)],
  ['a fill of no order', 'endStatesAreUnique', (r) => (r.fills[0].order = 17)],
  ['a missing event', 'eventsFollowOrders', (r) => r.events.splice(1, 1)],
  ['a missing close', 'eventsFollowOrders', (r) => r.roundTrips.pop()],
  ['a fill before its decision', 'fillsFollowDecisions', (r) => (r.fills[0].time = 0)],
  ['a fill on the slice of its decision', 'fillsFollowDecisions', (r) => (r.fills[0].slice = 0)],
  [
    'a fill at the decided close',
    'fillsFollowDecisions',
    (r) => Object.assign(r.fills[0], { rule: 'close', slice: 0 }),
  ],
  ['an order that outlives the next', 'oneOrderWaitsPerSleeve', (r) => (r.orders[2].endSlice = 5)],
  [
    'an exit that leaves something',
    'oneExitEndsAPosition',
    (r) => {
      r.orders[1].exit = 'stop_loss';
      r.fills[1].units = -4;
    },
  ],
  ['a short position', 'positionsFollowDirection', (r) => (r.fills[1].units = -11)],
  ['a lost position', 'positionsFollowDirection', (r) => r.positions.pop()],
  ['a price above the high', 'fillsAreInsideBars', (r) => (r.fills[0].price = 105)],
  ['a price better than its reference', 'pricesFavourTheMarket', (r) => (r.fills[0].referencePrice += 0.5)],
  ['a sale below its limit', 'pricesFavourTheMarket', (r) => (r.fills[1].price = 101.5)],
];

describe('an invariant can fail', () => {
  test('the sound result is sound', () => {
    const results = runNaive(input);
    expect(results[0].orders.map((order) => order.status)).toEqual([
      'filled',
      'filled',
      'cancelled',
      'filled',
      'rejected',
    ]);
    expect(violations(input, results)).toEqual([]);
  });

  test.each(TAMPERINGS)('%s is noticed by %s', (_, invariant, tamper) => {
    const result = structuredClone(runNaive(input)[0]);
    tamper(result);
    expect(INVARIANTS[invariant](input, result)).not.toEqual([]);
  });

  test('a fill on a synthetic bar is noticed', () => {
    const results = runNaive(input);
    const madeUp = structuredClone(input);
    madeUp.bars.X[1].synthetic = true;
    expect(INVARIANTS.noFillOnSyntheticBars(madeUp, results[0])).toEqual([
      'order 1 was filled on a synthetic bar',
    ]);
  });

  test('a split that makes somebody richer is noticed', () => {
    const split = structuredClone(input);
    split.bars.X[2].split = 1.25;
    const [result] = runNaive(split);
    expect(result.actions).toMatchObject([
      { unitsBefore: 10, unitsAfter: 12, cashInLieu: 0.5 * (102 / 1.25) },
    ]);
    expect(violations(split, [result])).toEqual([]);
    result.actions[0].unitsAfter = 13;
    expect(INVARIANTS.splitsKeepValue(split, result)).toHaveLength(1);
  });

  test('a long position in a short_only portfolio is noticed', () => {
    const results = runNaive(input);
    const shortOnly = structuredClone(input);
    shortOnly.portfolios[0].direction = 'short_only';
    expect(INVARIANTS.positionsFollowDirection(shortOnly, results[0])).toContain('X at slice 1 is long');
  });
});
