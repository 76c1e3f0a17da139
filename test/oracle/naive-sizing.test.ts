import { describe, expect, test } from 'vitest';
import type { PlainSignal } from './plain.ts';
import { BUY, EXIT, flat, outcomes, run, SELL } from './tiny.ts';

describe('direction', () => {
  test('SELL means flat to a long_only portfolio', () => {
    expect(outcomes([SELL, BUY, SELL], { direction: 'long_only' })).toEqual([
      ['rejected', 'no_change', 0],
      ['filled', null, 10],
      ['filled', null, -10],
    ]);
  });

  test('BUY means flat to a short_only portfolio', () => {
    expect(outcomes([BUY, SELL, BUY], { direction: 'short_only' })).toEqual([
      ['rejected', 'no_change', 0],
      ['filled', null, -10],
      ['filled', null, 10],
    ]);
  });

  test('an opposite signal is one order across zero', () => {
    expect(outcomes([BUY, SELL, EXIT])).toEqual([
      ['filled', null, 10],
      ['filled', null, -20],
      ['filled', null, 10],
    ]);
  });
});

describe('size', () => {
  const percent = { type: 'percent_of_equity' as const, percent: 95 };

  /** Units of one BUY at a close of 100 with 10 000 in cash. */
  function unitsOf(tiny: Partial<Parameters<typeof run>[0]>, signal: PlainSignal = BUY): number {
    return run({ bars: { X: flat(100, 100) }, script: { X: [signal] }, ...tiny }).orders[0].units;
  }

  test('percent of equity rounds down to whole lots', () => {
    // 9 500 / 100 = 95; half of the weight: 47.5
    expect(unitsOf({ portfolio: { sizing: percent } })).toBe(95);
    const half = { sizing: percent, strategies: [{ id: 's', weight: 0.5 }] };
    expect(unitsOf({ portfolio: half })).toBe(47);
    expect(unitsOf({ portfolio: half, instruments: { X: { lotSize: 0.1, multiplier: 1 } } })).toBe(47.5);
    expect(unitsOf({ portfolio: half, instruments: { X: { lotSize: 10, multiplier: 1 } } })).toBe(40);
    // 9 500 / (100 × 50) = 1.9
    expect(
      unitsOf({ portfolio: { sizing: percent }, instruments: { X: { lotSize: 1, multiplier: 50 } } }),
    ).toBe(1);
  });

  test('a fixed quantity does not depend on the weight', () => {
    expect(unitsOf({ portfolio: { strategies: [{ id: 's', weight: 0.1 }] } })).toBe(10);
  });

  test('a target takes its share before rounding', () => {
    // 0.25 × 95 = 23.75
    expect(unitsOf({ portfolio: { sizing: percent } }, { ...BUY, target: 0.25 })).toBe(23);
    expect(unitsOf({}, { ...SELL, target: 0.25 })).toBe(-2);
  });

  test('0.3 units are three lots of 0.1, and 0.29 are 29 of 0.01', () => {
    const units = (quantity: number, lotSize: number): number =>
      unitsOf({
        instruments: { X: { lotSize, multiplier: 1 } },
        portfolio: { sizing: { type: 'fixed', quantity } },
      });
    expect(units(0.3, 0.1)).toBe(0.3);
    // 0.29 × 100 is 28.999999999999996 in doubles and means 29.
    expect(units(0.29, 0.01)).toBe(0.29);
    expect(units(0.2899, 0.01)).toBe(0.28);
  });

  test('equity is marked at the closes of the decision slice', () => {
    const { orders } = run({
      bars: { X: flat(100, 100, 200), Y: flat(50, 50, 50) },
      script: { X: [BUY], Y: [null, null, BUY] },
      portfolio: { sizing: { type: 'percent_of_equity', percent: 50 }, leverage: 2 },
    });
    // 50 of X at 100; X doubles: equity 5 000 + 10 000; half of it buys 150 of Y at 50.
    expect(orders.map((order) => order.units)).toEqual([50, 150]);
  });

  test('of zero lots is refused as size_zero when the sleeve is flat', () => {
    expect(outcomes([BUY], { sizing: { type: 'fixed', quantity: 0.5 } })).toEqual([
      ['rejected', 'size_zero', 0],
    ]);
    // The share of 0.04 × 10 units rounds to nothing.
    expect(outcomes([{ ...BUY, target: 0.04 }])).toEqual([['rejected', 'size_zero', 0]]);
  });

  test('of zero lots closes what the sleeve holds', () => {
    expect(outcomes([BUY, { ...BUY, target: 0.04 }, SELL, { ...BUY, target: 0.04 }])).toEqual([
      ['filled', null, 10],
      ['filled', null, -10],
      ['filled', null, -10],
      ['filled', null, 10],
    ]);
  });

  test('is zero without equity', () => {
    // 100 units short at 100; at 250 equity is 20 000 − 25 000, at 200 it is exactly nothing.
    const sizing = { type: 'percent_of_equity' as const, percent: 100 };
    for (const price of [250, 200]) {
      const { orders } = run({
        bars: { X: flat(100, 100, price, price), Y: flat(10, 10, 10, 10) },
        script: { X: [SELL], Y: [null, null, BUY] },
        portfolio: { sizing },
      });
      expect(orders).toMatchObject([{ units: -100 }, { status: 'rejected', code: 'size_zero' }]);
    }
  });
});
