import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { loadBars } from '../../src/data/load-bars.ts';
import type { BarSeries } from '../../src/market/bar-series.ts';
import { csvFolder } from './csv-folder.ts';

const folder = csvFolder();

/** A file with the given times, all bars alike. */
function withTimes(...times: (string | number)[]): string {
  return ['time,open,high,low,close', ...times.map((time) => `${time},10,11,9,10.5`)].join('\n');
}

function spans(series: BarSeries): string[] {
  return Array.from(series.openTime, (from, i) =>
    [from, series.closeTime[i]]
      .map((time) => new Date(time).toISOString().replace('T', ' ').replace('Z', ''))
      .join(' – '),
  );
}

const TWO_MINUTES = [
  '2020-12-15 09:30:00.000 – 2020-12-15 09:30:59.999',
  '2020-12-15 09:31:00.000 – 2020-12-15 09:31:59.999',
];
const TWO_DAYS = [
  '2020-12-15 00:00:00.000 – 2020-12-15 23:59:59.999',
  '2020-12-16 00:00:00.000 – 2020-12-16 23:59:59.999',
];

describe('times', () => {
  test.each([
    ['ISO dates', ['2020-12-15', '2020-12-16'], TWO_DAYS],
    ['dates without hyphens', [20201215, 20201216], TWO_DAYS],
    ['midnights', ['2020-12-15 00:00:00', '2020-12-16 00:00:00'], TWO_DAYS],
    ['date-times without zone, as UTC', ['2020-12-15 09:30', '2020-12-15 09:31'], TWO_MINUTES],
    ['date-times with Z', ['2020-12-15T09:30:00Z', '2020-12-15T09:31:00Z'], TWO_MINUTES],
    ['date-times to the minute with Z', ['2020-12-15T09:30Z', '2020-12-15T09:31Z'], TWO_MINUTES],
    [
      'date-times to the minute with an offset',
      ['2020-12-15T04:30-0500', '2020-12-15T04:31-0500'],
      TWO_MINUTES,
    ],
    ['date-times with UTC spelt out', ['2020-12-15 09:30:00 UTC', '2020-12-15 09:31:00 UTC'], TWO_MINUTES],
    ['date-times with milliseconds', ['2020-12-15T09:30:00.000', '2020-12-15T09:31:00.000'], TWO_MINUTES],
    // The engine's plain cast would drop the offset without a word.
    ['date-times with offsets', ['2020-12-15 04:30:00-05:00', '2020-12-15 11:31:00+02:00'], TWO_MINUTES],
    ['seconds', [1608024600, 1608024660], TWO_MINUTES],
    ['milliseconds', [1608024600000, 1608024660000], TWO_MINUTES],
    ['microseconds', ['1608024600000000', '1608024660000000'], TWO_MINUTES],
    ['nanoseconds', ['1608024600000000000', '1608024660000000000'], TWO_MINUTES],
    ['date-times without hyphens', ['20201215 093000', '20201215 093100'], TWO_MINUTES],
    ['days in front', ['15.12.2020', '16.12.2020'], TWO_DAYS],
    ['months in front', ['12/15/2020', '12/16/2020'], TWO_DAYS],
    ['years in front, with slashes', ['2020/12/15', '2020/12/16'], TWO_DAYS],
    ['names of months', ['15-Dec-2020', '16-Dec-2020'], TWO_DAYS],
    ['names of months in front', ['"Dec 15, 2020"', '"Dec 16, 2020"'], TWO_DAYS],
    ['months in front with a time of day', ['12/15/2020 9:30', '12/15/2020 9:31'], TWO_MINUTES],
    ['half days', ['12/15/2020 9:30:00 AM', '12/15/2020 9:31:00 AM'], TWO_MINUTES],
    ['cells with spaces around', [' 2020-12-15 ', ' 2020-12-16'], TWO_DAYS],
  ])('%s are read', async (_, times, expected) => {
    expect(spans(await folder.load(withTimes(...times)))).toEqual(expected);
  });

  test('a stamp at the end moves bars back by their interval', async () => {
    const series = await folder.load(withTimes('2020-12-15T09:31', '2020-12-15T09:32'), { stamp: 'end' });
    expect(spans(series)).toEqual(TWO_MINUTES);
  });

  test('the interval is the most common spacing, whatever the gaps', async () => {
    const series = await folder.load(withTimes(0, 300, 600, 86_400, 86_460, 86_760));
    expect(series.closeTime[0] - series.openTime[0]).toBe(299_999);
  });

  test('the interval does not depend on the range that is asked for', async () => {
    const text = withTimes(
      '2020-12-15T09:30',
      '2020-12-15T09:31',
      '2020-12-15T09:32',
      '2020-12-16T09:00',
      '2020-12-16T10:00',
    );
    const series = await folder.load(text, { from: '2020-12-16' });
    expect(spans(series)[0]).toBe('2020-12-16 09:00:00.000 – 2020-12-16 09:00:59.999');
  });

  test('a given interval is taken', async () => {
    const series = await folder.load(withTimes('2020-12-15T09:30:00Z'), { interval: '1m' });
    expect(spans(series)).toEqual(TWO_MINUTES.slice(0, 1));
  });

  test('a week stamped with its last date ends with that date', async () => {
    const series = await folder.load(withTimes('2020-12-13', '2020-12-20'), { interval: '1w', stamp: 'end' });
    expect(spans(series)).toEqual([
      '2020-12-07 00:00:00.000 – 2020-12-13 23:59:59.999',
      '2020-12-14 00:00:00.000 – 2020-12-20 23:59:59.999',
    ]);
  });

  test('to includes the whole of its last date, and no bar that ends later', async () => {
    const text = withTimes(
      '2020-12-14T23:00Z',
      '2020-12-15T00:00Z',
      '2020-12-15T23:00Z',
      '2020-12-16T00:00Z',
    );
    const range = { from: '2020-12-15', to: '2020-12-15', interval: '1h' };
    expect((await folder.load(text, range)).length).toBe(2);
    // Stamped with its end, the bar of 00:00 belongs to the day before.
    const ended = await folder.load(text, { ...range, stamp: 'end' });
    expect(spans(ended)).toEqual([
      '2020-12-15 22:00:00.000 – 2020-12-15 22:59:59.999',
      '2020-12-15 23:00:00.000 – 2020-12-15 23:59:59.999',
    ]);
  });
});

