import fc from 'fast-check';
import { expect, test } from 'vitest';
import { barSeriesFromRows } from '../../../src/market/bar-series.ts';
import { candlesOf } from '../../../src/reports/figures/candles.ts';
import { rowsToDraw } from '../../../src/reports/figures/reduce.ts';
import { drawdownPeriods, drawdowns, periodReturns } from '../../../src/reports/figures/returns.ts';
import { danfo } from '../../../src/reports/frames/danfo.ts';
import { resample } from '../../../src/reports/frames/resample.ts';
import { rolling } from '../../../src/reports/frames/rolling.ts';
import { guessedOpeningTimes, openingTimes } from '../../../src/reports/frames/run-times.ts';
import { pctChange, shift } from '../../../src/reports/frames/shift.ts';
import { Table } from '../../../src/reports/frames/table.ts';

const NAN = Number.NaN;
const DAY = 86_400_000;

// pandas: pd.Series([1, 3, nan, 2, 6]).rolling(2).mean() and so on.
test('rolling windows are those of pandas', () => {
  const values = [1, 3, NAN, 2, 6];
  expect([...rolling(values, 2).mean()]).toEqual([NAN, 2, NAN, NAN, 4]);
  expect([...rolling(values, 2, { min: 1 }).sum()]).toEqual([1, 4, 3, 2, 8]);
  expect(rolling([1, 3, 2, 6], 3).std()[2]).toBe(1);
  expect(rolling([1, 3, 2, 6], 3).std()[3]).toBeCloseTo(Math.sqrt(13 / 3), 12);
  expect(rolling([1, 3, 2, 6], 3).var()[3]).toBeCloseTo(13 / 3, 12);
  expect([...rolling([5, 3, 2, 6], 2).min()]).toEqual([NAN, 3, 2, 2]);
  expect([...rolling([5, 3, 2, 6], 2).max()]).toEqual([NAN, 5, 3, 6]);
  expect([...rolling([5, 3, 2, 6], 3).median()]).toEqual([NAN, NAN, 3, 3]);
  expect([...rolling([1, 2, 3], 2).apply((window) => window[0])]).toEqual([NAN, 1, 2]);
  expect(() => rolling([1], 0)).toThrow('a window must be a whole number of rows, found 0');
});

test('a rolling window forgets what has left it, to the last bit', () => {
  const values = [1e16, 1, 2, 3, 4];
  expect([...rolling(values, 2).sum()].slice(2)).toEqual([3, 5, 7]);
});

test('shift and change are those of pandas', () => {
  expect([...shift([1, 2, 3])]).toEqual([NAN, 1, 2]);
  expect([...shift([1, 2, 3], -1)]).toEqual([2, 3, NAN]);
  expect([...pctChange([2, 3, 1.5])]).toEqual([NAN, 0.5, -0.5]);
});

test('helpers give back what they were given: arrays, columns, frames or tables', async () => {
  const { DataFrame } = await danfo();
  const frame = new DataFrame({ a: [1, 2, 4], name: ['x', 'y', 'z'] }, { index: ['r', 's', 't'] });
  const moved = shift(frame);
  expect(moved).toBeInstanceOf(DataFrame);
  expect(moved.values).toEqual([
    [NAN, 'x'],
    [1, 'y'],
    [2, 'z'],
  ]);
  expect(moved.index).toEqual(['r', 's', 't']);
  const mean = rolling(frame.column('a'), 2).mean();
  expect(mean.constructor).toBe(frame.column('a').constructor);
  expect(mean.values).toEqual([NAN, 1.5, 3]);
  const table = new Table({
    columns: { a: Float64Array.of(1, 2), at: Float64Array.of(5, 6), name: ['x', 'y'] },
    times: ['at'],
  });
  const changed = pctChange(table);
  expect(changed.columns).toEqual({
    a: Float64Array.of(NAN, 1),
    at: Float64Array.of(5, 6),
    name: ['x', 'y'],
  });
});

test('resampling takes first, highest, lowest, last and sum, in weeks from Monday and months', () => {
  // 2024-01-04 is a Thursday.
  const time = Float64Array.from({ length: 6 }, (_, i) => Date.UTC(2024, 0, 4) + i * DAY);
  const prices = Float64Array.of(1, 5, 2, 3, NAN, 4);
  const table = new Table({
    time,
    columns: {
      open: prices,
      high: prices,
      low: prices,
      close: prices,
      volume: prices,
      word: ['a', 'b', 'c', 'd', 'e', 'f'],
    },
  });
  const weeks = resample(table, '1w');
  expect([...(weeks.time as Float64Array)]).toEqual([time[0], time[4]]);
  expect(weeks.columns).toEqual({
    open: Float64Array.of(1, 4),
    high: Float64Array.of(5, 4),
    low: Float64Array.of(1, 4),
    close: Float64Array.of(3, 4),
    volume: Float64Array.of(11, 4),
    word: ['d', 'f'],
  });
  expect(resample(table, '1mo', { how: { close: 'mean' } }).columns.close).toEqual(Float64Array.of(3));
  expect(() => resample(table, '1fortnight')).toThrow('"1fortnight" is no period');
});

