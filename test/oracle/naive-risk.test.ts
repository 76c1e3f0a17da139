import { describe, expect, test } from 'vitest';
import type { PlainOrder, PlainPortfolio, PlainRiskRule } from './plain.ts';
import { BUY, EXIT, flat, run, SELL } from './tiny.ts';

/** The order that comes of a BUY (or SELL) of `quantity` at a close of 100. */
function orderOf(quantity: number, portfolio: Partial<PlainPortfolio>, signal = BUY): PlainOrder {
  const sizing = { type: 'fixed' as const, quantity };
  return run({ bars: { X: flat(100, 100) }, script: { X: [signal] }, portfolio: { sizing, ...portfolio } })
    .orders[0];
}

describe('a limit lets its exact value pass and refuses one unit more', () => {
  test('max_position in units, long and short', () => {
    const portfolio = { risk: [{ type: 'max_position' as const, units: 10 }] };
    for (const signal of [BUY, SELL]) {
      expect(orderOf(10, portfolio, signal).status).toBe('filled');
      expect(orderOf(11, portfolio, signal)).toMatchObject({
        status: 'rejected',
        stage: 'risk',
        code: 'max_position',
        value: 11,
        limit: 10,
        units: signal === BUY ? 11 : -11,
      });
    }
  });

  test('max_position in percent of equity', () => {
    // 10 % of 10 000 are 10 units at 100.
    const portfolio = { risk: [{ type: 'max_position' as const, percent: 10 }] };
    expect(orderOf(10, portfolio).status).toBe('filled');
    expect(orderOf(11, portfolio)).toMatchObject({ code: 'max_position', value: 1_100, limit: 1_000 });
  });

  test('max_exposure, gross over all symbols', () => {
    const second = (quantityOfY: number): PlainOrder =>
      run({
        bars: { X: flat(100, 100, 100), Y: flat(10, 10, 10) },
        strategies: [
          { id: 'a', script: { X: [{ ...SELL, target: 1 / quantityOfY }] } },
          { id: 'b', script: { Y: [null, BUY] } },
        ],
        // X: 1 unit short, gross 100. Y may add 20 % of 10 000 less that: 190 units at 10.
        portfolio: {
          sizing: { type: 'fixed', quantity: quantityOfY },
          risk: [{ type: 'max_exposure', percent: 20 }],
        },
      }).orders[1];
    expect(second(190)).toMatchObject({ units: 190, status: 'filled' });
    expect(second(191)).toMatchObject({ units: 191, code: 'max_exposure', value: 2_010, limit: 2_000 });
  });

  test('buying power, scaled by leverage', () => {
    expect(orderOf(100, {}).status).toBe('filled');
    expect(orderOf(101, {})).toMatchObject({ code: 'buying_power', value: 10_100, limit: 10_000 });
    expect(orderOf(200, { leverage: 2 }).status).toBe('filled');
    expect(orderOf(201, { leverage: 2 })).toMatchObject({
      code: 'buying_power',
      value: 20_100,
      limit: 20_000,
    });
  });

  test('percentages are of money, multiplier included', () => {
    // 2 units at 100 with a multiplier of 5 are 1 000, a tenth of the cash; 3 are 1 500.
    const refusal = (quantity: number, rule: PlainRiskRule): PlainOrder =>
      run({
        bars: { X: flat(100, 100) },
        script: { X: [BUY] },
        instruments: { X: { lotSize: 1, multiplier: 5 } },
        portfolio: { sizing: { type: 'fixed', quantity }, risk: [rule] },
      }).orders[0];
    const position: PlainRiskRule = { type: 'max_position', percent: 10 };
    const exposure: PlainRiskRule = { type: 'max_exposure', percent: 10 };
    for (const rule of [position, exposure]) {
      expect(refusal(2, rule).status).toBe('filled');
      expect(refusal(3, rule)).toMatchObject({ code: rule.type, value: 1_500, limit: 1_000 });
    }
  });

  test('a hair of rounding above it still passes', () => {
    // 0.1 units at 1 and 0.1 units at 2: their gross sum is a last bit above the equity of 0.3.
    const { orders } = run({
      bars: { X: flat(1, 1), Y: flat(2, 2) },
      strategies: [
        { id: 'a', script: { X: [BUY] } },
        { id: 'b', script: { Y: [BUY] } },
      ],
      portfolio: {
        cash: 0.3,
        sizing: { type: 'fixed', quantity: 0.1 },
      },
      instruments: { X: { lotSize: 0.1, multiplier: 1 }, Y: { lotSize: 0.1, multiplier: 1 } },
    });
    expect(0.1 + 0.2).toBeGreaterThan(0.3);
    expect(orders.map((order) => order.status)).toEqual(['filled', 'filled']);
  });
});

