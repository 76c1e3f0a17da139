import { describe, expect, test } from 'vitest';
import { mfi, moneyFlow, obv, turnover, vwap } from '../../../src/features/index.ts';
import { type BarSeries, barSeriesFromRows } from '../../../src/market/bar-series.ts';
import { compute } from '../compute.ts';
import { makeBars } from '../make-bars.ts';

const closes = [10, 11, 9, 9, 12];
const bars = makeBars(closes, closes, closes, { volumes: [1, 2, 3, 4, 5] });

test('obv adds the volume of rising bars and takes that of falling ones away', () => {
  expect(compute(bars, obv())).toEqual([0, 2, -1, -1, 4]);
});

test('obv is absent at a bar without a volume and starts anew after it', () => {
  const gap = makeBars(closes, closes, closes, { volumes: [1, 2, NaN, 4, 5] });
  expect(compute(gap, obv())).toEqual([0, 2, NaN, 0, 5]);
});

test('money_flow parts what was traded by the direction of the typical price', () => {
  expect(compute(bars, turnover())).toEqual([10, 22, 27, 36, 60]);
  expect(compute(bars, moneyFlow().positive)).toEqual([NaN, 22, 0, 0, 60]);
  expect(compute(bars, moneyFlow().negative)).toEqual([NaN, 0, 27, 0, 0]);
});

test('mfi is the positive share of it, 100 without falls and 50 without any move', () => {
  expect(compute(bars, mfi(2))[2]).toBeCloseTo((100 * 22) / 49, 12);
  const up = makeBars([1, 2, 3], [1, 2, 3], [1, 2, 3], { volumes: [1, 1, 1] });
  expect(compute(up, mfi(2))[2]).toBe(100);
  const flat = makeBars([1, 1, 1], [1, 1, 1], [1, 1, 1], { volumes: [1, 1, 1] });
  expect(compute(flat, mfi(2))[2]).toBe(50);
});

/** Hourly bars that end at these moments, with prices 1, 2, 3, … and volume 1. */
function hours(...ends: string[]): BarSeries {
  return barSeriesFromRows(
    'TEST',
    ends.map((end, i) => {
      const closeTime = Date.parse(end) - 1;
      const price = i + 1;
      return {
        openTime: closeTime - 3_599_999,
        closeTime,
        open: price,
        high: price,
        low: price,
        close: price,
        volume: 1,
      };
    }),
  );
}

describe('vwap', () => {
  const twoDays = hours('2024-01-02T23:00Z', '2024-01-03T00:00Z', '2024-01-03T01:00Z', '2024-01-03T02:00Z');

  test('begins anew with the day; a bar that ends at midnight belongs to the day before', () => {
    expect(compute(twoDays, vwap())).toEqual([1, 1.5, 3, 3.5]);
  });

  test('reads the day off the clock of its time zone', () => {
    expect(compute(twoDays, vwap({ timeZone: 'America/New_York' }))).toEqual([1, 1.5, 2, 2.5]);
    // Midnight in Athens is 22:00 in UTC.
    const evening = hours('2024-01-02T22:00Z', '2024-01-02T23:00Z');
    expect(compute(evening, vwap({ timeZone: 'Europe/Athens' }))).toEqual([1, 2]);
  });

  test('begins at another time of day where the session does', () => {
    // 18:00 in Chicago is midnight in UTC in winter.
    const chicago = vwap({ timeZone: 'America/Chicago', sessionStart: 18 * 60 });
    expect(compute(twoDays, chicago)).toEqual([1, 1.5, 3, 3.5]);
  });

  test('runs on through all bars when asked to', () => {
    expect(compute(twoDays, vwap({ session: 'all' }))).toEqual([1, 1.5, 2, 2.5]);
  });

  test('weighs with volume, and is absent until something is traded and after a volume that is missing', () => {
    const series = hours(
      '2024-01-03T01:00Z',
      '2024-01-03T02:00Z',
      '2024-01-03T03:00Z',
      '2024-01-03T04:00Z',
      '2024-01-04T01:00Z',
    );
    series.volume.set([0, 3, 1, NaN, 2]);
    expect(compute(series, vwap())).toEqual([NaN, 2, 2.25, NaN, 5]);
  });

  test('refuses a time zone that does not exist', () => {
    expect(() => compute(twoDays, vwap({ timeZone: 'America/New_Yrok' }))).toThrow(
      'feature vwap: time_zone must be an IANA time zone such as America/New_York, found "America/New_Yrok"',
    );
  });
});