describe('columns', () => {
  const row = '2020-12-15,10,11,9,10.5,500';

  test.each([
    'Date,Open,High,Low,Close,Volume',
    'TIMESTAMP,OPEN,HIGH,LOW,CLOSE,VOL',
    'ts, open, high, low, close, volume',
  ])('are found under usual names, in any case: %s', async (header) => {
    const series = await folder.load(`${header}\n${row}\n`);
    expect([series.open[0], series.high[0], series.low[0], series.close[0], series.volume[0]]).toEqual([
      10, 11, 9, 10.5, 500,
    ]);
  });

  test('may stand in any order, among others', async () => {
    const series = await folder.load('note,close,low,high,open,date\nx,10.5,9,11,10,2020-12-15\n');
    expect([series.open[0], series.high[0], series.low[0], series.close[0]]).toEqual([10, 11, 9, 10.5]);
  });

  test('can be named', async () => {
    const columns = { time: 'Day', close: 'px_last', volume: 'turnover' };
    const series = await folder.load(`day,open,high,low,PX_LAST,turnover\n${row}\n`, { columns });
    expect([series.close[0], series.volume[0]]).toEqual([10.5, 500]);
  });

  test('volume is NaN throughout when there is none, or when it is not to be used', async () => {
    const without = await folder.load(withTimes('2020-12-15', '2020-12-16'));
    expect([...without.volume]).toEqual([Number.NaN, Number.NaN]);
    const unused = await folder.load('date,open,high,low,close,volume\n2020-12-15,10,11,9,10.5,\n', {
      columns: { volume: null },
    });
    expect([...unused.volume]).toEqual([Number.NaN]);
  });

  test('a symbol column picks the rows of the symbol', async () => {
    const text = [
      'symbol,date,open,high,low,close',
      'A,2020-12-15,1,1,1,1',
      'B,2020-12-15,2,2,2,2',
      'A,2020-12-16,3,3,3,3',
    ];
    const series = await folder.load(text.join('\n'), { symbol: 'A' });
    expect([...series.close]).toEqual([1, 3]);
    expect(series.symbol).toBe('A');
  });

  test('what is wrong with another symbol is no concern', async () => {
    const series = await folder.load(
      "symbol,date,open,high,low,close\nA'1,2020-12-15,1,1,1,1\nB,soon,x,,-1,0\n",
      { symbol: "A'1" },
    );
    expect(series.length).toBe(1);
  });
});

