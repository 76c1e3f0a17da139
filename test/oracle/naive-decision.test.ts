import { describe, expect, test } from 'vitest';
import type { PlainSignal } from './plain.ts';
import { BUY, barsOf, DAY, EXIT, outcomes, run, SELL, STILL } from './tiny.ts';

describe('a signal that changes nothing', () => {
  test('is refused when it wants flat and the sleeve is flat', () => {
    expect(outcomes([EXIT])).toEqual([['rejected', 'no_change', 0]]);
  });

  test('is refused when it wants the direction that the sleeve has', () => {
    expect(outcomes([BUY, BUY])).toEqual([
      ['filled', null, 10],
      ['rejected', 'no_change', 0],
    ]);
    expect(outcomes([SELL, SELL])).toEqual([
      ['filled', null, -10],
      ['rejected', 'no_change', 0],
    ]);
  });

  test('is refused when its target is held already', () => {
    expect(outcomes([BUY, { ...BUY, target: 1 }])).toEqual([
      ['filled', null, 10],
      ['rejected', 'no_change', 0],
    ]);
  });

  test('is named with its stage and the decision bar', () => {
    const { orders, events } = run({ bars: { X: STILL }, script: { X: [null, EXIT] } });
    expect(orders[0]).toMatchObject({ stage: 'sizing', decidedSlice: 1, endSlice: 1, endTime: 2 * DAY - 1 });
    expect(events).toEqual([{ type: 'ORDER_REJECTED', slice: 1, time: 2 * DAY - 1, order: 1 }]);
  });

  test('HOLD makes no order at all', () => {
    expect(outcomes([{ action: 'HOLD' }, BUY, { action: 'HOLD' }])).toEqual([['filled', null, 10]]);
  });
});

describe('waiting orders', () => {
  test('are superseded by the next signal of their sleeve, before its own order', () => {
    const { orders, events } = run({
      bars: { X: STILL },
      script: { X: [{ ...BUY, limit: 90 }, null, { ...BUY, limit: 95 }] },
    });
    expect(orders).toMatchObject([
      { status: 'cancelled', code: 'superseded', stage: null, price: 90, endSlice: 2, endTime: 3 * DAY - 1 },
      { status: 'open_at_end', code: null, price: 95, endSlice: null, endTime: null },
    ]);
    expect(events.map(({ type, order }) => [type, order])).toEqual([
      ['ORDER', 1],
      ['ORDER_CANCELLED', 1],
      ['ORDER', 2],
    ]);
  });

  test('are cancelled by an EXIT of a flat sleeve, which is itself refused', () => {
    const { orders, events } = run({ bars: { X: STILL }, script: { X: [{ ...BUY, limit: 90 }, EXIT] } });
    expect(orders).toMatchObject([{ code: 'superseded' }, { status: 'rejected', code: 'no_change' }]);
    expect(events.map(({ type }) => type)).toEqual(['ORDER', 'ORDER_CANCELLED', 'ORDER_REJECTED']);
  });

  test('are cancelled by the direction already held, which is itself refused', () => {
    // The sell limit would have closed the position; BUY takes it back and keeps the 10 units.
    const script = { X: [BUY, { ...EXIT, limit: 200 }, BUY] };
    const { orders, positions } = run({ bars: { X: STILL }, script });
    expect(orders).toMatchObject([
      { status: 'filled' },
      { status: 'cancelled', code: 'superseded', units: -10 },
      { status: 'rejected', code: 'no_change' },
    ]);
    expect(positions).toMatchObject([{ units: 10 }]);
  });

  test('are gone also when risk refuses what comes after them', () => {
    const portfolio = { risk: [{ type: 'max_position' as const, units: 5 }] };
    const signals = [{ ...BUY, limit: 90, target: 0.5 }, BUY];
    expect(outcomes(signals, portfolio)).toEqual([
      ['cancelled', 'superseded', 5],
      ['rejected', 'max_position', 10],
    ]);
  });

  test('of another symbol or strategy stay', () => {
    const { orders } = run({
      bars: { X: STILL, Y: STILL },
      strategies: [
        { id: 'a', script: { X: [{ ...BUY, limit: 90 }], Y: [null, BUY] } },
        { id: 'b', script: { X: [null, BUY] } },
      ],
    });
    expect(orders.map(({ strategy, symbol, status }) => [strategy, symbol, status])).toEqual([
      ['a', 'X', 'open_at_end'],
      ['b', 'X', 'filled'],
      ['a', 'Y', 'filled'],
    ]);
  });
});

describe('a DAY order', () => {
  // Four bars a day at 100; the third bar of day 1 is the only one to touch 95, but for those of day 2.
  const still: [number, number, number, number] = [100, 100, 100, 100];
  const dip: [number, number, number, number] = [100, 100, 95, 100];
  const day: PlainSignal = { ...BUY, limit: 95, timeInForce: 'DAY' };

  test('waits for all bars of the day it is first tried on', () => {
    const bars = { X: barsOf([still, still, still, still, still, still, dip, still], 4) };
    const { fills } = run({ bars, script: { X: [null, null, null, day] } });
    expect(fills).toMatchObject([{ slice: 6, price: 95 }]);
  });

  test('expires before the first bar of the next date is tried', () => {
    const bars = { X: barsOf([still, still, still, still, dip], 4) };
    const { fills, orders, events } = run({ bars, script: { X: [null, day] } });
    expect(fills).toEqual([]);
    expect(orders).toMatchObject([{ status: 'expired', code: null, endSlice: 4, endTime: DAY }]);
    expect(events.at(-1)).toEqual({ type: 'ORDER_EXPIRED', slice: 4, time: DAY, order: 1 });
  });

  test('counts from the first bar after a holiday', () => {
    // Decided on day 0, tried on day 3, expired by day 4.
    const bars = { X: barsOf([still, null, null, still, dip]) };
    const { orders } = run({ bars, script: { X: [day] } });
    expect(orders).toMatchObject([{ status: 'expired', endSlice: 2, endTime: 4 * DAY }]);
  });

  test('does not spend its day on synthetic bars, nor expire on one', () => {
    const bars = { X: barsOf([still, still, dip, still, dip]) };
    bars.X[1].synthetic = true;
    bars.X[3].synthetic = true;
    expect(run({ bars, script: { X: [day] } }).fills).toMatchObject([{ slice: 2, price: 95 }]);
    const { orders } = run({ bars, script: { X: [{ ...day, limit: 90 }] } });
    expect(orders).toMatchObject([{ status: 'expired', endSlice: 4, endTime: 4 * DAY }]);
  });

  test('is open at the end when its date is the last', () => {
    const { orders } = run({ bars: { X: barsOf([still, still]) }, script: { X: [day] } });
    expect(orders).toMatchObject([{ status: 'open_at_end' }]);
  });
});
