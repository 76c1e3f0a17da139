import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { generateBars } from '../../src/data/generate-bars.ts';
import { DAY } from '../../src/data/interval.ts';
import { type LoadRequest, loadBars } from '../../src/data/load-bars.ts';
import { writeBars } from '../../src/data/writing/write-bars.ts';
import { BAR_FIELDS, BarSeries, barSeriesFromRows } from '../../src/market/bar-series.ts';
import { csvFolder, mistakeOf } from '../data/csv-folder.ts';

/** What every format of files promises: the same bars, and the same answers about what is wrong. */
export function barFileContract(ending: string): void {
  describe(`bars in files that end in ${ending}`, () => {
    const folder = csvFolder();
    const name = `prices${ending}`;

    async function written(series: readonly BarSeries[], request: Partial<LoadRequest> = {}) {
      await writeBars(join(folder.path, name), series);
      return loadBars({ symbol: series[0].symbol, source: name, ...request }, folder.effects);
    }

    test('come back bit for bit, on shared memory', async () => {
      await fc.assert(
        fc.asyncProperty(anySeries, async (series) => {
          const read = await written([series], { interval: intervalOf(series) });
          expect(columnsOf(read)).toEqual(columnsOf(series));
          expect(read.close.buffer).toBeInstanceOf(SharedArrayBuffer);
        }),
        { numRuns: 15, seed: 1 },
      );
    });

    test('come back bit for bit when there are many', async () => {
      const series = generateBars({ symbol: 'X', kind: 'gbm', bars: 30_000, interval: '1m', decimals: 6 });
      expect(columnsOf(await written([series]))).toEqual(columnsOf(series));
    });

    test('of several symbols are told apart', async () => {
      const series = ['A', 'B,"C"', 'D'].map((symbol, i) =>
        generateBars({ symbol, kind: 'gbm', bars: 50 + i, seed: i }),
      );
      await written(series);
      for (const one of series) {
        const read = await loadBars({ symbol: one.symbol, source: name }, folder.effects);
        expect(columnsOf(read)).toEqual(columnsOf(one));
      }
      const error = await mistakeOf(loadBars({ symbol: 'SPX', source: name }, folder.effects));
      expect(error.line).toMatch(/^prices\S* has no symbol "SPX" \(one of A, B,"C", D\)$/);
    });

    test('within a range are those bars, and no others', async () => {
      const series = generateBars({ symbol: 'X', kind: 'gbm', bars: 400, interval: '6h', weekends: true });
      const read = await written([series], { from: '2000-01-10', to: '2000-01-20' });
      expect(columnsOf(read)).toEqual(columnsOf(series.slice(28, 72)));
      const error = await mistakeOf(written([series], { from: '2030-01-01' }));
      expect(error.line).toBe(`no bars of X from 2030-01-01: ${name} runs from 2000-01-03 to 2000-04-11`);
    });

    test('that cannot be used are told with file and row', async () => {
      const series = generateBars({ symbol: 'X', kind: 'gbm', bars: 5 });
      series.close[2] = -1;
      series.high[4] = series.low[4] / 2;
      const { location, message, excerpt = '' } = await mistakeOf(written([series]));
      expect(location?.file).toBe(name);
      const isText = ending.startsWith('.csv');
      expect(location?.line).toBe(isText ? 4 : undefined);
      expect(message).toBe(`${isText ? '' : 'row 3: '}close "-1" is not above 0; 2 rows cannot be used`);
      const places = excerpt.split('\n').map((row) => row.trim().split(/ +/).slice(0, 2).join(' '));
      expect(places).toEqual(
        isText ? ['line column', '4 close', '6 high'] : ['row column', '3 close', '5 high'],
      );
    });

    test('may be dropped or filled instead, and nothing is traded on those', async () => {
      const series = generateBars({ symbol: 'X', kind: 'gbm', bars: 5 });
      series.close[2] = -1;
      const dropped = await written([series], { quality: { non_positive: 'drop' } });
      expect([...dropped.openTime]).toEqual([0, 1, 3, 4].map((i) => series.openTime[i]));
      const filled = await loadBars(
        { symbol: 'X', source: name, quality: { non_positive: 'fill' } },
        folder.effects,
      );
      expect([...filled.flags]).toEqual([0, 0, 1, 0, 0]);
      expect([filled.open[2], filled.close[2], filled.volume[2]]).toEqual([
        series.close[1],
        series.close[1],
        0,
      ]);
    });

    test('that are synthetic are not written: they were never in the data', async () => {
      const rows = [1, 2, 3].map((day) => ({
        openTime: day * DAY,
        closeTime: (day + 1) * DAY - 1,
        open: day,
        high: day,
        low: day,
        close: day,
        synthetic: day === 2,
      }));
      const read = await written([barSeriesFromRows('X', rows)]);
      expect([...read.close]).toEqual([1, 3]);
    });

    test('replace a file whole or leave it as it is', async () => {
      const series = generateBars({ symbol: 'X', kind: 'gbm', bars: 50_000, interval: '1m' });
      const path = join(folder.path, `kept${ending}`);
      writeFileSync(path, 'before');
      const abort = new AbortController();
      const writing = writeBars(path, [series], { signal: abort.signal });
      setImmediate(() => abort.abort('enough'));
      await expect(writing).rejects.toBe('enough');
      expect(readFileSync(path, 'utf8')).toBe('before');
      expect(readdirSync(folder.path).filter((file) => file.includes('partial'))).toEqual([]);
      await writeBars(path, [series]);
      expect(existsSync(path)).toBe(true);
      expect((await loadBars({ symbol: 'X', source: path }, folder.effects)).length).toBe(50_000);
    });
  });
}

/** Every number of a series, so that a difference shows where it is. */
export function columnsOf(series: BarSeries): Record<string, number[]> {
  return Object.fromEntries(
    (['openTime', 'closeTime', ...BAR_FIELDS, 'flags'] as const).map((field) => [field, [...series[field]]]),
  );
}

function intervalOf({ openTime, closeTime }: BarSeries): string {
  return `${closeTime[0] + 1 - openTime[0]}ms`;
}

const price = fc.double({ min: 1e-6, max: 1e9, noNaN: true });

const anySeries = fc
  .record({
    start: fc.integer({ min: -4000, max: 20_000 }).map((day) => day * DAY),
    interval: fc.constantFrom(DAY, 3_600_000, 60_000, 1000, 1),
    gaps: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 30 }),
    prices: fc.array(fc.tuple(price, price, price, price), { minLength: 30, maxLength: 30 }),
    volumes: fc.option(
      fc.array(fc.double({ min: 0, max: 1e12, noNaN: true }), { minLength: 30, maxLength: 30 }),
    ),
  })
  .map(({ start, interval, gaps, prices, volumes }) => {
    const series = BarSeries.allocate('X', gaps.length);
    let time = start;
    gaps.forEach((gap, i) => {
      const [low, open, close, high] = prices[i].toSorted((a, b) => a - b);
      series.openTime[i] = time;
      series.closeTime[i] = time + interval - 1;
      Object.assign(series.open, { [i]: open });
      series.high[i] = high;
      series.low[i] = low;
      series.close[i] = close;
      series.volume[i] = volumes?.[i] ?? Number.NaN;
      time += gap * interval;
    });
    return series;
  });
