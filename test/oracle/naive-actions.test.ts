import { describe, expect, test } from 'vitest';
import type { PlainBar } from './plain.ts';
import { BUY, barsOf, DAY, EXIT, flat, run, SELL } from './tiny.ts';

/** Still bars, of which some split or pay. */
function bars(...days: (number | [price: number, given: Partial<PlainBar>])[]): PlainBar[] {
  const prices = days.map((day) => (typeof day === 'number' ? day : day[0]));
  return flat(...prices).map((bar, i) => {
    const day = days[i];
    return typeof day === 'number' ? bar : { ...bar, ...day[1] };
  });
}

describe('a split', () => {
  test('changes the number of shares and their price, and no equity', () => {
    const { actions, equity, positions, fills } = run({
      bars: { X: bars(100, 100, [50, { split: 2 }], 60) },
      script: { X: [BUY] },
    });
    expect(fills).toHaveLength(1);
    expect(actions).toEqual([
      {
        slice: 2,
        time: 2 * DAY,
        symbol: 'X',
        ratio: 2,
        dividend: 0,
        unitsBefore: 10,
        unitsAfter: 20,
        price: 50,
        cashInLieu: 0,
        dividendCash: 0,
        cashAfter: 9_000,
      },
    ]);
    expect(equity.map((row) => row.equity)).toEqual([10_000, 10_000, 10_000, 10_200]);
    expect(positions).toMatchObject([{ units: 20, averagePrice: 50 }]);
  });

  test('pays for what is less than a lot, at the last close in new shares', () => {
    // 10 × 0.15 are 1.5 shares: half of one is paid at 100 / 0.15.
    const { actions, roundTrips, positions } = run({
      bars: { X: bars(100, 100, [700, { split: 0.15 }]) },
      script: { X: [BUY] },
    });
    expect(actions).toMatchObject([{ unitsAfter: 1, cashInLieu: 333.333333, cashAfter: 9_333.333333 }]);
    expect(roundTrips).toEqual([]);
    // Bought at 100, sold at 100: nothing was earned.
    expect(positions).toMatchObject([{ units: 1, realised: 0 }]);
  });

  test('ends a position of which nothing is left', () => {
    const { actions, roundTrips, events, positions } = run({
      bars: { X: bars(100, [110, {}], [1_100, { split: 0.05 }]) },
      script: { X: [BUY] },
    });
    // 10 shares at 110 are half of one at 2,200.
    expect(actions).toMatchObject([{ unitsAfter: 0, cashInLieu: 1_100 }]);
    expect(roundTrips).toMatchObject([
      { quantity: 0.5, exitTime: 2 * DAY, exitPrice: 2_200, netPnl: 0, barsHeld: 1 },
    ]);
    expect(events.at(-1)).toEqual({ type: 'POSITION_CLOSE', slice: 2, time: 2 * DAY, order: 0 });
    expect(positions).toEqual([]);
  });

  test('gives what waits anew, for new shares at a new price', () => {
    const { orders, fills } = run({
      bars: {
        X: barsOf([
          [100, 100, 100, 100],
          [100, 100, 100, 100],
          [50, 50, 44, 50],
        ]).map((bar, i) => (i === 2 ? { ...bar, split: 2 } : bar)),
      },
      script: { X: [{ ...BUY, limit: 90 }] },
    });
    expect(orders).toMatchObject([
      { number: 1, units: 10, price: 90, status: 'cancelled', code: 'split', endTime: 2 * DAY },
      { number: 2, units: 20, price: 45, status: 'filled', exit: 'split', decidedTime: 2 * DAY },
    ]);
    expect(fills).toMatchObject([{ order: 2, units: 20, price: 45, rule: 'limit' }]);
  });

  test('leaves an order that closes a position one that closes it', () => {
    // 10 shares and an order for −10 of them; a third of each is 3, not 3 and −4.
    const { fills, positions } = run({
      bars: { X: bars(100, 100, [300, { split: 1 / 3 }]) },
      script: { X: [BUY, EXIT] },
    });
    expect(fills.map(({ units }) => units)).toEqual([10, -3]);
    expect(positions).toEqual([]);
  });

  test('moves stop loss, take profit and trailing stop with the price', () => {
    const { orders } = run({
      bars: { X: bars(100, 100, [50, { split: 2 }]) },
      script: { X: [{ ...BUY, stopLoss: 90, takeProfit: 130, trailingStop: 20 }] },
    });
    expect(orders.map(({ exit, units, price, status }) => [exit, units, price, status])).toEqual([
      [null, 10, null, 'filled'],
      ['stop_loss', -10, 90, 'cancelled'],
      ['trailing_stop', -10, 80, 'cancelled'],
      ['take_profit', -10, 130, 'cancelled'],
      ['stop_loss', -20, 45, 'open_at_end'],
      ['trailing_stop', -20, 40, 'open_at_end'],
      ['take_profit', -20, 65, 'open_at_end'],
    ]);
  });

  test('takes the exits of a signal along whose order still waits', () => {
    const { orders } = run({
      bars: { X: bars(100, 100, [50, { split: 2 }], 50) },
      script: { X: [{ ...BUY, limit: 60, stopLoss: 55 }] },
    });
    // 60 is 30 in new shares and never reached; the next one is.
    expect(orders).toMatchObject([{ code: 'split' }, { price: 30, status: 'open_at_end' }]);
    const filled = run({
      bars: { X: bars(100, 100, [50, { split: 2 }], 29) },
      script: { X: [{ ...BUY, limit: 60, stopLoss: 50 }] },
    });
    expect(filled.orders.at(-1)).toMatchObject({ exit: 'stop_loss', price: 25, units: -20 });
  });
});

describe('a dividend', () => {
  test('is paid to who held the shares before, and by who sold them short', () => {
    const day = bars(100, 100, [99, { dividend: 1 }], 99);
    expect(run({ bars: { X: day }, script: { X: [BUY] } })).toMatchObject({
      actions: [{ dividendCash: 10, cashAfter: 9_010 }],
      equity: [{}, {}, { equity: 10_000 }, { equity: 10_000 }],
    });
    expect(run({ bars: { X: day }, script: { X: [SELL] } }).actions).toMatchObject([{ dividendCash: -10 }]);
  });

  test('is not paid to who bought at the open of its day', () => {
    const { actions } = run({
      bars: { X: bars(100, [99, { dividend: 1 }]) },
      script: { X: [BUY] },
    });
    expect(actions).toEqual([]);
  });

  test('on the day of a split is for shares after it', () => {
    const { actions } = run({
      bars: { X: bars(100, 100, [49, { split: 2, dividend: 1 }]) },
      script: { X: [BUY] },
    });
    expect(actions).toMatchObject([{ unitsAfter: 20, dividendCash: 20 }]);
  });
});
