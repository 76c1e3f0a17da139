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

describe('splits and dividends that are booked', () => {
  async function actions(request: Partial<LoadRequest>, text = TEXT): Promise<unknown[]> {
    return [...(await folder.load(text, request)).actions];
  }

  test('stand beside prices as they were, and only where they are asked for', async () => {
    expect(await actions({})).toEqual([]);
    expect(await actions({ adjust: 'all' })).toEqual([]);
    expect(await actions({ corporate_actions: 'all' })).toEqual([
      { index: 2, ratio: 2, dividend: 0 },
      { index: 4, ratio: 1, dividend: 1 },
    ]);
    expect(await actions({ corporate_actions: 'splits' })).toEqual([{ index: 2, ratio: 2, dividend: 0 }]);
    const { close } = await folder.load(TEXT, { corporate_actions: 'all' });
    expect([...close]).toEqual([100, 100, 50, 50, 49]);
  });

  test('are for shares after the splits that prices are adjusted for', async () => {
    const early = TEXT.replace('100,104,98,100,10,,', '100,104,98,100,10,3,');
    expect(await actions({ adjust: 'splits', corporate_actions: 'dividends' }, early)).toEqual([
      { index: 1, ratio: 1, dividend: 1.5 },
      { index: 4, ratio: 1, dividend: 1 },
    ]);
  });

  test('go with their bars when bars are left out, filled in, cut off or put together', async () => {
    const dropped = TEXT.replace('2020-01-08,50,52,48,50', '2020-01-08,50,,48,50');
    const book = { corporate_actions: 'all' as const };
    expect(await actions({ ...book, quality: { missing: 'drop' } }, dropped)).toEqual([
      { index: 2, ratio: 2, dividend: 0 },
      { index: 3, ratio: 1, dividend: 1 },
    ]);
    expect(await actions({ ...book, quality: { missing: 'fill' } }, dropped)).toHaveLength(2);
    expect(await actions({ ...book, from: '2020-01-07' })).toMatchObject([{ index: 1 }, { index: 3 }]);
    const gap = TEXT.replace('2020-01-09,50,52,48,50,20,0,0\n', '');
    expect(await actions({ ...book, quality: { gaps: 'fill', gap_bars: 0 } }, gap)).toMatchObject([
      { index: 2 },
      { index: 4 },
    ]);
  });

  test('inside a longer bar take effect at its open, on one basis of prices', async () => {
    const week = `${TEXT}\n2020-01-13,49,50,48,49,20,0,0\n2020-01-14,24,26,23,24,40,0,2\n2020-01-15,24,25,24,25,40,0.5,0`;
    const bars = await folder.load(week, { corporate_actions: 'all', interval: '1w', partial: 'keep' });
    expect([...bars.actions]).toEqual([{ index: 1, ratio: 2, dividend: 0.5 }]);
    expect([bars.open[1], bars.high[1], bars.low[1], bars.close[1], bars.volume[1]]).toEqual([
      24.5, 26, 23, 25, 120,
    ]);
    // The first bar has nobody who held anything before, but its prices are on one basis too.
    expect([bars.open[0], bars.high[0], bars.close[0]]).toEqual([49, 52, 49]);
  });

  test('cannot be adjusted for at the same time, or be of columns that are not there', async () => {
    const line = async (request: Partial<LoadRequest>, text = TEXT) =>
      (await folder.mistake(text, request)).line;
    expect(await line({ adjust: 'all', corporate_actions: 'dividends' })).toBe(
      'prices that are adjusted for dividends already would have them booked once more (leave dividends to one of adjust: all and corporate_actions: dividends)',
    );
    const plain = 'date,open,high,low,close\n2020-01-06,1,1,1,1\n';
    expect(await line({ corporate_actions: 'splits' }, plain)).toBe(
      'prices.csv has no column of splits to book (leave corporate_actions out, or name the column with columns: { split: … })',
    );
    const one = 'date,open,high,low,close,split\n2020-01-06,1,1,1,1,0\n';
    expect(await actions({ corporate_actions: 'all' }, one)).toEqual([]);
  });

  test.each(['adjust', 'corporate_actions'] as const)(
    'that prices are adjusted for already are told from %s, since they do not fall with them',
    async (key) => {
      // AAPL around its split of seven in June 2014, as a source that adjusts for splits has it.
      const text = [
        'date,open,high,low,close,volume,dividend,split',
        '2014-06-05,92.314285,92.767143,91.80143,92.478569,75951400,0.0,1.0',
        '2014-06-06,92.842857,93.03714,92.067146,92.224289,87484600,0.0,1.0',
        '2014-06-09,92.699997,93.879997,91.75,93.699997,75415000,0.0,7.0',
      ].join('\n');
      expect((await folder.mistake(text, { [key]: 'splits' })).line).toBe(
        'prices of X do not move with its split of 7 on 2014-06-09: 92.224289 before it, 92.699997 after (they seem to be adjusted for splits already: leave those out of adjust and corporate_actions)',
      );
      expect(await actions({ corporate_actions: 'dividends' }, text)).toEqual([]);
    },
  );
});
