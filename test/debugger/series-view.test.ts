import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openDebugSession } from '../../src/debugger/debug-session.ts';
import { Pyramid } from '../../src/debugger/series/buckets.ts';
import { tinyConfig } from './commands/tiny-desk.ts';

const BARS = 700;
const EXPRESSIONS = ['close', 'equity', 'drawdown', 'features.sma_5', 'strategy.fast > strategy.slow'];

const open = () =>
  openDebugSession(tinyConfig({ data: [{ symbol: 'X', source: `generate:gbm?bars=${BARS}&seed=7` }] }));

test('a view gives the values of a series, whatever was loaded before and in whatever order', async () => {
  const session = await open();
  await session.goto('end');
  const { columns } = await session.series(EXPRESSIONS);
  const bar = fc.integer({ min: 1, max: BARS });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(bar, bar), { minLength: 1, maxLength: 6 }), async (windows) => {
      const view = session.seriesView(EXPRESSIONS);
      for (const [a, b] of windows) {
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        expect(await view.load({ from, to })).toBe(true);
        for (const text of EXPRESSIONS) {
          expect(view.values(text, from, to)).toEqual(columns[text].subarray(from - 1, to));
        }
      }
    }),
    { numRuns: 40 },
  );
});

test('a view grows with the cursor, and shows nothing after it', async () => {
  const session = await open();
  const view = session.seriesView(['equity', 'close']);
  const other = await open();
  await other.goto('end');
  const { columns } = await other.series(['equity']);
  for (let bar = 250; bar <= 265; bar++) {
    await session.goto(bar);
    await view.load({ from: 200 });
    expect(view.values('equity', 200, bar)).toEqual(columns.equity.subarray(199, bar));
    expect(() => view.values('equity', 200, bar + 1)).toThrow(`bar ${bar + 1} lies after the cursor`);
    expect(() => view.buckets('equity', 200, bar + 1, 4)).toThrow(`bar ${bar + 1} lies after the cursor`);
  }
  await expect(view.load({ to: 300 })).rejects.toThrow('bar 300 lies after the cursor');
  await session.goto(100);
  expect(() => view.values('equity', 1, 101)).toThrow('bar 101 lies after the cursor');
});

test('of a fork, the past is that of the run it came from', async () => {
  const session = await open();
  await session.goto(300);
  const fork = await session.fork(['fast=9']);
  await fork.goto('end');
  await session.goto('end');
  const view = fork.seriesView(['equity', 'strategy.fast']);
  await view.load();
  const own = (await fork.series(['equity', 'strategy.fast'])).columns;
  for (const text of view.expressions) expect(view.values(text, 1, BARS)).toEqual(own[text]);
  const { equity } = (await session.series(['equity'])).columns;
  expect(view.values('equity', 1, 300)).toEqual(equity.subarray(0, 300));
  expect(view.values('equity', 301, BARS)).not.toEqual(equity.subarray(300));
});

test('a view that may keep little keeps the window alone, and gives the same values', async () => {
  const session = await openDebugSession(
    tinyConfig({ data: [{ symbol: 'X', source: 'generate:gbm?bars=5000&seed=7' }] }),
  );
  await session.goto('end');
  const { columns } = await session.series(EXPRESSIONS);
  const page = 8 * 1024 * EXPRESSIONS.length;
  const view = session.seriesView(EXPRESSIONS, { keep: 2 * page });
  for (const [from, to] of [
    [4000, 4100],
    [1000, 1050],
    [1, 5000],
    [2000, 4000],
    [4500, 4600],
    [10, 20],
    [1020, 1030],
  ]) {
    await view.load({ from, to });
    for (const text of EXPRESSIONS) {
      expect(view.values(text, from, to)).toEqual(columns[text].subarray(from - 1, to));
      const { high, last } = view.buckets(text, from, to, 300);
      expect(last.at(-1)).toBe(columns[text][to - 1]);
      const start = Math.max(from - 1, Math.floor((to - 1) / 300) * 300);
      expect(high.at(-1)).toBe(Math.max(...columns[text].subarray(start, to)));
    }
  }
  expect(view.bytes).toBe(2 * page);
  expect(view.has(4500, 4600)).toBe(false);
  expect(() => view.values('close', 4500, 4600)).toThrow(/not loaded/);
});

test('what was not loaded or not asked for is an error, and not a gap', async () => {
  const session = await open();
  await session.goto(600);
  const view = session.seriesView(['close']);
  await view.load({ from: 500 });
  expect(view.has(500, 600)).toBe(true);
  expect(view.has(100, 600)).toBe(false);
  expect(() => view.values('close', 100, 600)).toThrow(/not loaded/);
  expect(() => view.values('open', 500, 600)).toThrow(/not asked for open/);
  expect(() => session.seriesView(['closs'])).toThrow(/closs/);
});

test('an interrupted load says so, and goes on where it was', async () => {
  const session = await open();
  await session.goto('end');
  const view = session.seriesView(['equity']);
  expect(await view.load({ signal: AbortSignal.abort() })).toBe(false);
  expect(await view.load()).toBe(true);
  expect(view.has(1, BARS)).toBe(true);
});

test('buckets hold the first, last, lowest and highest value of their bars, and lie where they lay', () => {
  const value = fc.oneof({ weight: 5, arbitrary: fc.integer({ min: -9, max: 9 }) }, fc.constant(Number.NaN));
  const input = fc
    .array(value, { minLength: 1, maxLength: 60 })
    .chain((list) =>
      fc.tuple(
        fc.constant(list),
        fc.integer({ min: 1, max: list.length }),
        fc.integer({ min: 1, max: list.length }),
      ),
    );
  fc.assert(
    fc.property(
      input,
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 1, max: 7 }),
      ([list, a, b], size, block) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        const values = Float64Array.from(list);
        // In pieces of a block or two, as pages are.
        const piece = block * (1 + (size % 2));
        const pyramid = new Pyramid(list.length, block, (at) => {
          const start = Math.floor(at / piece) * piece;
          return { values: values.subarray(start, start + piece), start };
        });
        for (let at = 0; at * block < list.length; at++)
          pyramid.refresh(at, Math.min(block, list.length - at * block));
        const { bar, first, last, low, high } = pyramid.buckets(from, to, size);
        const parts = new Map<number, number[]>();
        for (let one = from; one <= to; one++) {
          const bucket = Math.floor((one - 1) / size);
          parts.set(bucket, [...(parts.get(bucket) ?? []), one]);
        }
        expect([...bar]).toEqual([...parts.values()].map(([start]) => start));
        [...parts.values()].forEach((bars, i) => {
          const known = bars.map((one) => values[one - 1]).filter((one) => !Number.isNaN(one));
          const none = known.length === 0;
          expect([first[i], last[i], low[i], high[i]]).toEqual(
            none ? [NaN, NaN, NaN, NaN] : [known[0], known.at(-1), Math.min(...known), Math.max(...known)],
          );
        });
      },
    ),
  );
});
