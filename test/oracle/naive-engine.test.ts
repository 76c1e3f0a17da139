import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cases } from './cases.ts';
import { runNaive } from './naive-engine.ts';
import { BUY, barsOf, DAY, EXIT, flat, run, runAll, SELL } from './tiny.ts';

describe('slices', () => {
  test('merge the bars of all symbols by close, ordered by code units', () => {
    const seen: string[] = [];
    run({
      bars: { b: flat(1, 1), A: flat(1, 1), a: barsOf([[1, 1, 1, 1]], 2, 1) },
      strategies: [
        {
          id: 's',
          signals: (symbol, index) => {
            seen.push(`${symbol}${index}`);
            return null;
          },
        },
      ],
    });
    // Day 0, noon of day 1, the end of day 1.
    expect(seen).toEqual(['A0', 'b0', 'a0', 'A1', 'b1']);
  });

  test('of a symbol without a bar leave its orders waiting and its mark where it was', () => {
    // X trades every day, Y on days 0 and 2 only.
    const { fills, equity } = run({
      bars: {
        X: flat(100, 101, 102, 103),
        Y: barsOf([[50, 50, 50, 50], null, [60, 60, 60, 65]]),
      },
      script: { X: [BUY], Y: [BUY] },
    });
    expect(fills).toMatchObject([
      { symbol: 'X', slice: 1, time: DAY, price: 101 },
      { symbol: 'Y', slice: 2, time: 2 * DAY, price: 60 },
    ]);
    // Day 2: X gained 10, Y 50. Day 3: X 10 more, Y is still marked at 65.
    expect(equity.map((row) => row.equity)).toEqual([10_000, 10_000, 10_060, 10_070]);
  });

  test('fill at the open before inside the bar, whichever order is older', () => {
    // On day 1 the older limit of a fills inside the bar, after the market order of b at the open.
    const { fills } = run({
      bars: {
        X: barsOf([
          [100, 100, 100, 100],
          [100, 100, 95, 100],
        ]),
      },
      strategies: [
        { id: 'a', script: { X: [{ ...BUY, limit: 95 }] } },
        { id: 'b', script: { X: [SELL] } },
      ],
    });
    expect(fills.map(({ order, rule, time }) => [order, rule, time])).toEqual([
      [2, 'open', DAY],
      [1, 'limit', 2 * DAY - 1],
    ]);
  });

  test('ask strategies in their order, within each bar in the order of symbols', () => {
    const { orders } = run({
      bars: { Y: flat(10, 10), X: flat(10, 10) },
      strategies: [
        { id: 'second', script: { X: [BUY], Y: [BUY] } },
        { id: 'first', script: { X: [BUY], Y: [BUY] } },
        { id: 'onlyY', symbols: ['Y'], script: { X: [BUY], Y: [BUY] } },
      ],
    });
    expect(orders.map(({ symbol, strategy }) => `${symbol} ${strategy}`)).toEqual([
      'X second',
      'X first',
      'Y second',
      'Y first',
      'Y onlyY',
    ]);
  });
});

describe('strategies and portfolios', () => {
  test('two strategies in one portfolio keep sleeves of their own, netted to one position', () => {
    const { orders, positions, roundTrips } = run({
      bars: { X: flat(100, 100, 110, 120) },
      strategies: [
        { id: 'a', script: { X: [BUY, null, EXIT] } },
        { id: 'b', script: { X: [null, SELL] } },
      ],
    });
    // a holds +10 from 100; b sells 10 at 110: net flat. a sells its 10 at 120: net 10 short.
    expect(orders.map(({ strategy, units }) => [strategy, units])).toEqual([
      ['a', 10],
      ['b', -10],
      ['a', -10],
    ]);
    expect(roundTrips).toMatchObject([{ direction: 'long', realised: 100 }]);
    expect(positions).toMatchObject([{ units: -10, averagePrice: 120 }]);
  });

  test('one strategy feeds two portfolios that do not touch one another', () => {
    const [bold, shy] = runAll({
      bars: { X: flat(100, 100, 110) },
      script: { X: [SELL] },
      portfolios: [{ cash: 1_000 }, { direction: 'long_only', cash: 500 }],
    });
    expect(bold).toMatchObject({ portfolio: 'p0', orders: [{ units: -10, status: 'filled' }] });
    expect(bold.equity.at(-1)).toMatchObject({ cash: 2_000, equity: 900 });
    expect(shy).toMatchObject({ portfolio: 'p1', orders: [{ status: 'rejected', code: 'no_change' }] });
    expect(shy.equity.at(-1)).toMatchObject({ cash: 500, equity: 500 });
  });

  test('a portfolio takes signals only of the strategies it follows', () => {
    const { orders } = run({
      bars: { X: flat(100, 100) },
      strategies: [
        { id: 'a', script: { X: [BUY] } },
        { id: 'b', script: { X: [SELL] } },
      ],
      portfolio: { strategies: [{ id: 'b', weight: 1 }] },
    });
    expect(orders.map((order) => order.strategy)).toEqual(['b']);
  });
});

