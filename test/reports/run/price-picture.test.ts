import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { defineStrategy, type RunReport, type AnyStrategy as Strategy } from '../../../src/index.ts';
import { report } from '../../../src/reports/run/report.ts';
import { run } from '../../../src/workflows/run-workflow.ts';
import { csvFolder } from '../../data/csv-folder.ts';

const folder = csvFolder();
// Two shares come of one on the fourth day.
folder.write(
  'split.csv',
  [
    'date,open,high,low,close,volume,dividend,split',
    '2020-01-06,100,101,99,100,10,0,0',
    '2020-01-07,100,101,99,100,10,0,0',
    '2020-01-08,100,101,99,100,10,0,0',
    '2020-01-09,50,51,49,50,20,0,2',
    '2020-01-10,54,55,53,54,20,0,0',
    '2020-01-11,56,57,55,56,20,0,0',
  ].join('\n'),
);

const holder = defineStrategy({
  type: 'holder',
  description: 'Holds from the second to the fifth day, behind a trailing stop that is far away.',
  params: z.strictObject({}),
  features: () => ({}),
  decide: (_features, bar, when) => {
    if (when.is('first day', bar.number === 1)) return { action: 'BUY', trailingStop: 40 };
    return when.is('fourth day', bar.number === 4) ? { action: 'EXIT' } : null;
  },
});

async function reportOf(type: Strategy): Promise<RunReport> {
  const done = await run({
    name: 'split',
    data: [{ symbol: 'X', source: join(folder.path, 'split.csv'), corporate_actions: 'all' }],
    strategies: [{ id: 's', type }],
    portfolios: [{ id: 'p', cash: 10_000, strategies: ['s'], sizing: { type: 'fixed', quantity: 10 } }],
  });
  return report(done);
}

async function tracesOf(type: Strategy) {
  const figure = await (await reportOf(type)).figure('price');
  return (name: string) => figure.toPlotly().data.find((trace) => trace.name === name);
}

test('the line of a trade over a split begins at what was paid and breaks with the prices', async () => {
  const traceOf = await tracesOf(holder);
  expect(traceOf('bought')).toMatchObject({ x: ['2020-01-07'], y: [100] });
  expect(traceOf('sold')).toMatchObject({ x: ['2020-01-10'], y: [54] });
  // It began at 50, the price in the shares that the trade ended in, beside candles of 100.
  expect(traceOf('won')).toMatchObject({
    x: ['2020-01-07', '2020-01-09', '2020-01-09', '2020-01-10', null],
    y: [100, 105.3333333, 52.66666667, 54, null],
  });
});

test('a trailing stop waits among the stops', async () => {
  const traceOf = await tracesOf(holder);
  expect(traceOf('limit')).toBeUndefined();
  expect(traceOf('stop')?.y).toEqual([60, 60, null, 30.5, 30.5, null]);
});

test('a signal for what is held already is no mark on a chart, and has its code among the orders', async () => {
  const again = defineStrategy({
    type: 'again',
    description: 'Buys on three days.',
    params: z.strictObject({}),
    features: () => ({}),
    decide: (_features, bar, when) => (when.is('early', bar.number < 4) ? { action: 'BUY' } : null),
  });
  const told = await reportOf(again);
  const traces = (await told.figure('price')).toPlotly().data.map(({ name }) => name);
  expect(traces).toContain('bought');
  expect(traces).not.toContain('refused');
  const orders = await told.table('orders');
  expect(orders.texts('code')).toEqual(['', 'no_change', 'no_change']);
});

test('a symbol has candles where it has bars, and not wherever another symbol has one', async () => {
  // Its last bar was drawn again for each bar of the other, with its volume each time.
  folder.write(
    'hours.csv',
    [
      'time,open,high,low,close,volume',
      ...Array.from(
        { length: 24 * 6 },
        (_, i) => `${new Date(Date.UTC(2020, 0, 6, i)).toISOString()},7,7,7,7,1`,
      ),
    ].join('\n'),
  );
  const done = await run({
    name: 'mixed',
    data: [
      { symbol: 'X', source: join(folder.path, 'split.csv'), corporate_actions: 'all' },
      { symbol: 'H', source: join(folder.path, 'hours.csv') },
    ],
    strategies: [{ id: 's', type: holder }],
    portfolios: [{ id: 'p', cash: 10_000, strategies: ['s'], sizing: { type: 'fixed', quantity: 10 } }],
  });
  const told = await report(done);
  const traces = (await told.figure('price', { symbol: 'X' })).toPlotly().data;
  const days = ['06', '07', '08', '09', '10', '11'].map((day) => `2020-01-${day}`);
  const candles = traces.find(({ type }) => type === 'candlestick');
  expect(candles).toMatchObject({ x: days, close: [100, 100, 100, 50, 54, 56] });
  expect(traces.find(({ type }) => type === 'bar')).toMatchObject({ x: days, y: [10, 10, 10, 20, 20, 20] });
  const hours = (await told.figure('price', { symbol: 'H' })).toPlotly().data;
  expect(hours.find(({ type }) => type === 'candlestick')?.x).toHaveLength(24 * 6);
});