test('proceeds of a short sale are not spent', () => {
  const { orders, equity } = run({
    bars: { X: flat(100, 100, 100), Y: flat(100, 100, 100) },
    script: { X: [SELL], Y: [null, BUY] },
    portfolio: { cash: 1_000 },
  });
  // Cash is 2 000 after the short, but gross 1 000 + 1 000 is above equity 1 000.
  expect(equity[1].cash).toBe(2_000);
  expect(orders[1]).toMatchObject({ code: 'buying_power', value: 2_000, limit: 1_000 });
});

test('commission is not counted in buying power', () => {
  const { orders, fills } = run({
    bars: { X: flat(100, 100) },
    script: { X: [BUY] },
    portfolio: { cash: 1_000 },
    execution: { commission: { type: 'fixed', amount: 7 } },
  });
  expect(orders[0].status).toBe('filled');
  expect(fills[0].cashAfter).toBe(-7);
});

describe('an order that only reduces', () => {
  // 20 bought at 100 with 1 000 and leverage 2; at 60 equity is 1 000 − 2 000 + 1 200 = 200, gross 1 200 is six times that.
  const bars = { X: flat(100, 100, 60, 60) };
  const portfolio = { cash: 1_000, leverage: 2, sizing: { type: 'fixed' as const, quantity: 20 } };

  test('is not checked, though what is left is above every limit', () => {
    const script = { X: [BUY, null, { ...BUY, target: 0.5 }] };
    const { orders } = run({ bars, script, portfolio });
    expect(orders[1]).toMatchObject({ units: -10, status: 'filled' });
  });

  test('is checked when it crosses zero, even to a smaller position', () => {
    const script = { X: [BUY, null, { ...SELL, target: 0.5 }] };
    const { orders } = run({ bars, script, portfolio });
    // −10 at 60: 600 above 2 × 200
    expect(orders[1]).toMatchObject({ units: -30, code: 'buying_power', value: 600, limit: 400 });
  });
});

describe('pending orders', () => {
  const bars = { X: flat(100, 100) };
  const sizing = { type: 'fixed' as const, quantity: 10 };
  const risk = [{ type: 'max_position' as const, units: 15 }];

  test('count as if they were filled', () => {
    const { orders } = run({
      bars,
      strategies: [
        { id: 'a', script: { X: [{ ...BUY, limit: 50 }] } },
        { id: 'b', script: { X: [BUY] } },
      ],
      portfolio: { sizing, risk },
    });
    expect(orders).toMatchObject([{ status: 'open_at_end' }, { code: 'max_position', value: 20, limit: 15 }]);
  });

  test('of another symbol count in exposure', () => {
    const { orders } = run({
      bars: { X: flat(100, 100), Y: flat(100, 100) },
      script: { X: [BUY], Y: [BUY] },
      portfolio: { cash: 1_500 },
    });
    expect(orders).toMatchObject([
      { status: 'filled' },
      { code: 'buying_power', value: 2_000, limit: 1_500 },
    ]);
  });

  test('do not make room for others while they may stay unfilled', () => {
    // a's sale at 200 would free the limit, but may never happen: with b's 10 the position could be 20.
    const { orders } = run({
      bars: { X: flat(10, 10, 10, 10) },
      strategies: [
        { id: 'a', script: { X: [BUY, { ...EXIT, limit: 200 }] } },
        { id: 'b', script: { X: [null, null, BUY] } },
      ],
      portfolio: { sizing, cash: 1_000, leverage: 5, risk: [{ type: 'max_position', units: 10 }] },
    });
    expect(orders).toMatchObject([
      { status: 'filled' },
      { status: 'open_at_end' },
      { code: 'max_position', value: 20, limit: 10 },
    ]);
  });

  test('can make the opposite order a reducing one', () => {
    const { orders } = run({
      bars,
      strategies: [
        { id: 'a', script: { X: [SELL] } },
        { id: 'b', script: { X: [BUY] } },
      ],
      portfolio: { sizing, cash: 1_000 },
    });
    expect(orders.map(({ units, status }) => [units, status])).toEqual([
      [-10, 'filled'],
      [10, 'filled'],
    ]);
  });
});

test('limits are checked in the order in which they are listed, buying power last', () => {
  const position = { type: 'max_position' as const, units: 5 };
  const exposure = { type: 'max_exposure' as const, percent: 5 };
  const cash = 500;
  expect(orderOf(10, { cash, risk: [exposure, position] }).code).toBe('max_exposure');
  expect(orderOf(10, { cash, risk: [position, exposure] }).code).toBe('max_position');
  expect(orderOf(10, { cash, risk: [exposure] }).code).toBe('max_exposure');
  expect(orderOf(10, { cash }).code).toBe('buying_power');
});