describe('profile same_close', () => {
  const execution = { profile: 'same_close' as const, commission: { type: 'fixed' as const, amount: 3 } };

  test('fills a market order at the close it was decided on, within that slice', () => {
    const { fills, equity } = run({ bars: { X: flat(100, 110) }, script: { X: [BUY] }, execution });
    expect(fills).toMatchObject([
      { slice: 0, time: DAY - 1, price: 100, rule: 'close', cashAfter: 10_000 - 1_000 - 3 },
    ]);
    expect(equity.map((row) => row.equity)).toEqual([9_997, 10_097]);
  });

  test('lets limit and stop orders wait for the next bar', () => {
    const { fills } = run({ bars: { X: flat(100, 99) }, script: { X: [{ ...BUY, limit: 100 }] }, execution });
    expect(fills).toMatchObject([{ slice: 1, price: 99, rule: 'open' }]);
  });

  test('lets the next strategy of the slice see the cash that is left', () => {
    // a takes 50 % of 10 000 and pays 3; b takes 50 % of 9 997, which is 49.985 units.
    const { fills } = run({
      bars: { X: flat(100, 100), Y: flat(100, 100) },
      script: { X: [BUY], Y: [BUY] },
      portfolio: { sizing: { type: 'percent_of_equity', percent: 50 } },
      execution,
    });
    expect(fills.map((fill) => fill.units)).toEqual([50, 49]);
  });

  test('lets an order decided on a synthetic bar wait for the open of a real one', () => {
    const bars = { X: flat(100, 100, 105) };
    bars.X[1].synthetic = true;
    const { fills } = run({ bars, script: { X: [null, BUY] }, execution });
    expect(fills).toMatchObject([{ slice: 2, price: 105, rule: 'open', time: 2 * DAY }]);
  });
});

test('a synthetic bar marks positions but fills no order', () => {
  const bars = {
    X: barsOf([
      [100, 100, 100, 100],
      [100, 110, 90, 105],
      [108, 108, 108, 108],
    ]),
  };
  bars.X[1].synthetic = true;
  for (const signal of [BUY, { ...BUY, limit: 95 }, { ...BUY, stop: 101 }]) {
    expect(run({ bars, script: { X: [signal] } }).fills.filter((fill) => fill.slice === 1)).toEqual([]);
  }
  expect(run({ bars, script: { X: [BUY] } }).fills).toMatchObject([{ slice: 2, price: 108 }]);

  const held = { X: flat(100, 100, 105) };
  held.X[2].synthetic = true;
  expect(run({ bars: held, script: { X: [BUY] } }).equity.at(-1)).toMatchObject({ equity: 10_050 });
});

describe('close_at_end', () => {
  const execution = {
    closeAtEnd: true,
    commission: { type: 'fixed' as const, amount: 1 },
    slippage: { type: 'bps' as const, bps: 78.125 }, // 1 / 128
  };

  test('closes each position at the last close of its symbol, slipped and at cost, before the last mark', () => {
    const { fills, orders, positions, equity, roundTrips } = run({
      bars: { X: flat(128, 128, 128, 128), Y: flat(256, 256, 128) },
      script: { X: [BUY], Y: [SELL] },
      execution,
    });
    // X: bought at 129, sold at 127. Y: sold at 254, bought at 129 of its last close, a day after it.
    expect(fills.map(({ symbol, units, price, slice, time }) => [symbol, units, price, slice, time])).toEqual(
      [
        ['X', 10, 129, 1, DAY],
        ['Y', -10, 254, 1, DAY],
        ['X', -10, 127, 3, 4 * DAY - 1],
        ['Y', 10, 129, 3, 4 * DAY - 1],
      ],
    );
    expect(fills.slice(2)).toMatchObject([
      { rule: 'close', strategy: null },
      { rule: 'close', strategy: null },
    ]);
    expect(orders.slice(2)).toMatchObject([
      { strategy: null, type: 'market', decidedSlice: 3, status: 'filled' },
      { strategy: null, type: 'market', decidedSlice: 3, status: 'filled' },
    ]);
    expect(roundTrips.map((trip) => trip.netPnl)).toEqual([-22, 1_248]);
    expect(positions).toEqual([]);
    expect(equity.at(-1)).toEqual({ slice: 3, time: 4 * DAY - 1, cash: 11_226, equity: 11_226 });
  });

  test('closes the net position once, whatever the sleeves hold', () => {
    const { fills } = run({
      bars: { X: flat(100, 100) },
      strategies: [
        { id: 'a', script: { X: [BUY] } },
        { id: 'b', script: { X: [{ ...SELL, target: 0.5 }] } },
      ],
      execution: { closeAtEnd: true },
    });
    expect(fills.map((fill) => fill.units)).toEqual([10, -5, -5]);
  });

  test('leaves waiting orders open', () => {
    const { orders } = run({
      bars: { X: flat(100, 100) },
      script: { X: [{ ...BUY, limit: 50 }] },
      execution,
    });
    expect(orders).toMatchObject([{ status: 'open_at_end' }]);
  });
});

describe('any random case', () => {
  test('does not depend on the order in which symbols are given', () => {
    fc.assert(
      fc.property(cases, (input) => {
        const turned = { ...input, bars: Object.fromEntries(Object.entries(input.bars).reverse()) };
        expect(runNaive(turned)).toEqual(runNaive(input));
      }),
      { numRuns: 60, seed: 20240102 },
    );
  });

  test('has the same past whatever comes after', () => {
    fc.assert(
      fc.property(cases, fc.nat({ max: 30 }), (input, cut) => {
        const whole = runNaive({ ...input, execution: { ...input.execution, closeAtEnd: false } });
        const until = whole[0].equity[Math.min(cut, whole[0].equity.length - 1)].time;
        const bars = Object.fromEntries(
          Object.entries(input.bars).map(([symbol, series]) => [
            symbol,
            series.filter((bar) => bar.closeTime <= until),
          ]),
        );
        const part = runNaive({ ...input, bars, execution: { ...input.execution, closeAtEnd: false } });
        part.forEach((result, i) => {
          const { fills, events, equity } = result;
          const slices = equity.length;
          expect(fills).toEqual(whole[i].fills.filter((fill) => fill.slice < slices));
          expect(events).toEqual(whole[i].events.filter((event) => event.slice < slices));
          expect(equity).toEqual(whole[i].equity.slice(0, slices));
        });
      }),
      { numRuns: 100, seed: 20240103 },
    );
  });
});
