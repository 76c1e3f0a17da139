import { describe, expect, test } from 'vitest';
import { BUY, barsOf, DAY, EXIT, flat, run, SELL } from './tiny.ts';

describe('a round trip', () => {
  test('from flat to flat carries both commissions', () => {
    const { roundTrips, fills, positions } = run({
      bars: { X: flat(100, 100, 104, 110) },
      script: { X: [BUY, null, EXIT] },
      execution: { commission: { type: 'fixed', amount: 2 } },
    });
    // 10 000 − 1 000 − 2 = 8 998; + 1 100 − 2 = 10 096
    expect(fills.map((fill) => fill.cashAfter)).toEqual([8_998, 10_096]);
    expect(roundTrips).toEqual([
      {
        symbol: 'X',
        direction: 'long',
        entryTime: DAY,
        exitTime: 3 * DAY,
        quantity: 10,
        entryPrice: 100,
        exitPrice: 110,
        realised: 100,
        costs: 4,
        netPnl: 96,
        barsHeld: 2,
        exitIndex: 3,
      },
    ]);
    expect(positions).toEqual([]);
  });

  test('of a short earns when the price falls', () => {
    const { roundTrips } = run({ bars: { X: flat(100, 100, 90, 90) }, script: { X: [SELL, null, EXIT] } });
    expect(roundTrips).toMatchObject([{ direction: 'short', entryPrice: 100, exitPrice: 90, realised: 100 }]);
  });

  test('averages the price when adding', () => {
    const { roundTrips } = run({
      bars: { X: flat(100, 100, 110, 120) },
      script: { X: [{ ...BUY, target: 0.5 }, { ...BUY, target: 1 }, EXIT] },
      execution: { commission: { type: 'fixed', amount: 1 } },
    });
    // 5 at 100 and 5 at 110 average 105; (120 − 105) × 10 = 150
    expect(roundTrips).toMatchObject([
      { quantity: 10, entryPrice: 105, exitPrice: 120, realised: 150, costs: 3, netPnl: 147 },
    ]);
  });

  test('keeps the average when partly closed by a lower target', () => {
    const bars = { X: flat(100, 100, 110, 90) };
    const script = { X: [BUY, { ...BUY, target: 0.4 }] };
    const half = run({ bars, script });
    // 6 of 10 sold at 110: (110 − 100) × 6
    expect(half.fills.map((fill) => fill.units)).toEqual([10, -6]);
    expect(half.positions).toEqual([
      { symbol: 'X', units: 4, averagePrice: 100, realised: 60, costs: 0, mark: 90 },
    ]);

    const whole = run({ bars, script: { X: [...script.X, EXIT] } });
    // then (90 − 100) × 4 = −40; exits average (6 × 110 + 4 × 90) / 10 = 102
    expect(whole.roundTrips).toMatchObject([
      { quantity: 10, entryPrice: 100, exitPrice: 102, realised: 20, netPnl: 20 },
    ]);
  });

  test('ends and another begins when an order crosses zero, commission shared by quantity', () => {
    const { orders, roundTrips, positions, events } = run({
      bars: { X: flat(100, 100, 110) },
      script: { X: [BUY, SELL] },
      execution: { commission: { type: 'per_share', amount: 0.1 } },
    });
    // One order of −20: commission 2, half of it closes, half opens. Entry had cost 1.
    expect(orders[1]).toMatchObject({ units: -20, status: 'filled' });
    expect(roundTrips).toMatchObject([{ realised: 100, costs: 2, netPnl: 98, quantity: 10 }]);
    expect(positions).toEqual([
      { symbol: 'X', units: -10, averagePrice: 110, realised: 0, costs: 1, mark: 110 },
    ]);
    const types = events.filter((event) => event.order === 2).map((event) => event.type);
    expect(types).toEqual(['ORDER', 'FILL', 'POSITION_CLOSE', 'POSITION_OPEN']);
  });

  test('takes the rounded share of an uneven crossing, the new one the rest', () => {
    const { roundTrips, positions } = run({
      bars: { X: flat(100, 100, 110) },
      script: { X: [BUY, { ...SELL, target: 0.5 }] },
      execution: { commission: { type: 'fixed', amount: 1 } },
    });
    // An order of −15 closes 10: 1 × 10 / 15 = 0.666667, and 0.333333 is left.
    expect(roundTrips[0].costs).toBe(1.666667);
    expect(positions[0].units).toBe(-5);
    expect(positions[0].costs).toBeCloseTo(0.333333, 12);
  });

  test('counts a multiplier once in cash and once in profit', () => {
    const { fills, roundTrips } = run({
      bars: { X: flat(100, 100, 104) },
      script: { X: [BUY, EXIT] },
      portfolio: { sizing: { type: 'fixed', quantity: 2 }, cash: 100_000 },
      instruments: { X: { lotSize: 1, multiplier: 50 } },
    });
    // 2 × 100 × 50 = 10 000; (104 − 100) × 2 × 50 = 400
    expect(fills.map((fill) => fill.cashAfter)).toEqual([90_000, 100_400]);
    expect(roundTrips[0].realised).toBe(400);
  });
});

describe('cash and equity', () => {
  test('equity is published at every slice, also before the first trade', () => {
    const { equity } = run({ bars: { X: flat(100, 101, 103) }, script: { X: [BUY] } });
    // Bought at 101 on day 1: 10 000 − 1 010 + 1 010, then + 10 × 2.
    expect(equity).toEqual([
      { slice: 0, time: DAY - 1, cash: 10_000, equity: 10_000 },
      { slice: 1, time: 2 * DAY - 1, cash: 8_990, equity: 10_000 },
      { slice: 2, time: 3 * DAY - 1, cash: 8_990, equity: 10_020 },
    ]);
  });

  test('a short sale credits cash and owes the units', () => {
    const { equity } = run({ bars: { X: flat(100, 100, 110) }, script: { X: [SELL] } });
    expect(equity.map((row) => row.cash)).toEqual([10_000, 11_000, 11_000]);
    expect(equity.map((row) => row.equity)).toEqual([10_000, 10_000, 9_900]);
  });

  test('cash moves on the grid of millionths', () => {
    const { fills } = run({
      bars: { X: flat(1 / 3, 1 / 3) },
      script: { X: [BUY] },
      execution: { commission: { type: 'fixed', amount: 0.25 } },
    });
    // −10 / 3 rounds to −3.333333
    expect(fills[0].cashAfter).toBe(9_996.416667);
  });

  test('0.6 − 0.4 − 0.2 leaves no position', () => {
    const { positions, roundTrips } = run({
      bars: { X: flat(100, 100, 100, 100, 100) },
      script: { X: [BUY, { ...BUY, target: 1 / 3 }, EXIT] },
      portfolio: { sizing: { type: 'fixed', quantity: 0.6 } },
      instruments: { X: { lotSize: 0.1, multiplier: 1 } },
    });
    expect(positions).toEqual([]);
    expect(roundTrips).toMatchObject([{ quantity: 0.6, realised: 0 }]);
  });

  test('cash may go below zero by a gap between decision and fill', () => {
    const bars = {
      X: barsOf([
        [100, 100, 100, 100],
        [150, 150, 150, 150],
      ]),
    };
    const { equity } = run({ bars, script: { X: [BUY] }, portfolio: { cash: 1_000 } });
    expect(equity[1]).toMatchObject({ cash: -500, equity: 1_000 });
  });
});
