import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY } from '../../src/data/interval.ts';
import { alignSeries } from '../../src/data/shape/align.ts';
import { type BarSeries, barSeriesFromRows } from '../../src/market/bar-series.ts';

/** Daily bars on these days, closes equal to the day. */
function onDays(symbol: string, days: readonly number[]): BarSeries {
  return barSeriesFromRows(
    symbol,
    days.map((day) => ({
      openTime: day * DAY,
      closeTime: (day + 1) * DAY - 1,
      open: day,
      high: day + 1,
      low: day - 1,
      close: day,
      volume: 5,
    })),
  );
}

const daysOf = ({ openTime }: BarSeries) => Array.from(openTime, (time) => time / DAY);

describe('symbols with different calendars', () => {
  const pair = [onDays('A', [10, 11, 13, 14]), onDays('B', [11, 12, 13])];

  test('keep their own bars', () => {
    expect(alignSeries(pair, 'own')).toBe(pair);
  });

  test('keep only bars that all have', () => {
    expect(alignSeries(pair, 'common').map(daysOf)).toEqual([
      [11, 13],
      [11, 13],
    ]);
  });

  test('get synthetic bars where others have one, from their first bar on', () => {
    const [a, b] = alignSeries(pair, 'union');
    expect(daysOf(a)).toEqual([10, 11, 12, 13, 14]);
    expect([...a.flags]).toEqual([0, 0, 1, 0, 0]);
    expect([a.open[2], a.high[2], a.low[2], a.close[2], a.volume[2]]).toEqual([11, 11, 11, 11, 0]);
    expect(daysOf(b)).toEqual([11, 12, 13, 14]);
    expect([...b.flags]).toEqual([0, 0, 0, 1]);
  });

  test('end with the same calendar whatever they were, and real bars are never changed', () => {
    const days = fc
      .uniqueArray(fc.integer({ min: 1, max: 30 }), { minLength: 1 })
      .map((list) => list.sort((x, y) => x - y));
    fc.assert(
      fc.property(fc.array(days, { minLength: 2, maxLength: 4 }), (lists) => {
        const series = lists.map((list, i) => onDays(`S${i}`, list));
        const union = alignSeries(series, 'union');
        union.forEach((one, i) => {
          const every = [...new Set(lists.flat())].filter((day) => day >= lists[i][0]).sort((x, y) => x - y);
          expect(daysOf(one)).toEqual(every);
          const real = [...one.flags.keys()].filter((bar) => one.flags[bar] === 0);
          expect(real.map((bar) => one.close[bar])).toEqual(lists[i]);
        });
        for (const one of alignSeries(series, 'common')) {
          expect(daysOf(one).every((day) => lists.every((list) => list.includes(day)))).toBe(true);
        }
      }),
      { numRuns: 60, seed: 1 },
    );
  });
});
