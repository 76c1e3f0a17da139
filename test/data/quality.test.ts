import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type LoadedBars, type LoadRequest, loadCheckedBars } from '../../src/data/load-bars.ts';
import { CHECKS } from '../../src/data/quality/policies.ts';
import { reportLine } from '../../src/data/quality/report.ts';
import { placeText, problemText } from '../../src/data/quality/row-problems.ts';
import { TrailingMedian } from '../../src/data/quality/trailing-median.ts';
import { FLAGGED_BAR, SYNTHETIC_BAR } from '../../src/market/bar-series.ts';
import { csvFolder } from './csv-folder.ts';

const folder = csvFolder();
const HEADER = 'date,open,high,low,close,volume';
type Quality = LoadRequest['quality'];

async function check(
  rows: readonly string[],
  quality: Quality,
  more: Partial<LoadRequest> = {},
): Promise<LoadedBars> {
  folder.write('prices.csv', [HEADER, ...rows].join('\n'));
  return loadCheckedBars({ symbol: 'X', source: 'prices.csv', quality, ...more }, folder.effects);
}

async function lineOf(rows: readonly string[], quality: Quality): Promise<string> {
  return (await folder.mistake([HEADER, ...rows].join('\n'), { quality })).line;
}

/** What was found, one line each: `prices.csv:4 close "0" is not above 0`. */
function found({ report }: LoadedBars): string[] {
  return report.checks.flatMap(({ check: name, first }) =>
    first.map((problem) => `${name}: ${placeText(problem)} ${problemText(problem)}`),
  );
}

function dates({ series }: LoadedBars): string[] {
  return Array.from(series.openTime, (time) => new Date(time).toISOString().slice(5, 10));
}

/** Weekdays from 2020-01-06 on, closes as given, high and low one beside. */
function days(...closes: number[]): string[] {
  return closes.map((close, i) => {
    const date = new Date(Date.UTC(2020, 0, 6 + i + 2 * Math.floor(i / 5))).toISOString().slice(0, 10);
    return `${date},${close},${close + 1},${close - 1},${close},100`;
  });
}

const A = '2020-01-06,10,11,9,10,100';
const B = '2020-01-07,11,12,10,11,100';
const C = '2020-01-08,12,13,11,12,100';

describe('rows that cannot be bars', () => {
  test('are left out, and told with file and line', async () => {
    const rows = [
      A,
      '2020-01-07,,12,10,11,100',
      '2020-01-08,12,13,11,-12,100',
      '2020-01-09,12,11,13,12,1',
      C.replace('08', '10'),
    ];
    const loaded = await check(rows, { missing: 'drop', non_positive: 'drop', ohlc: 'drop' });
    expect(dates(loaded)).toEqual(['01-06', '01-10']);
    expect(found(loaded)).toEqual([
      'missing: prices.csv:3 open is empty',
      'non_positive: prices.csv:4 close "-12" is not above 0',
      'ohlc: prices.csv:5 high "11" is below the low 13',
    ]);
    expect(reportLine(loaded.report)).toBe(
      'X: 1 dropped (missing), 1 dropped (non_positive), 1 dropped (ohlc)',
    );
    expect(loaded.report).toMatchObject({ rows: 5, bars: 2, synthetic: 0, flagged: 0 });
  });

  test('are replaced by synthetic bars, flat at the last close', async () => {
    const { series, report } = await check([A, '2020-01-07,ten,12,10,11,100', C], { missing: 'fill' });
    const { open, high, low, close, volume, flags } = series;
    expect([open, high, low, close, volume, flags].map((column) => column[1])).toEqual([
      10,
      10,
      10,
      10,
      0,
      SYNTHETIC_BAR,
    ]);
    expect(report.synthetic).toBe(1);
  });

  test('are left out instead where no close is known yet', async () => {
    const loaded = await check([A.replace('10,100', ',100'), B, C], { missing: 'fill' });
    expect(dates(loaded)).toEqual(['01-07', '01-08']);
  });

  test('must leave at least one bar', async () => {
    expect(await lineOf([A.replace('11', '1'), B.replace('12', '1')], { ohlc: 'drop' })).toBe(
      'no row of X in prices.csv is left: all were dropped (ohlc 2)',
    );
  });

  test('end a load unless their own check lets them pass', async () => {
    const rows = [A, '2020-01-07,,12,10,11,100', '2020-01-08,12,13,11,-12,100'];
    expect(await lineOf(rows, { missing: 'drop' })).toBe('prices.csv:4: close "-12" is not above 0');
    expect(await lineOf([A, 'soon,1,1,1,1,1'], { missing: 'drop', order: 'sort' })).toMatch(
      /^prices.csv:3: date "soon" is not a date/,
    );
  });
});

