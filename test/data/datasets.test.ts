import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { makeDataFiles } from '../../scripts/make-data.ts';
import { DATA_DIRECTORY, DATASETS } from '../../src/data/catalogue.ts';
import { isoDate } from '../../src/data/date-range.ts';
import { loadBars } from '../../src/data/load-bars.ts';
import type { BarSeries } from '../../src/market/bar-series.ts';
import { mistakeOf } from './csv-folder.ts';

const effects = { baseDirectory: '/' };

function bar(series: BarSeries, i: number) {
  const { open, high, low, close, volume, openTime, closeTime } = series;
  const times = [openTime[i], closeTime[i]].map((time) => new Date(time).toISOString());
  return [...times, open[i], high[i], low[i], close[i], volume[i]];
}

describe('files in data/', () => {
  test.each([...makeDataFiles()])('%s is what scripts/make-data.ts makes', (name, text) => {
    expect(readFileSync(join(DATA_DIRECTORY, name), 'utf8')).toBe(text);
  });

  test.each(DATASETS)(
    '$name has the rows and period that the catalogue and the README tell',
    async (dataset) => {
      const series = await loadBars({ symbol: 'X', source: `dataset:${dataset.name}` }, effects);
      expect(series.length).toBe(dataset.rows);
      expect(isoDate(series.openTime[0])).toBe(dataset.from);
      expect(isoDate(series.openTime[series.length - 1])).toBe(dataset.to);
      const readme = readFileSync(join(DATA_DIRECTORY, 'README.md'), 'utf8');
      const line = readme.split('\n').find((row) => row.startsWith(`| \`${dataset.file}\``));
      expect(line).toContain(`| ${dataset.from} to ${dataset.to} | ${dataset.rows} |`);
      expect(line).toContain(`| ${dataset.licence} |`);
    },
  );
});

describe('dataset:', () => {
  test('sp500-daily gives the first and last bars of the S&P 500 file exactly', async () => {
    const series = await loadBars({ symbol: 'SPX', source: 'dataset:sp500-daily' }, effects);
    expect(series.symbol).toBe('SPX');
    expect(bar(series, 0)).toEqual([
      '2000-01-03T00:00:00.000Z',
      '2000-01-03T23:59:59.999Z',
      1469.25,
      1478,
      1438.359985,
      1455.219971,
      931800000,
    ]);
    expect(bar(series, 5104)).toEqual([
      '2020-04-17T00:00:00.000Z',
      '2020-04-17T23:59:59.999Z',
      2842.429932,
      2879.219971,
      2830.879883,
      2874.560059,
      5792140000,
    ]);
  });

  test('aapl-daily gives the first and last bars of the AAPL file exactly, as traded', async () => {
    const series = await loadBars({ symbol: 'AAPL', source: 'dataset:aapl-daily' }, effects);
    expect(bar(series, 0).slice(2)).toEqual([64.501427, 65.414284, 64.5, 64.96286, 79237200]);
    expect(bar(series, 1259).slice(2)).toEqual([189.490005, 190.059998, 187.449997, 188.589996, 25806600]);
  });

  test('adjusted scales every price by adjusted close / close', async () => {
    const series = await loadBars({ symbol: 'AAPL', source: 'dataset:aapl-daily', adjust: 'all' }, effects);
    const factor = 50.961628 / 64.96286;
    expect(series.close[0]).toBe(50.961628);
    expect(series.open[0]).toBe(64.501427 * factor);
    expect(series.high[0]).toBe(65.414284 * factor);
    expect(series.low[0]).toBe(64.5 * factor);
    expect(series.volume[0]).toBe(79237200);
    for (let i = 0; i < series.length; i++) {
      expect(series.low[i] <= Math.min(series.open[i], series.close[i])).toBe(true);
      expect(series.high[i] >= Math.max(series.open[i], series.close[i])).toBe(true);
    }
  });

  test('adjusted without an adjusted close is refused', async () => {
    const load = loadBars({ symbol: 'SPX', source: 'dataset:sp500-daily', adjust: 'all' }, effects);
    expect((await mistakeOf(load)).message).toBe(
      'dataset:sp500-daily has no adjusted close to adjust prices by',
    );
  });

  test('columns stand on shared memory', async () => {
    const series = await loadBars({ symbol: 'SPX', source: 'dataset:sp500-daily' }, effects);
    expect(series.close.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(series.flags.every((flag) => flag === 0)).toBe(true);
  });

  test('from and to are included', async () => {
    const load = (from?: string, to?: string) =>
      loadBars({ symbol: 'SPX', source: 'dataset:sp500-daily', from, to }, effects);
    const year = await load('2008-01-02', '2008-12-31');
    expect(year.length).toBe(253);
    expect([isoDate(year.openTime[0]), isoDate(year.openTime[252])]).toEqual(['2008-01-02', '2008-12-31']);
    expect((await load('2020-04-17')).length).toBe(1);
    expect((await load(undefined, '2000-01-04')).length).toBe(2);
    expect((await load('1990-01-01', '2000-01-03')).length).toBe(1);
  });

  test('an unknown name is answered with the nearest', async () => {
    const load = loadBars({ symbol: 'SPX', source: 'dataset:sp500_dayly' }, effects);
    expect((await mistakeOf(load)).line).toBe('unknown dataset "sp500_dayly" (did you mean "sp500-daily"?)');
  });

  test('concurrent loads give each its own bars', async () => {
    const names = DATASETS.map((dataset) => dataset.name);
    const loads = Array.from({ length: 12 }, (_, i) =>
      loadBars({ symbol: `S${i}`, source: `dataset:${names[i % 2]}` }, effects),
    );
    const lengths = (await Promise.all(loads)).map((series) => [series.symbol, series.length]);
    expect(lengths).toEqual(Array.from({ length: 12 }, (_, i) => [`S${i}`, [5105, 1260][i % 2]]));
  });
});