test('a reduced line keeps the highest and the lowest of all values, and their places in order', () => {
  const value = fc.oneof(
    { weight: 9, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }) },
    fc.constant(NAN),
  );
  fc.assert(
    fc.property(
      fc.array(value, { minLength: 1, maxLength: 500 }),
      fc.integer({ min: 4, max: 60 }),
      (values, most) => {
        const rows = rowsToDraw(values, most);
        expect(rows.length).toBeLessThanOrEqual(Math.max(most, values.length <= most ? values.length : 4));
        expect([...rows]).toEqual([...new Set(rows)].sort((a, b) => a - b));
        const finite = values.filter(Number.isFinite);
        const drawn = Array.from(rows, (row) => values[row]).filter(Number.isFinite);
        expect(drawn.length === 0 ? null : [Math.min(...drawn), Math.max(...drawn)]).toEqual(
          finite.length === 0 ? null : [Math.min(...finite), Math.max(...finite)],
        );
      },
    ),
  );
});

test('candles put together keep open, high, low, close and volume of all their bars', () => {
  const length = 3000;
  const time = Float64Array.from({ length }, (_, i) => Date.UTC(2010, 0, 1) + i * DAY);
  const price = Float64Array.from({ length }, (_, i) => 100 + Math.sin(i));
  const { bars, interval, starts } = candlesOf(
    { time, open: price, high: price, low: price, close: price, volume: price },
    500,
  );
  expect(interval).toBe('1 week');
  expect(starts[1]).toBe(3);
  expect(bars.close.at(-1)).toBe(price[length - 1]);
  expect(Math.max(...bars.high)).toBe(Math.max(...price));
  expect(Math.min(...bars.low)).toBe(Math.min(...price));
  expect(bars.volume.reduce((a, b) => a + b)).toBeCloseTo(price.reduce((a, b) => a + b));
  expect(candlesOf({ time, open: price, high: price, low: price, close: price }).interval).toBe('1 week');
});

test('returns of periods compound to the whole, and begin with the starting money', () => {
  const time = Float64Array.from({ length: 100 }, (_, i) => Date.UTC(2024, 0, 1) + i * DAY);
  const equity = Float64Array.from({ length: 100 }, (_, i) => 100 + i);
  const { returns } = periodReturns({ label: '', time, equity, initial: 50 }, 'month');
  expect(returns).toHaveLength(4);
  expect(returns[0]).toBe(130 / 50 - 1);
  expect(returns.reduce((wealth, one) => wealth * (1 + one), 1)).toBeCloseTo(199 / 50);
});

test('falls are measured from the high before, deepest first, and one may last', () => {
  const equity = [100, 90, 100, 120, 60, 90];
  expect([...drawdowns({ equity })]).toEqual([0, 90 / 100 - 1, 0, 0, 60 / 120 - 1, 90 / 120 - 1]);
  expect(drawdownPeriods({ equity })).toEqual([
    { peak: 3, trough: 4, recovery: null, depth: -0.5 },
    { peak: 0, trough: 1, recovery: 2, depth: 90 / 100 - 1 },
  ]);
  expect(drawdownPeriods({ equity: [90], initial: 100 })[0]).toMatchObject({ peak: -1, depth: 90 / 100 - 1 });
});

test('bars are called by their opening', () => {
  const daily = (from: number, days: number) =>
    barSeriesFromRows(
      'X',
      Array.from({ length: days }, (_, i) => ({
        openTime: from + i * DAY,
        closeTime: from + (i + 1) * DAY - 1,
        open: 1,
        high: 1,
        low: 1,
        close: 1,
      })),
    );
  const series = daily(Date.UTC(2024, 0, 1), 3);
  expect([...openingTimes([...series.closeTime, 5], [series])]).toEqual([...series.openTime, 5]);
  expect([...guessedOpeningTimes(series.closeTime)]).toEqual([...series.openTime]);
  const minutes = [60_000 - 1, 120_000 - 1, 360_000 - 1];
  expect([...guessedOpeningTimes(minutes)]).toEqual([0, 60_000, 300_000]);
  expect([...guessedOpeningTimes([17, 18])]).toEqual([17, 18]);
});
