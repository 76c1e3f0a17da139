import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { strategyRegistry } from '../../src/strategies/index.ts';
import { cases } from './cases.ts';
import { runNaive } from './naive-engine.ts';

const sample = fc.sample(cases, { numRuns: 800, seed: 7 });

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
      const typeOf = new Map(input.strategies.map((one) => [one.id, 'type' in one ? one.type : 'script']));
      for (const { orders, fills, events, equity, breaches, financing } of runNaive(input)) {
        for (const { status, code, exit } of orders) {
          seen.add(code === null ? status : `${status} ${code}`);
          if (exit !== null) seen.add(`${exit} ${status}`);
        }
        for (const { interest, borrowCost, marginInterest } of financing) {
          if (interest > 0) seen.add('interest');
          if (borrowCost > 0) seen.add('borrow cost');
          if (marginInterest > 0) seen.add('margin interest');
        }
        for (const { code, action } of breaches) seen.add(`breach ${code} ${action}`);
        for (const { order, rule, units, strategy, referencePrice } of fills) {
          const { type, price } = orders[order - 1];
          if (strategy !== null) seen.add(`${typeOf.get(strategy)} trades`);
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
      ...['superseded', 'replaced', 'oco', 'closed', 'exit_filled', 'time_exit', 'drawdown_stop'].map(
        (code) => `cancelled ${code}`,
      ),
      ...[
        'no_change',
        'size_zero',
        'max_position',
        'max_exposure',
        'max_net_exposure',
        'max_leverage',
        'max_positions',
        'max_orders_per_bar',
        'cooldown',
        'drawdown_stop',
        'daily_loss',
        'buying_power',
      ].map((code) => `rejected ${code}`),
      ...['stop_loss', 'trailing_stop', 'take_profit', 'time_exit', 'drawdown_stop', 'daily_loss'].map(
        (exit) => `${exit} filled`,
      ),
      ...['drawdown_stop', 'daily_loss'].flatMap((code) => [`breach ${code} halt`, `breach ${code} close`]),
      ...['buy', 'sell'].flatMap((side) => [`trailing_stop ${side} open`, `trailing_stop ${side} stop`]),
      ...['buy', 'sell'].flatMap((side) => [
        `market ${side} open`,
        `market ${side} close`,
        `limit ${side} open`,
        `limit ${side} limit`,
        `stop ${side} open`,
        `stop ${side} stop`,
        `end ${side} close`,
      ]),
      ...[...strategyRegistry].map(({ type }) => `${type} trades`),
      'limit touched by the open',
      'stop touched by the open',
      'reversal',
      'interest',
      'borrow cost',
      'margin interest',
    ];
    expect(expected.filter((one) => !seen.has(one))).toEqual([]);
  });

  test('shrink to the smallest case that still fails', () => {
    const details = fc.check(
      fc.property(cases, (input) => runNaive(input).every((result) => result.roundTrips.length === 0)),
      { numRuns: 100, seed: 9 },
    );
    expect(details.failed).toBe(true);
    const [smallest] = details.counterexample!;
    expect(Object.keys(smallest.bars)).toHaveLength(1);
    expect(smallest.strategies).toHaveLength(1);
    expect(smallest.portfolios).toHaveLength(1);
    expect(Object.values(smallest.bars)[0].length).toBeLessThan(8);
  });
});
