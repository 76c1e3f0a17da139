import { expect, test } from 'vitest';
import { calendar } from '../../../src/features/index.ts';
import { barSeriesFromRows } from '../../../src/market/bar-series.ts';
import { compute } from '../compute.ts';

const MINUTE = 60_000;

/** Bars of a minute that begin at these moments. */
function minutes(...begins: string[]) {
  return barSeriesFromRows(
    'TEST',
    begins.map((begin) => {
      const openTime = Date.parse(begin);
      return { openTime, closeTime: openTime + MINUTE - 1, open: 1, high: 1, low: 1, close: 1 };
    }),
  );
}

function rows(bars: ReturnType<typeof minutes>, timeZone?: string): number[][] {
  const columns = Object.values(calendar(timeZone)).map((request) => compute(bars, request));
  return columns[0].map((_, i) => columns.map((column) => column[i]));
}

test('calendar tells minute, day of week, month and year, quarter and year in UTC', () => {
  expect(Object.keys(calendar())).toEqual([
    'minute_of_day',
    'day_of_week',
    'day_of_month',
    'day_of_year',
    'month',
    'quarter',
    'year',
  ]);
  expect(rows(minutes('1969-12-28T23:59Z', '2024-02-29T09:30Z', '2024-12-31T00:00Z'))).toEqual([
    [1439, 7, 28, 362, 12, 4, 1969],
    [570, 4, 29, 60, 2, 1, 2024],
    [0, 2, 31, 366, 12, 4, 2024],
  ]);
});

test('calendar follows the clock of its time zone through the days on which that changes', () => {
  // New York goes from 01:59 to 03:00 on 2013-03-10 and from 01:59 back to 01:00 on 2013-11-03.
  const bars = minutes(
    '2013-03-08T14:30Z',
    '2013-03-10T06:59Z',
    '2013-03-10T07:00Z',
    '2013-03-11T13:30Z',
    '2013-11-03T05:59Z',
    '2013-11-03T06:00Z',
    '2013-11-04T14:30Z',
  );
  const minute = compute(bars, calendar('America/New_York').minute_of_day);
  expect(minute).toEqual([570, 119, 180, 570, 119, 60, 570]);
});

test('calendar has days that are not those of UTC, and zones that are not full hours off', () => {
  const bars = minutes('2024-01-01T18:30Z', '2024-01-01T03:00Z');
  expect(rows(bars, 'Asia/Kolkata').map((row) => row.slice(0, 3))).toEqual([
    [0, 2, 2],
    [510, 1, 1],
  ]);
  expect(compute(bars, calendar('America/New_York').year)).toEqual([2024, 2023]);
});
