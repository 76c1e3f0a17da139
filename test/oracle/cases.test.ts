import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cases } from './cases.ts';
import { runNaive } from './naive-engine.ts';

const sample = fc.sample(cases, { numRuns: 500, seed: 7 });

describe('random cases', () => {
  test('are plain JSON', () => {
    for (const input of sample) expect(JSON.parse(JSON.stringify(input))).toEqual(input);
  });

  test('have sound bars, in order, on one price grid', () => {
    for (const { bars } of sample.slice(0, 100)) {
      for (const series of Object.values(bars)) {
        let last = Number.NEGATIVE_INFINITY;
        for (const { openTime, closeTime, open, high, low, close } of series) {
          expect(openTime).toBeGreaterThan(last);
          expect(closeTime).toBeGreaterThan(openTime);
          expect(low).toBeGreaterThan(0);
          expect(low).toBeLessThanOrEqual(Math.min(open, close));
          expect(high).toBeGreaterThanOrEqual(Math.max(open, close));
          const onGrid = (ticks: number): boolean => Math.round(close * ticks) / ticks === close;
          expect(onGrid(100) || onGrid(128)).toBe(true);
          last = closeTime;
        }
      }
    }
  });

  test('reach every row of the table, every end of an order and every reason', () => {
    const seen = new Set<string>();
    for (const input of sample) {
      for (const { orders, fills, events, equity } of runNaive(input)) {
        for (const { status, code } of orders) seen.add(code === null ? status : `${status} ${code}`);
        for (const { order, rule, units, strategy, referencePrice } of fills) {
          const { type, price } = orders[order - 1];
          seen.add(`${strategy === null ? 'end' : type} ${units > 0 ? 'buy' : 'sell'} ${rule}`);
          if (rule === 'open' && referencePrice === price) seen.add(`${type} touched by the open`);
        }
        if (
          events.some((event, i) => event.type === 'POSITION_OPEN' && events[i - 1].type === 'POSITION_CLOSE')
        ) {
          seen.add('reversal');
        }
        if (equity.some((row) => row.equity < 0)) seen.add('negative equity');
      }
    }
    const expected = [
      'filled',
      'expired',
      'open_at_end',
      'cancelled superseded',
      ...['no_change', 'size_zero', 'max_position', 'max_exposure', 'buying_power'].map(
        (code) => `rejected ${code}`,
      ),
      ...['buy', 'sell'].flatMap((side) => [
        `market ${side} open`,
        `market ${side} close`,
        `limit ${side} open`,
        `limit ${side} limit`,
        `stop ${side} open`,
        `stop ${side} stop`,
        `end ${side} close`,
      ]),
      'limit touched by the open',
      'stop touched by the open',
      'reversal',
    ];
    expect([...seen]).toEqual(expect.arrayContaining(expected));
  });

  test('shrink to the smallest case that still fails', () => {
    const details = fc.check(
      fc.property(cases, (input) => runNaive(input).every((result) => result.roundTrips.length === 0)),
      { numRuns: 100, seed: 3 },
    );
    expect(details.failed).toBe(true);
    const [smallest] = details.counterexample!;
    expect(Object.keys(smallest.bars)).toHaveLength(1);
    expect(smallest.strategies).toHaveLength(1);
    expect(smallest.portfolios).toHaveLength(1);
    expect(Object.values(smallest.bars)[0].length).toBeLessThan(8);
  });
});