describe('times', () => {
  test('out of order are left out, or put in their place', async () => {
    const rows = [B, A, C];
    expect(dates(await check(rows, { order: 'drop' }))).toEqual(['01-07', '01-08']);
    const sorted = await check(rows, { order: 'sort' });
    expect(dates(sorted)).toEqual(['01-06', '01-07', '01-08']);
    expect([...sorted.series.close]).toEqual([10, 11, 12]);
    expect(found(sorted)).toEqual(['order: prices.csv:3 date "2020-01-06" is earlier than in a row before']);
    expect(dates(await check([C, B, A], { order: 'sort' }))).toEqual(['01-06', '01-07', '01-08']);
  });

  test('that come twice keep the first row', async () => {
    const again = '2020-01-07,1,1,1,1,1';
    expect([...(await check([A, B, again, C], { duplicates: 'drop' })).series.close]).toEqual([10, 11, 12]);
    const sorted = await check([B, C, again, A], { duplicates: 'drop', order: 'sort' });
    expect([...sorted.series.close]).toEqual([10, 11, 12]);
    expect(await lineOf([B, C, again, A], { order: 'sort' })).toMatch(
      /^prices.csv:4: date "2020-01-07" is the same/,
    );
  });

  test('in any order come out sorted and once', async () => {
    const anyOrder = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 15 });
    await fc.assert(
      fc.asyncProperty(anyOrder, async (order) => {
        const rows = order.map((day) => `2020-02-0${day === 0 ? 1 : day},1,1,1,1,${day}`);
        const wanted = [...new Set(order.map((day) => Math.max(day, 1)))].sort((a, b) => a - b);
        const sorted = await check(rows, { order: 'sort', duplicates: 'drop' });
        expect(sorted.series.length).toBe(wanted.length);
        const dropped = await check(rows, { order: 'drop', duplicates: 'drop' });
        expect([...dropped.series.openTime]).toEqual([...dropped.series.openTime].sort((a, b) => a - b));
        expect(new Set(dropped.series.openTime).size).toBe(dropped.series.length);
      }),
      { numRuns: 30, seed: 1 },
    );
  });
});

