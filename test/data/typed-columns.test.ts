import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sqlText, withDatabase } from '../../src/data/database.ts';
import { type LoadRequest, loadBars } from '../../src/data/load-bars.ts';
import { patternReader } from '../../src/data/times/parse-pattern.ts';
import type { BarSeries } from '../../src/market/bar-series.ts';
import { arrow } from '../../src/tracing/arrow/apache-arrow.ts';
import { csvFolder, mistakeOf } from './csv-folder.ts';

const folder = csvFolder();

/** Three minutes from 2020-12-15 09:30 on; the last close is 12. */
const MINUTES = [0, 1, 2].map((i) => Date.UTC(2020, 11, 15, 9, 30 + i));
const TEXTS = MINUTES.map((time) => new Date(time).toISOString());

function shown({ openTime, close }: BarSeries): string {
  return `${new Date(openTime[0]).toISOString()} ${close.join(' ')}`;
}
const MINUTE_BARS = '2020-12-15T09:30:00.000Z 10 11 12';
const DAY_BARS = '2020-12-15T00:00:00.000Z 10 11 12';

async function parquet(
  time: string,
  price = 'price',
  more = '',
  request: Partial<LoadRequest> = {},
): Promise<BarSeries> {
  const path = join(folder.path, 'typed.parquet');
  const sql = `copy (
    select ${time} as time, ${price} as open, ${price} as high, ${price} as low, ${price} as close ${more}
    from (select i, (10 + i)::double as price, timestamp '2020-12-15 09:30:00' + to_minutes(i) as t, date '2020-12-15' + i::int as d
          from range(3) r(i))) to ${sqlText(path)} (format parquet)`;
  await withDatabase((connection) => connection.run(sql));
  return loadBars({ symbol: 'X', source: 'typed.parquet', ...request }, folder.effects);
}

describe('Parquet of other software', () => {
  test.each([
    ['timestamps', 't', MINUTE_BARS],
    ['timestamps with time zone', "t at time zone 'UTC'", MINUTE_BARS],
    ['timestamps of seconds', 't::timestamp_s', MINUTE_BARS],
    ['timestamps of nanoseconds', 't::timestamp_ns', MINUTE_BARS],
    ['dates', 'd', DAY_BARS],
    ['milliseconds', 'epoch_ms(t)', MINUTE_BARS],
    ['nanoseconds', 'epoch_ns(t)', MINUTE_BARS],
    ['seconds as doubles', 'epoch(t)::double', MINUTE_BARS],
    ['dates as numbers', "strftime(d, '%Y%m%d')::int", DAY_BARS],
    ['text', 't::varchar', MINUTE_BARS],
    ['text of dates by another pattern', "strftime(d, '%d.%m.%Y')", DAY_BARS],
  ])('has times as %s', async (_, time, expected) => {
    expect(shown(await parquet(time))).toBe(expected);
  });

  test.each(['price::float', 'price::decimal(18, 4)', 'price::int', 'price::bigint', 'price::varchar'])(
    'has prices as %s',
    async (price) => {
      expect(shown(await parquet('t', price))).toBe(MINUTE_BARS);
    },
  );

  test('has symbols as enums, and columns with quotes in their names', async () => {
    const more = `, (case when i < 2 then 'X' else 'Y' end)::enum('X', 'Y') as symbol, i as "a ""b"""`;
    const bars = await parquet('t', 'price', more, { columns: { volume: 'a "b"' }, interval: '1m' });
    expect([shown(bars), ...bars.volume]).toEqual(['2020-12-15T09:30:00.000Z 10 11', 0, 1]);
  });

  test('is read in a time zone where its times have none', async () => {
    const timezone = 'America/New_York';
    expect(shown(await parquet('t', 'price', '', { timezone }))).toBe('2020-12-15T14:30:00.000Z 10 11 12');
    expect(shown(await parquet("t at time zone 'UTC'", 'price', '', { timezone }))).toBe(MINUTE_BARS);
  });

  test('is refused where columns hold neither numbers nor times', async () => {
    expect((await mistakeOf(parquet('t', "date '2020-01-01'"))).line).toBe(
      'typed.parquet: column open is to be open, but holds DATE and not numbers (name another with columns: { open: … })',
    );
    expect((await mistakeOf(parquet('true'))).line).toBe(
      'typed.parquet: column time is to be time, but holds BOOLEAN and not times (name another with columns: { time: … })',
    );
    expect((await mistakeOf(parquet('t', 'price', '', { date_format: '%Y' }))).line).toBe(
      'date_format is given, but time of typed.parquet is a column of times, not of text (leave date_format out)',
    );
  });

  test('tells an empty cell, and one that is not a number', async () => {
    expect((await mistakeOf(parquet('t', 'case when i = 1 then null else price end'))).line).toBe(
      'typed.parquet: row 2: open is empty',
    );
    expect((await mistakeOf(parquet('t', "case when i = 1 then 'ten' else price::varchar end"))).line).toBe(
      'typed.parquet: row 2: open "ten" is not a number',
    );
    expect((await mistakeOf(parquet('case when i = 1 then null else t end'))).line).toBe(
      'typed.parquet: row 2: time is empty',
    );
  });
});

