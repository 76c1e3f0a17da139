import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY } from '../../src/data/interval.ts';
import type { LoadRequest } from '../../src/data/load-bars.ts';
import { backAdjust } from '../../src/data/shape/adjust.ts';
import { barSeriesFromRows } from '../../src/market/bar-series.ts';
import { csvFolder } from './csv-folder.ts';

const folder = csvFolder();

/** A two-for-one split on the third day, 1 a share paid on the fifth, at a close of 50 the day before. */
const TEXT = [
  'Date,Open,High,Low,Close,Volume,Dividends,Stock Splits',
  '2020-01-06,98,102,96,100,10,0,0',
  '2020-01-07,100,104,98,100,10,,',
  '2020-01-08,50,52,48,50,20,0,2',
  '2020-01-09,50,52,48,50,20,0,0',
  '2020-01-10,49,50,48,49,20,1,0',
].join('\n');

async function closes(adjust: LoadRequest['adjust']): Promise<number[]> {
  return [...(await folder.load(TEXT, { adjust })).close];
}

describe('prices', () => {
  test('are those of the file unless they are to be adjusted', async () => {
    expect(await closes(undefined)).toEqual([100, 100, 50, 50, 49]);
    expect(await closes('none')).toEqual([100, 100, 50, 50, 49]);
  });

  test('before a split are divided by it, volume multiplied', async () => {
    const { open, close, volume } = await folder.load(TEXT, { adjust: 'splits' });
    expect([...close]).toEqual([50, 50, 50, 50, 49]);
    expect([open[0], volume[0], volume[2]]).toEqual([49, 20, 20]);
  });

  test('before a dividend are multiplied by 1 − dividend / the close before it', async () => {
    expect(await closes('dividends')).toEqual([98, 98, 49, 49, 49]);
  });

  test('are adjusted for both', async () => {
    expect(await closes('all')).toEqual([49, 49, 49, 49, 49]);
  });

  test('of a dividend on the day of a split are measured by shares after it', async () => {
    const text = TEXT.replace('2020-01-08,50,52,48,50,20,0,2', '2020-01-08,49,52,48,49,20,1,2');
    const { close } = await folder.load(text, { adjust: 'dividends', to: '2020-01-08' });
    expect([...close]).toEqual([98, 98, 49]);
  });

  test('do not know of what comes after the range', async () => {
    const { close } = await folder.load(TEXT, { adjust: 'all', to: '2020-01-07' });
    expect([...close]).toEqual([100, 100]);
  });

  test('cannot be adjusted without the columns, or by a dividend above the price', async () => {
    const plain = 'date,open,high,low,close\n2020-01-06,1,1,1,1\n';
    const line = async (text: string, adjust: LoadRequest['adjust']) =>
      (await folder.mistake(text, { adjust })).line;
    expect(await line(plain, 'splits')).toBe(
      'prices.csv has no column of splits to adjust prices by (leave adjust out, or name the column with columns: { split: … })',
    );
    expect(await line(plain, 'all')).toMatch(/^prices.csv has no adjusted close to adjust prices by/);
    expect(await line(TEXT.replace('49,20,1,0', '49,20,60,0'), 'all')).toBe(
      'X paid a dividend of 60 on 2020-01-10, at a close of 50 before it (dividends are in money for a share)',
    );
    expect(await line(TEXT.replace('20,0,2', '20,0,two'), 'splits')).toBe(
      'prices.csv:4: Stock Splits "two" is not a number',
    );
  });
});

test('a holder of adjusted prices earns what a holder of shares and their dividends does', () => {
  const day = fc.record({
    move: fc.double({ min: -0.2, max: 0.2, noNaN: true }),
    split: fc.constantFrom(0, 0, 0, 2, 0.5),
    dividend: fc.constantFrom(0, 0, 0.01, 0.05),
  });
  fc.assert(
    fc.property(fc.array(day, { minLength: 2, maxLength: 30 }), (days) => {
      let close = 100;
      let wealth = 1;
      const splits = new Float64Array(days.length);
      const dividends = new Float64Array(days.length);
      const rows = days.map(({ move, split, dividend }, i) => {
        const ratio = split === 0 ? 1 : split;
        const before = close / ratio;
        splits[i] = split;
        dividends[i] = i === 0 ? 0 : dividend * before;
        close = (before - dividends[i]) * (1 + move);
        // The dividend buys shares at the close before it, less the dividend.
        if (i > 0) wealth *= close / (before - dividends[i]);
        return {
          openTime: i * DAY,
          closeTime: (i + 1) * DAY - 1,
          open: close,
          high: close,
          low: close,
          close,
        };
      });
      const series = barSeriesFromRows('X', rows);
      backAdjust(series, { splits, dividends, ratios: splits });
      expect(series.close[days.length - 1] / series.close[0]).toBeCloseTo(wealth, 9);
      expect(series.close[days.length - 1]).toBe(close);
    }),
    { numRuns: 100, seed: 1 },
  );
});
