import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { excursionOf } from '../../src/analytics/excursion.ts';
import { Backtest } from '../../src/engine/backtest.ts';
import { defineStrategy, run, whyLine } from '../../src/index.ts';
import { moveActions } from '../../src/market/corporate-action.ts';
import { csvFolder } from '../data/csv-folder.ts';
import { specOf } from '../oracle/engine-run.ts';
import type { PlainBar, PlainCase } from '../oracle/plain.ts';
import { flat } from '../oracle/tiny.ts';

const folder = csvFolder();

/** 0.5 a share is paid on the fourth day, and two shares come of one on the sixth. */
const PRICES = [
  'date,open,high,low,close,volume,dividend,split',
  '2020-01-06,100,102,99,101,10,0,0',
  '2020-01-07,101,104,100,103,10,0,0',
  '2020-01-08,103,105,102,104,10,0,0',
  '2020-01-09,104,106,103,105,10,0.5,0',
  '2020-01-10,105,106,104,105,10,0,0',
  '2020-01-13,52.5,53,52,52.8,20,0,2',
  '2020-01-14,52.8,53,50,50.5,20,0,0',
  '2020-01-15,50.5,54,50,53.9,20,0,0',
  '2020-01-16,54,55,53,54,20,0,0',
].join('\n');

const holder = defineStrategy({
  type: 'holder',
  description: 'Buys on the first day, and wants 108 from the fourth on.',
  params: z.strictObject({}),
  features: () => ({ close: 'close' }),
  decide: (_features, bar, when) => {
    if (when.is('first day', bar.number === 1)) return { action: 'BUY', stopLoss: 90 };
    return when.is('fourth day', bar.number === 4) ? { action: 'EXIT', limit: 108 } : null;
  },
});

folder.write('prices.csv', PRICES);

const workflow = (given: Record<string, unknown>) => ({
  name: 'booked',
  data: [{ symbol: 'X', source: join(folder.path, 'prices.csv'), ...given }],
  strategies: [{ id: 'holder', type: holder }],
  portfolios: [{ id: 'p', strategies: ['holder'], cash: 100_000, sizing: { type: 'fixed', quantity: 100 } }],
});

describe('a run with splits and dividends that are booked', () => {
  test('holds twice the shares after a split of two, at the same equity, and is paid its dividend', async () => {
    const { portfolio } = await run(workflow({ corporate_actions: 'all' }));
    const { equityCurve, metrics, trades } = portfolio('p');
    expect([...(equityCurve?.equity ?? [])]).toEqual([
      100_000, 100_200, 100_300, 100_450, 100_450, 100_510, 100_050, 100_750, 100_750,
    ]);
    expect(metrics).toMatchObject({ dividends: 50, tradeCount: 1, expectancy: 700 });
    // The trade is told in the shares that it ended in.
    expect(trades?.[0].close.payload).toMatchObject({ quantity: 200, entryPrice: 50.5, exitPrice: 54 });
    expect(trades?.[0].fills.map(whyLine)[1]).toBe(
      'sold 200 X at 54.00 (limit of bar 8): holder said EXIT at bar 4, fourth day',
    );
  });

  test('is as if nothing had been where nobody asks for it', async () => {
    const { portfolio } = await run(workflow({}));
    expect(portfolio('p').metrics.dividends).toBe(0);
    expect(portfolio('p').openPositions).toMatchObject([]);
  });

  test('tells it in events that name what they came of', async () => {
    const events: string[] = [];
    await run(workflow({ corporate_actions: 'splits' }), {
      onReady: (containers) => {
        const bus = containers.get('portfolio_p')?.bus;
        for (const type of ['CORPORATE_ACTION', 'ORDER_CANCELLED', 'ORDER_REQUEST']) {
          bus?.subscribe(type, ({ id, causationId }) => events.push(`${id} ← ${causationId}`));
        }
      },
    });
    const action = events.findIndex((line) => line.startsWith('portfolio_p/corporate-action'));
    expect(events.slice(action, action + 5)).toEqual([
      'portfolio_p/corporate-action-13 ← data_X/bar-5',
      'portfolio_p/order-cancelled-14 ← portfolio_p/corporate-action-13',
      'portfolio_p/order-request-15 ← portfolio_p/order-10',
      'portfolio_p/order-cancelled-17 ← portfolio_p/corporate-action-13',
      'portfolio_p/order-request-18 ← portfolio_p/order-6',
    ]);
  });
});