describe('spikes', () => {
  const calm = Array.from({ length: 40 }, (_, i) => 100 + (i % 2));

  test('are prices far from the last close, by the usual move', async () => {
    // ln(301 / 101) over a weekend, by the root of 3 days, against ln(101 / 100).
    const spiked = days(...calm, 300, 100, 101);
    const flagged = await check(spiked, { spikes: 'flag' });
    expect(found(flagged)).toEqual([
      'spikes: prices.csv:42 high "301" is 63 times the usual move away from the last close 101',
    ]);
    expect(flagged.series.flags[40]).toBe(FLAGGED_BAR);
    expect(flagged.report.flagged).toBe(1);
    expect((await check(spiked, { spikes: 'drop' })).series.length).toBe(42);
    const filled = (await check(spiked, { spikes: 'fill' })).series;
    expect([filled.close[40], filled.high[40], filled.flags[40]]).toEqual([101, 101, SYNTHETIC_BAR]);
    expect(await lineOf(spiked, { spikes: 'error' })).toMatch(/^prices.csv:42: high "301"/);
    expect((await check(spiked, { spikes: 'flag', spike_size: 1000 })).report.checks).toEqual([]);
  });

  test('are measured by the time that a move took: a night is none', async () => {
    const at = (minute: number, close: number) => {
      const time = new Date(Date.UTC(2020, 0, 6, 10) + minute * 60_000).toISOString();
      return `${time},${close},${close},${close},${close},1`;
    };
    const day = Array.from({ length: 60 }, (_, i) => at(i, 1000 + (i % 2)));
    const [dawn, noon] = [at(24 * 60, 1040), at(60, 1040)];
    expect((await check([...day, dawn], { spikes: 'flag' })).report.checks).toEqual([]);
    expect((await check([...day, noon], { spikes: 'flag' })).report.checks).toMatchObject([{ count: 1 }]);
  });

  test('are only one bar when prices stay where they went', async () => {
    const split = days(...calm, ...calm.map((close) => close / 10));
    const flagged = await check(split, { spikes: 'flag' });
    expect(flagged.report.checks.map(({ count }) => count)).toEqual([1]);
    expect((await check(split, { spikes: 'drop' })).series.length).toBe(79);
  });

  test('are not looked for before the usual move is known', async () => {
    expect((await check(days(100, 300, 100), { spikes: 'flag' })).report.checks).toEqual([]);
  });

  test('do not depend on what comes after them', async () => {
    const anyCloses = fc.array(fc.constantFrom(50, 100, 101, 102, 400), { minLength: 30, maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(anyCloses, async (closes) => {
        const { series } = await check(days(...closes), { spikes: 'flag', stale: 'flag', stale_bars: 2 });
        const { series: known } = await check(days(...closes.slice(0, 29)), {
          spikes: 'flag',
          stale: 'flag',
          stale_bars: 2,
        });
        expect(known.flags).toEqual(series.flags.slice(0, 29));
      }),
      { numRuns: 20, seed: 1 },
    );
  });
});

describe('stale bars and bars without volume', () => {
  test('are told from the bar on at which there are too many', async () => {
    const loaded = await check(days(10, 12, 12, 12, 12, 13), { stale: 'flag', stale_bars: 3 });
    expect(found(loaded)).toEqual([
      'stale: prices.csv:5 close "12" is the same, as are open, high and low, for the 3rd bar in a row',
      'stale: prices.csv:6 close "12" is the same, as are open, high and low, for the 4th bar in a row',
    ]);
    expect([...loaded.series.flags]).toEqual([0, 0, 0, FLAGGED_BAR, FLAGGED_BAR, 0]);
    expect([
      ...(await check(days(10, 12, 12, 12, 13), { stale: 'fill', stale_bars: 3 })).series.flags,
    ]).toEqual([0, 0, 0, 1, 0]);
  });

  test('may be made synthetic, so that nothing is traded on them', async () => {
    const rows = [A, B.replace(',100', ',0'), C];
    const { series } = await check(rows, { zero_volume: 'fill' });
    expect([series.close[1], series.flags[1]]).toEqual([10, SYNTHETIC_BAR]);
    expect((await check(rows, { zero_volume: 'drop' })).series.length).toBe(2);
    expect((await check(rows, {})).series.close[1]).toBe(11);
  });
});

describe('gaps', () => {
  test('of daily bars are weekdays, and holidays are none', async () => {
    const rows = ['2020-01-02', '2020-01-07', '2020-01-08', '2020-01-14'].map((date) =>
      A.replace('2020-01-06', date),
    );
    // Two weekdays are missing first, three then.
    const loaded = await check(rows, { gaps: 'flag' });
    expect(found(loaded)).toEqual([
      'gaps: prices.csv:5 date "2020-01-14" comes after a gap of 3 bars from 2020-01-09T00:00:00Z on',
    ]);
    const filled = await check(rows, { gaps: 'fill', gap_bars: 0 });
    expect(dates(filled)).toEqual([
      '01-02',
      '01-03',
      '01-06',
      '01-07',
      '01-08',
      '01-09',
      '01-10',
      '01-13',
      '01-14',
    ]);
    expect([...filled.series.flags]).toEqual([0, 1, 1, 0, 0, 1, 1, 1, 0]);
    expect(filled.series.volume[1]).toBe(0);
    expect(await lineOf(rows, { gaps: 'error' })).toMatch(
      /^prices.csv:5: date "2020-01-14" comes after a gap/,
    );
  });

  test('within a day are filled bar by bar, nights are left alone', async () => {
    const times = [
      '2020-01-06T10:00',
      '2020-01-06T10:01',
      '2020-01-06T10:04',
      '2020-01-07T10:00',
      '2020-01-07T10:01',
    ];
    const rows = times.map((time) => A.replace('2020-01-06', time));
    const { series, report } = await check(rows, { gaps: 'fill' });
    expect(Array.from(series.openTime, (time) => new Date(time).toISOString().slice(11, 16))).toEqual([
      '10:00',
      '10:01',
      '10:02',
      '10:03',
      '10:04',
      '10:00',
      '10:01',
    ]);
    expect(report.checks).toMatchObject([{ check: 'gaps', count: 1 }]);
  });

  test('of whole days are told, though not filled', async () => {
    const times = ['2020-01-06T10:00', '2020-01-06T10:01', '2020-01-16T10:00', '2020-01-16T10:01'];
    const loaded = await check(
      times.map((time) => A.replace('2020-01-06', time)),
      { gaps: 'fill' },
    );
    expect(found(loaded)).toEqual([
      'gaps: prices.csv:4 date "2020-01-16T10:00" comes after a gap of 7 days from 2020-01-06T10:02:00Z on',
    ]);
    expect(loaded.series.length).toBe(4);
  });
});

test('a source that is all right has nothing to report, whatever is looked for', async () => {
  const everything = Object.fromEntries(CHECKS.map((name) => [name, 'error']));
  const { series, report } = await loadCheckedBars(
    {
      symbol: 'SPX',
      source: 'dataset:sp500-daily',
      quality: { ...everything, gap_bars: 4, spike_size: 60 } as Quality,
    },
    folder.effects,
  );
  expect(series.length).toBe(5105);
  expect(report).toMatchObject({ rows: 5105, bars: 5105, checks: [] });
});

test('the trailing median is that of the last numbers', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 20 })),
      fc.integer({ min: 1, max: 9 }),
      (numbers, size) => {
        const median = new TrailingMedian(size);
        numbers.forEach((number, i) => {
          median.add(number);
          const last = numbers.slice(Math.max(0, i + 1 - size), i + 1).sort((a, b) => a - b);
          const middle = last.length >> 1;
          expect(median.value).toBe(
            last.length % 2 === 1 ? last[middle] : (last[middle - 1] + last[middle]) / 2,
          );
        });
      },
    ),
    { seed: 1 },
  );
});