describe('text', () => {
  const rows = ['date;open;high;low;close', '2020-12-15;10;11;9;10.5', '2020-12-16;10.5;12;10;11'];

  test.each([
    ['semicolons', rows.join('\n')],
    ['tabs', rows.join('\n').replaceAll(';', '\t')],
    ['bars', rows.join('\n').replaceAll(';', '|')],
    [
      'quotes',
      rows
        .join('\n')
        .replaceAll(/[^;\n]+/g, '"$&"')
        .replaceAll(';', ','),
    ],
    ['line ends of Windows', rows.join('\r\n').replaceAll(';', ',')],
    ['line ends of old Macs', rows.join('\r').replaceAll(';', ',')],
    ['a byte order mark', `\uFEFF${rows.join('\n').replaceAll(';', ',')}`],
    ['blank lines', `${rows.join('\n\n').replaceAll(';', ',')}\n\n\n`],
  ])('with %s is read', async (_, text) => {
    expect([...(await folder.load(text)).close]).toEqual([10.5, 11]);
  });

  test('a file whose name looks like a pattern is itself', async () => {
    folder.write('p1.csv', withTimes('2020-12-15', '2020-12-16'));
    folder.write('p[1]*.csv', withTimes('2020-12-15'));
    folder.write("it's.csv", withTimes('2020-12-15'));
    for (const source of ['p[1]*.csv', "it's.csv"]) {
      expect((await loadBars({ symbol: 'X', source }, folder.effects)).length).toBe(1);
    }
  });

  test('a file of several chunks and scan blocks keeps its order', async () => {
    const rows = Array.from(
      { length: 120_000 },
      (_, i) => `${1_500_000_000 + 60 * i},${i + 1},${i + 2},${i + 0.5},${i + 1},${i}`,
    );
    const series = await folder.load(`ts,open,high,low,close,volume\n${rows.join('\n')}\n`);
    expect(series.length).toBe(120_000);
    expect(series.volume.every((volume, i) => volume === i)).toBe(true);
    expect(series.openTime.every((time, i) => time === (1_500_000_000 + 60 * i) * 1000)).toBe(true);
  });
});

test('a process that has loaded bars ends by itself', () => {
  const module = new URL('../../src/data/load-bars.ts', import.meta.url).href;
  const script = `
    import { loadBars } from ${JSON.stringify(module)};
    const bars = await loadBars({ symbol: 'SPX', source: 'dataset:sp500-daily' }, { baseDirectory: '.' });
    console.log(bars.length);`;
  const child = spawnSync(process.execPath, ['--input-type=module-typescript', '-e', script], {
    encoding: 'utf8',
    // Of one that hangs.
    timeout: 60_000,
  });
  expect([child.stdout, child.status, child.signal]).toEqual(['5105\n', 0, null]);
});