test('prices with booked splits and prices adjusted for them give the same equity at every bar', () => {
  const ratio = fc.constantFrom(2, 0.5, 4);
  const days = fc.array(
    fc.record({ move: fc.integer({ min: -20, max: 20 }), split: fc.option(ratio, { freq: 3 }) }),
    { minLength: 3, maxLength: 30 },
  );
  fc.assert(
    fc.property(days, (all) => {
      // On a grid that halving and doubling stay on, with shares that can be halved.
      let [price, later] = [1 << 20, 1];
      const ratios = all.map(({ split }, i) => (i < 2 || split === null ? 1 : split));
      const raw = all.map(({ move }, i) => {
        price = Math.max(1 << 10, price / ratios[i] + 64 * move);
        return price / 1024;
      });
      const adjusted: number[] = raw.map(() => 0);
      for (let i = raw.length - 1; i >= 0; i--) {
        adjusted[i] = raw[i] / later;
        later *= ratios[i];
      }
      const curve = (bars: PlainBar[], quantity: number) => {
        const input: PlainCase = {
          bars: { X: bars },
          instruments: { X: { lotSize: 1 / 1024 ** 3, multiplier: 1 } },
          strategies: [{ id: 's', script: { X: [{ action: 'BUY' }] } }],
          portfolios: [
            {
              id: 'p',
              strategies: [{ id: 's', weight: 1 }],
              cash: 1e6,
              direction: 'long_short',
              sizing: { type: 'fixed', quantity },
              risk: [],
              leverage: 1e6,
            },
          ],
          execution: {
            profile: 'next_open',
            slippage: { type: 'none' },
            commission: { type: 'none' },
            closeAtEnd: false,
          },
        };
        const [{ equityCurve }] = new Backtest(specOf(input)).runSync().portfolios;
        return [...(equityCurve?.equity ?? [])].map((equity) => Number(equity.toFixed(4)));
      };
      const booked = flat(...raw).map((bar, i) => (ratios[i] === 1 ? bar : { ...bar, split: ratios[i] }));
      expect(curve(booked, 1)).toEqual(curve(flat(...adjusted), later));
    }),
    { numRuns: 60 },
  );
});

test('actions go with the bars that they lie on, and join where they come to lie on one', () => {
  const actions = [
    { index: 2, ratio: 2, dividend: 1 },
    { index: 3, ratio: 4, dividend: 0.5 },
    { index: 9, ratio: 3, dividend: 0 },
  ];
  expect(moveActions(actions, 8, (index) => index - 2)).toEqual([
    { index: 0, ratio: 2, dividend: 1 },
    { index: 1, ratio: 4, dividend: 0.5 },
    { index: 7, ratio: 3, dividend: 0 },
  ]);
  // The first one was paid for a share of which there are four now.
  expect(moveActions(actions, 6, (index) => (index < 4 ? 5 : 6))).toEqual([
    { index: 5, ratio: 8, dividend: 0.75 },
  ]);
});

test('how far a trade went is measured in the shares that it ended in', () => {
  const numbers = (...values: number[]) => Float64Array.from(values);
  const bars = {
    high: numbers(102, 110, 56, 57),
    low: numbers(99, 90, 54, 53),
    actions: [{ index: 2, ratio: 2, dividend: 0 }],
  };
  const trade = {
    direction: 'long' as const,
    entryIndex: 0,
    exitIndex: 3,
    entryPrice: 50,
    exitPrice: 55,
    quantity: 2,
    multiplier: 1,
  };
  expect(excursionOf(trade, { entry: 'open', exit: 'open' }, bars)).toMatchObject({ mae: -0.1, mfe: 0.12 });
});
