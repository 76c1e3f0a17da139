import { describe, expect, test } from 'vitest';
import type { PlainCommission, PlainSignal } from './plain.ts';
import { BUY, barsOf, DAY, flat, run, SELL } from './tiny.ts';

// Orders are decided on day 0 at a close of 100 and tried against the bar of day 1.
type Bar = [open: number, high: number, low: number, close: number];
const TABLE: [string, PlainSignal, Bar, [reference: number, rule: string] | null][] = [
  ['a market buy fills at the open', BUY, [101, 103, 99, 102], [101, 'open']],
  ['a market sale fills at the open', SELL, [101, 103, 99, 102], [101, 'open']],

  [
    'a buy limit below the open gap is improved to the open',
    { ...BUY, limit: 100 },
    [99, 103, 98, 102],
    [99, 'open'],
  ],
  ['a buy limit touched by the open fills there', { ...BUY, limit: 100 }, [100, 103, 99, 102], [100, 'open']],
  [
    'a buy limit passed inside the bar fills at its price',
    { ...BUY, limit: 100 },
    [102, 103, 98, 102],
    [100, 'limit'],
  ],
  [
    'a buy limit touched by the low fills at its price',
    { ...BUY, limit: 100 },
    [102, 103, 100, 102],
    [100, 'limit'],
  ],
  ['a buy limit a tick under the low waits', { ...BUY, limit: 100 }, [102, 103, 100.01, 102], null],

  [
    'a sell limit above the open gap is improved to the open',
    { ...SELL, limit: 100 },
    [101, 103, 98, 99],
    [101, 'open'],
  ],
  [
    'a sell limit touched by the open fills there',
    { ...SELL, limit: 100 },
    [100, 103, 98, 99],
    [100, 'open'],
  ],
  [
    'a sell limit passed inside the bar fills at its price',
    { ...SELL, limit: 100 },
    [98, 102, 97, 99],
    [100, 'limit'],
  ],
  [
    'a sell limit touched by the high fills at its price',
    { ...SELL, limit: 100 },
    [98, 100, 97, 99],
    [100, 'limit'],
  ],
  ['a sell limit a tick over the high waits', { ...SELL, limit: 100 }, [98, 99.99, 97, 99], null],

  ['a buy stop gapped over fills at the open', { ...BUY, stop: 100 }, [101, 103, 99, 102], [101, 'open']],
  ['a buy stop touched by the open fills there', { ...BUY, stop: 100 }, [100, 103, 99, 102], [100, 'open']],
  [
    'a buy stop passed inside the bar fills at its price',
    { ...BUY, stop: 100 },
    [98, 102, 97, 99],
    [100, 'stop'],
  ],
  [
    'a buy stop touched by the high fills at its price',
    { ...BUY, stop: 100 },
    [98, 100, 97, 99],
    [100, 'stop'],
  ],
  ['a buy stop a tick over the high waits', { ...BUY, stop: 100 }, [98, 99.99, 97, 99], null],

  ['a sell stop gapped under fills at the open', { ...SELL, stop: 100 }, [99, 103, 98, 102], [99, 'open']],
  ['a sell stop touched by the open fills there', { ...SELL, stop: 100 }, [100, 103, 98, 102], [100, 'open']],
  [
    'a sell stop passed inside the bar fills at its price',
    { ...SELL, stop: 100 },
    [102, 103, 98, 99],
    [100, 'stop'],
  ],
  [
    'a sell stop touched by the low fills at its price',
    { ...SELL, stop: 100 },
    [102, 103, 100, 101],
    [100, 'stop'],
  ],
  ['a sell stop a tick under the low waits', { ...SELL, stop: 100 }, [102, 103, 100.01, 101], null],
];

describe('the table of fills', () => {
  test.each(TABLE)('%s', (_, signal, bar, expected) => {
    const { fills, orders } = run({
      bars: { X: barsOf([[100, 100, 100, 100], bar]) },
      script: { X: [signal] },
    });
    if (expected === null) {
      expect(fills).toEqual([]);
      expect(orders).toMatchObject([{ status: 'open_at_end', endTime: null }]);
      return;
    }
    const [referencePrice, rule] = expected;
    const time = rule === 'open' ? DAY : 2 * DAY - 1;
    const units = signal.action === 'BUY' ? 10 : -10;
    expect(fills).toMatchObject([{ referencePrice, price: referencePrice, rule, time, units, slice: 1 }]);
    expect(orders).toMatchObject([{ status: 'filled', decidedTime: DAY - 1, endTime: time }]);
  });

  test('an order is not tried against the bar it was decided on', () => {
    const { fills } = run({
      bars: {
        X: barsOf([
          [100, 110, 90, 100],
          [100, 101, 99, 100],
        ]),
      },
      script: { X: [{ ...BUY, limit: 92 }] },
    });
    expect(fills).toEqual([]);
  });

  test('a signal with both a limit and a stop is a mistake', () => {
    const both = { ...BUY, limit: 99, stop: 101 };
    expect(() => run({ bars: { X: flat(100, 100) }, script: { X: [both] } })).toThrow(
      'both a limit and a stop',
    );
  });
});

