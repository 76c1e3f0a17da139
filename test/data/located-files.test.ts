import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { generateBars } from '../../src/data/generate-bars.ts';
import { type LoadRequest, loadBars } from '../../src/data/load-bars.ts';
import { writeBars } from '../../src/data/writing/write-bars.ts';
import type { BarSeries } from '../../src/market/bar-series.ts';
import { columnsOf } from '../contracts/bar-file-contract.ts';
import { csvFolder, mistakeOf } from './csv-folder.ts';

const folder = csvFolder();
const whole = generateBars({ symbol: 'SPX', kind: 'gbm', bars: 90 });

async function put(name: string, series: BarSeries): Promise<void> {
  await writeBars(join(folder.path, name), [series]);
}

const load = (source: string, request: Partial<LoadRequest> = {}) =>
  loadBars({ symbol: 'SPX', source, ...request }, folder.effects);
const line = async (source: string, request: Partial<LoadRequest> = {}) =>
  (await mistakeOf(load(source, request))).line;

describe('a folder', () => {
  test('of files named after symbols gives that of the symbol', async () => {
    await put('named/SPX.parquet', whole);
    await put('named/AAPL.csv', whole.slice(0, 3));
    await put('named/BTC-USDT.arrow', whole.slice(0, 4));
    expect(columnsOf(await load('named'))).toEqual(columnsOf(whole));
    expect((await load('named/', { symbol: 'AAPL' })).length).toBe(3);
    expect((await load('named', { symbol: 'BTC/USDT' })).length).toBe(4);
    expect(await line('named', { symbol: 'SPY' })).toBe(
      'named is a folder without a file or folder for SPY (did you mean "SPX"?)',
    );
  });

  test('with a folder for each symbol gives the parts in it, whatever their formats and names', async () => {
    await put('by-symbol/SPX/b.csv', whole.slice(0, 30));
    await put('by-symbol/SPX/a.parquet', whole.slice(30, 60));
    await put('by-symbol/SPX/c.arrow', whole.slice(60, 90));
    expect(columnsOf(await load('by-symbol'))).toEqual(columnsOf(whole));
    expect(columnsOf(await load('by-symbol/{symbol}/*'))).toEqual(columnsOf(whole));
  });

  test('with two entries for a symbol is a question to the user', async () => {
    await put('twice/SPX.csv', whole);
    await put('twice/SPX.parquet', whole);
    expect(await line('twice')).toBe(
      'twice has several entries for SPX: SPX.csv, SPX.parquet (name the one that is meant)',
    );
    mkdirSync(join(folder.path, 'hollow', 'SPX'), { recursive: true });
    expect(await line('hollow')).toMatch(/^hollow\/SPX holds no file of bars/);
  });
});

describe('a pattern', () => {
  test('joins the files that match, in the order of their bars', async () => {
    await put('years/late.parquet', whole.slice(40, 90));
    await put('years/rest/early.parquet', whole.slice(0, 40));
    expect(columnsOf(await load('years/**/*.parquet'))).toEqual(columnsOf(whole));
    expect((await load('years/{late,none}.parquet')).length).toBe(50);
    const range = { from: '2000-02-21', to: '2000-03-06' };
    expect((await load('years/**/*.parquet', range)).length).toBe(11);
  });

  test('gives the same bars however they are spread over files', async () => {
    const parts = fc.array(
      fc.record({
        length: fc.integer({ min: 1, max: 40 }),
        name: fc.string({ unit: fc.constantFrom('a', 'b', '1', '2'), minLength: 1, maxLength: 4 }),
        ending: fc.constantFrom('.csv', '.csv.gz', '.parquet', '.arrow'),
      }),
      { minLength: 1, maxLength: 5 },
    );
    let folderCount = 0;
    await fc.assert(
      fc.asyncProperty(parts, async (list) => {
        const into = `spread-${folderCount++}`;
        let from = 0;
        for (const [i, { length, name, ending }] of list.entries()) {
          const to = i === list.length - 1 ? whole.length : Math.min(from + length, whole.length);
          if (to > from) await put(`${into}/${name}-${i}${ending}`, whole.slice(from, to));
          from = to;
        }
        expect(columnsOf(await load(`${into}/*`))).toEqual(columnsOf(whole));
      }),
      { numRuns: 12, seed: 1 },
    );
  });

  test('picks files named after the symbol among those of others', async () => {
    await put('mixed/SPX.csv', whole);
    await put('mixed/AAPL.csv', whole.slice(0, 3));
    expect((await load('mixed/*.csv')).length).toBe(90);
    expect((await load('mixed/*.csv', { symbol: 'AAPL' })).length).toBe(3);
  });

  test('picks the rows of the symbol where files have a column of symbols', async () => {
    const other = generateBars({ symbol: 'AAPL', kind: 'gbm', bars: 5 });
    await writeBars(join(folder.path, 'columns/1.parquet'), [whole.slice(0, 50), other]);
    await writeBars(join(folder.path, 'columns/2.csv'), [whole.slice(50, 90), other]);
    expect(columnsOf(await load('columns/*'))).toEqual(columnsOf(whole));
    expect(await line('columns/*', { symbol: 'SPY' })).toBe(
      'columns/* has no symbol "SPY" (did you mean "SPX"?)',
    );
  });

  test('that matches nothing is told', async () => {
    expect(await line('nowhere/*.csv')).toBe(
      'no file matches nowhere/*.csv (patterns start at the folder of the workflow)',
    );
  });

  test('whose files overlap is told with both', async () => {
    await put('overlap/a.csv', whole.slice(0, 50));
    await put('overlap/b.csv', whole.slice(49, 90));
    const error = await mistakeOf(load('overlap/*.csv'));
    expect(error.line).toBe('overlap/b.csv:2: date "2000-03-10" is the same as at the end of overlap/a.csv');
    expect((await load('overlap/*.csv', { quality: { duplicates: 'drop' } })).length).toBe(90);
  });
});