describe('Arrow of other software', () => {
  const { Table, tableToIPC, vectorFromArray } = arrow();
  const types = arrow();
  const prices = [10, 11, 12];

  async function load(
    time: unknown,
    price: () => unknown = () => vectorFromArray(prices, new types.Float64()),
    format: 'file' | 'stream' = 'file',
    request: Partial<LoadRequest> = {},
  ): Promise<BarSeries> {
    // A vector of its own for each: the package writes one that is used often wrongly.
    const columns = { time, open: price(), high: price(), low: price(), close: price() };
    writeFileSync(join(folder.path, 'typed.arrow'), tableToIPC(new Table(columns as never), format));
    return loadBars({ symbol: 'X', source: 'typed.arrow', ...request }, folder.effects);
  }
  const days = [15, 16, 17].map((day) => Date.UTC(2020, 11, day));

  test.each([
    ['timestamps of seconds', vectorFromArray(MINUTES, new types.TimestampSecond()), MINUTE_BARS],
    [
      'timestamps of milliseconds',
      vectorFromArray(MINUTES, new types.TimestampMillisecond('UTC')),
      MINUTE_BARS,
    ],
    [
      'timestamps of microseconds',
      vectorFromArray(MINUTES, new types.TimestampMicrosecond('America/New_York')),
      MINUTE_BARS,
    ],
    ['timestamps of nanoseconds', vectorFromArray(MINUTES, new types.TimestampNanosecond()), MINUTE_BARS],
    ['days', vectorFromArray(days, new types.DateDay()), DAY_BARS],
    ['dates of milliseconds', vectorFromArray(days, new types.DateMillisecond()), DAY_BARS],
    ['milliseconds', vectorFromArray(MINUTES.map(BigInt), new types.Int64()), MINUTE_BARS],
    [
      'nanoseconds',
      vectorFromArray(
        MINUTES.map((time) => BigInt(time) * 1_000_000n),
        new types.Int64(),
      ),
      MINUTE_BARS,
    ],
    ['text', vectorFromArray(TEXTS, new types.Utf8()), MINUTE_BARS],
    [
      'text in a dictionary',
      vectorFromArray(TEXTS, new types.Dictionary(new types.Utf8(), new types.Int32())),
      MINUTE_BARS,
    ],
    [
      'text of dates by another pattern',
      vectorFromArray(['15/12/2020', '16/12/2020', '17/12/2020'], new types.Utf8()),
      DAY_BARS,
    ],
  ])('has times as %s', async (_, time, expected) => {
    expect(shown(await load(time))).toBe(expected);
    expect(shown(await load(time, undefined, 'stream'))).toBe(expected);
  });

  test.each([
    ['floats', () => vectorFromArray(prices, new types.Float32())],
    ['whole numbers', () => vectorFromArray(prices, new types.Int32())],
    ['long whole numbers', () => vectorFromArray(prices.map(BigInt), new types.Int64())],
    ['text', () => vectorFromArray(prices.map(String), new types.Utf8())],
  ])('has prices as %s', async (_, price) => {
    expect(shown(await load(vectorFromArray(MINUTES, new types.TimestampMillisecond()), price))).toBe(
      MINUTE_BARS,
    );
  });

  test('is read in a time zone where its times have none', async () => {
    const timezone = 'America/New_York';
    const naive = vectorFromArray(MINUTES, new types.TimestampMillisecond());
    expect(shown(await load(naive, undefined, 'file', { timezone }))).toBe(
      '2020-12-15T14:30:00.000Z 10 11 12',
    );
    const dated = vectorFromArray(['15.12.20 9:30', '15.12.20 9:31', '15.12.20 9:32'], new types.Utf8());
    const request = { timezone, date_format: '%d.%m.%y %H:%M' };
    expect(shown(await load(dated, undefined, 'file', request))).toBe('2020-12-15T14:30:00.000Z 10 11 12');
  });

  test('tells an empty cell, and what is no Arrow', async () => {
    const time = vectorFromArray(MINUTES, new types.TimestampMillisecond());
    expect(
      (await mistakeOf(load(time, () => vectorFromArray([10, null, 12], new types.Float64())))).line,
    ).toBe('typed.arrow: row 2: open is empty');
    writeFileSync(join(folder.path, 'cut.arrow'), 'ARROW1\0\0 and no more');
    const cut = loadBars({ symbol: 'X', source: 'cut.arrow' }, folder.effects);
    expect((await mistakeOf(cut)).line).toMatch(
      /^cut\.arrow cannot be read as Arrow: .* \(was it written to its end\?\)$/,
    );
  });
});

test.each([
  ['%d/%m/%Y', '31/12/2020', Date.UTC(2020, 11, 31)],
  ['%d/%m/%Y', '31/02/2020', Number.NaN],
  ['%d/%m/%Y', '1/2/2020', Date.UTC(2020, 1, 1)],
  ['%b %d, %Y', 'Dec 15, 2020', Date.UTC(2020, 11, 15)],
  ['%m/%d/%y %I:%M:%S %p', '12/15/20 12:30:00 AM', Date.UTC(2020, 11, 15, 0, 30)],
  ['%Y-%m-%d %H:%M:%S.%f%z', '2020-12-15 09:30:00.250-0500', Date.UTC(2020, 11, 15, 14, 30, 0, 250)],
  ['%Y-%m-%d', '2020-12-15 09:30', Number.NaN],
])('a pattern reads as DuckDB does: %s of %s', async (pattern, text, expected) => {
  expect(patternReader(pattern)?.(text)).toBe(expected);
  const read = await withDatabase(async (connection) => {
    const reader = await connection.runAndReadAll(
      `select epoch_ms(try_strptime(${sqlText(text)}, ${sqlText(pattern)}))::double`,
    );
    return reader.getRowsJS()[0][0];
  });
  expect(read ?? Number.NaN).toBe(expected);
});