describe('slippage', () => {
  // 78.125 bps are 1 / 128, so that the prices come out even.
  const slippage = { type: 'bps' as const, bps: 78.125 };

  test('moves market orders against the trader', () => {
    const { fills } = run({
      bars: { X: flat(128, 128, 128) },
      script: { X: [BUY, SELL] },
      execution: { slippage },
    });
    // 128 × (1 + 1/128) and 128 × (1 − 1/128)
    expect(fills).toMatchObject([
      { units: 10, referencePrice: 128, price: 129, cashAfter: 10_000 - 1_290 },
      { units: -20, referencePrice: 128, price: 127, cashAfter: 10_000 - 1_290 + 2_540 },
    ]);
  });

  test('moves stop orders beyond their stop', () => {
    const bars = {
      X: barsOf([
        [100, 100, 100, 100],
        [100, 130, 100, 100],
      ]),
    };
    const { fills } = run({ bars, script: { X: [{ ...BUY, stop: 128 }] }, execution: { slippage } });
    expect(fills).toMatchObject([{ referencePrice: 128, price: 129, rule: 'stop' }]);
  });

  test('spares limit orders, at their price and at the open', () => {
    const bars = {
      X: barsOf([
        [100, 100, 100, 100],
        [100, 100, 64, 100],
        [128, 128, 128, 128],
      ]),
    };
    const script = {
      X: [
        { ...BUY, limit: 64 },
        { ...SELL, limit: 120 },
      ],
    };
    expect(run({ bars, script, execution: { slippage } }).fills).toMatchObject([
      { price: 64, rule: 'limit' },
      { price: 128, rule: 'open' },
    ]);
  });
});

describe('commission of 10 units at 100', () => {
  const RATES: [string, PlainCommission, number][] = [
    ['none', { type: 'none' }, 0],
    ['0.1 percent of 1 000', { type: 'percent', percent: 0.1 }, 1],
    ['percent above its minimum', { type: 'percent', percent: 0.1, minimum: 0.5 }, 1],
    ['percent under its minimum', { type: 'percent', percent: 0.1, minimum: 5 }, 5],
    ['0.25 a share', { type: 'per_share', amount: 0.25 }, 2.5],
    ['per share above its minimum', { type: 'per_share', amount: 0.25, minimum: 1 }, 2.5],
    ['per share under its minimum', { type: 'per_share', amount: 0.005, minimum: 1 }, 1],
    ['a fixed amount', { type: 'fixed', amount: 2.5 }, 2.5],
    ['a fixed amount under its minimum', { type: 'fixed', amount: 2.5, minimum: 3 }, 3],
    ['rounded to millionths', { type: 'per_share', amount: 0.00000123 }, 0.000012],
  ];

  test.each(RATES)('%s, bought or sold', (_, commission, expected) => {
    for (const signal of [BUY, SELL]) {
      const { fills } = run({
        bars: { X: flat(100, 100) },
        script: { X: [signal] },
        execution: { commission },
      });
      expect(fills[0].commission).toBe(expected);
      const value = signal === BUY ? -1_000 : 1_000;
      expect(fills[0].cashAfter).toBe(10_000 + value - expected);
    }
  });

  test('a multiplier scales a percentage, not an amount per share', () => {
    const instruments = { X: { lotSize: 1, multiplier: 5 } };
    const commissionWith = (commission: PlainCommission): number =>
      run({ bars: { X: flat(100, 100) }, script: { X: [BUY] }, instruments, execution: { commission } })
        .fills[0].commission;
    expect(commissionWith({ type: 'percent', percent: 0.1 })).toBe(5);
    expect(commissionWith({ type: 'per_share', amount: 0.25 })).toBe(2.5);
  });

  test('a percentage is taken of the slipped price', () => {
    const { fills } = run({
      bars: { X: flat(128, 128) },
      script: { X: [BUY] },
      execution: { slippage: { type: 'bps', bps: 78.125 }, commission: { type: 'percent', percent: 1 } },
    });
    expect(fills[0].commission).toBe(12.9);
  });
});
