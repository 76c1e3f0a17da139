import { describe, expect, test } from 'vitest';
import { spread, universeOf } from './naive-universes.ts';
import type { PlainBar, UniverseStrategy } from './plain.ts';
import { barsOf, DAY, flat } from './tiny.ts';

/** What a strategy says day after day: `BUY AAA 0.5`. */
function said(strategy: UniverseStrategy, bars: { [symbol: string]: PlainBar[] }, days: number): string[][] {
  const ask = universeOf({ id: 's', ...strategy }, bars);
  return Array.from({ length: days }, (_, day) =>
    ask(day, (day + 1) * DAY - 1).map(({ place, signal: { action, target } }) =>
      [action, place.symbol, target].filter((part) => part !== undefined).join(' '),
    ),
  );
}

/** Still bars from the first day on; null leaves a day out. */
const gappy = (...prices: (number | null)[]): PlainBar[] =>
  barsOf(prices.map((price) => (price === null ? null : [price, price, price, price])));

describe('dual_momentum', () => {
  const of = (params: Partial<Extract<UniverseStrategy, { type: 'dual_momentum' }>['params']>) => ({
    type: 'dual_momentum' as const,
    params: { period: 1, hold: 1, threshold: 0, every: 1, ...params },
  });
  const bars = { AAA: flat(10, 11, 11, 10), BBB: flat(10, 10, 12, 11) };

  test('holds the strongest, as long as it rises at all', () => {
    const expected = [[], ['BUY AAA 1'], ['EXIT AAA', 'BUY BBB 1'], ['EXIT BBB']];
    expect(said(of({}), bars, 4)).toEqual(expected);
  });

  test('shares among those that it holds, and takes the first by name of equals', () => {
    const expected = [[], ['BUY AAA 0.5', 'BUY BBB 0.5'], ['BUY AAA 0.5', 'BUY BBB 0.5']];
    expect(said(of({ hold: 2, threshold: -1 }), bars, 3)).toEqual(expected);
    const even = { BBB: flat(10, 11), AAA: flat(20, 22) };
    expect(said(of({}), even, 2)).toEqual([[], ['BUY AAA 1']]);
  });

  test('begins its first period when a change is known, and the next with the week', () => {
    // The first day is a Thursday.
    const rising = { AAA: flat(1, 2, 3, 4, 5, 6) };
    expect(said(of({ every: 'week' }), rising, 6)).toEqual([[], ['BUY AAA 1'], [], [], ['BUY AAA 1'], []]);
  });
});

describe('rebalance', () => {
  test('restores equal shares, beginning with what rose most', () => {
    const bars = { AAA: flat(10, 11, 12), BBB: flat(10, 10, 15) };
    const even = ['BUY AAA 0.5', 'BUY BBB 0.5'];
    const strategy = { type: 'rebalance' as const, params: { every: 2 } };
    expect(said(strategy, bars, 3)).toEqual([even, [], even.toReversed()]);
  });

  test('sells short what weighs less than 0, and leaves what weighs nothing', () => {
    const bars = { AAA: flat(10), BBB: flat(10), CCC: flat(10) };
    const strategy = { type: 'rebalance' as const, params: { every: 1, weights: { AAA: -0.4, CCC: 0.6 } } };
    expect(said(strategy, bars, 1)).toEqual([['BUY CCC 0.6', 'EXIT BBB', 'SELL AAA 0.4']]);
  });

  test('keeps the share of a symbol that has had no bar yet', () => {
    const bars = { AAA: flat(10, 10), BBB: gappy(null, 10) };
    const strategy = { type: 'rebalance' as const, params: { every: 1 } };
    expect(said(strategy, bars, 2)).toEqual([['BUY AAA 0.5'], ['BUY AAA 0.5', 'BUY BBB 0.5']]);
  });
});

describe('pairs', () => {
  const params = { period: 4, entry: 0.9, exit: 0.5 };

  test('sells a spread that is wide, hedged by regression, and leaves when it is back', () => {
    // Of the first four: ratio 11.5 / 5, last residual 0.3, deviation √(0.3 / 3). Of the last four the residual is −0.4.
    const bars = { AAA: flat(2, 4, 6, 9, 10), BBB: flat(1, 2, 3, 4, 5) };
    const share = (2.3 * 4) / (9 + 2.3 * 4);
    expect(said({ type: 'pairs', params }, bars, 5)).toEqual([
      [],
      [],
      [],
      [`SELL AAA ${1 - share}`, `BUY BBB ${share}`],
      ['EXIT AAA', 'EXIT BBB'],
    ]);
  });

  test('counts only the days on which both have a bar', () => {
    const bars = { AAA: gappy(2, 4, null, 6, 9), BBB: gappy(1, 2, 7, 3, 4) };
    expect(said({ type: 'pairs', params }, bars, 5).map(({ length }) => length)).toEqual([0, 0, 0, 0, 2]);
  });

  test('explains the one that is named first', () => {
    const bars = { BBB: flat(2, 4, 6, 9), AAA: flat(1, 2, 3, 4) };
    const [, , , first] = said({ type: 'pairs', params: { ...params, first: 'BBB' } }, bars, 4);
    expect(first.map((one) => one.slice(0, 8))).toEqual(['SELL BBB', 'BUY AAA ']);
  });

  test('measures the last residual in sample deviations; 0 where prices follow each other', () => {
    const { ratio, z } = spread([
      { x: 1, y: 2 },
      { x: 2, y: 4 },
      { x: 3, y: 6 },
      { x: 4, y: 9 },
    ]);
    expect(ratio).toBeCloseTo(2.3, 12);
    expect(z).toBeCloseTo(0.3 / Math.sqrt(0.1), 12);
    expect(spread([1, 2, 3, 6].map((x) => ({ x, y: 3 * x })))).toEqual({ ratio: 3, z: 0 });
    expect(spread([1, 2, 3].map((y) => ({ x: 5, y })))).toEqual({ ratio: 0, z: 1 });
  });
});
