import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { generateBars } from '../../src/data/generate-bars.ts';
import { DAY, HOUR, MINUTE, WEEK } from '../../src/data/interval.ts';
import { type LoadRequest, loadBars } from '../../src/data/load-bars.ts';
import { resample } from '../../src/data/shape/resample.ts';
import { ZoneClock } from '../../src/data/times/zone-clock.ts';
import { type BarSeries, barSeriesFromRows, SYNTHETIC_BAR } from '../../src/market/bar-series.ts';
import { columnsOf } from '../contracts/bar-file-contract.ts';
import { csvFolder, mistakeOf } from './csv-folder.ts';

const UTC = new ZoneClock('UTC');

/** Minute bars that open at these times (UTC), close i at 10 + i. */
function minutes(...times: string[]): BarSeries {
  const rows = times.map((time, i) => {
    const openTime = Date.parse(`${time}Z`);
    const close = 10 + i;
    return {
      openTime,
      closeTime: openTime + MINUTE - 1,
      open: close - 0.5,
      high: close + 1,
      low: close - 1,
      close,
      volume: i,
    };
  });
  return barSeriesFromRows('X', rows);
}

function shown(series: BarSeries): string[] {
  return Array.from(series.openTime, (open, i) => {
    const [from, to] = [open, series.closeTime[i]].map((time) => new Date(time).toISOString());
    const { open: o, high, low, close, volume } = series;
    return `${from.slice(5, 16)}–${to.slice(11, 23)} ${o[i]} ${high[i]} ${low[i]} ${close[i]} ${volume[i]}`;
  });
}

describe('bars put together', () => {
  const bars = minutes(
    '2020-01-02T09:58',
    '2020-01-02T09:59',
    '2020-01-02T10:00',
    '2020-01-02T10:03',
    '2020-01-02T10:09',
  );

  test('have the first open, the highest high, the lowest low, the last close, and all volume', () => {
    expect(shown(resample(bars, { interval: 5 * MINUTE, clock: UTC }))).toEqual([
      '01-02T09:55–09:59:59.999 9.5 12 9 11 1',
      '01-02T10:00–10:04:59.999 11.5 14 11 13 5',
      '01-02T10:05–10:09:59.999 13.5 15 13 14 4',
    ]);
  });

  test('are known at the end of their interval, however early their last part was', () => {
    const [first] = resample(minutes('2020-01-02T10:00', '2020-01-02T11:00', '2020-01-02T12:59'), {
      interval: HOUR,
      clock: UTC,
    }).closeTime;
    expect(new Date(first).toISOString()).toBe('2020-01-02T10:59:59.999Z');
  });

  test('leave out a last one that the data ends inside, unless it is to be kept', () => {
    const cut = minutes('2020-01-02T10:00', '2020-01-02T10:04', '2020-01-02T10:05', '2020-01-02T10:06');
    const options = { interval: 5 * MINUTE, clock: UTC };
    expect(resample(cut, options).length).toBe(1);
    expect(resample(cut, { ...options, keepPartial: true }).length).toBe(2);
    // A session that always ends early is not cut short: the day before ended there too.
    const sessions = minutes('2020-01-02T16:00', '2020-01-02T20:59', '2020-01-03T16:00', '2020-01-03T20:59');
    expect(resample(sessions, { interval: DAY, clock: UTC }).length).toBe(2);
  });

  test('begin at the time of day that they are counted from', () => {
    const times = ['2020-01-02T14:30', '2020-01-02T15:29', '2020-01-02T15:30', '2020-01-02T16:29'];
    const anchored = resample(minutes(...times), { interval: HOUR, clock: UTC, anchor: 14.5 * HOUR });
    expect(Array.from(anchored.openTime, (time) => new Date(time).toISOString().slice(11, 16))).toEqual([
      '14:30',
      '15:30',
    ]);
  });

  test('of a day are those of the time zone, 23 hours long when clocks go forward', () => {
    const times = [
      '2013-03-10T04:59',
      '2013-03-10T05:00',
      '2013-03-11T03:59',
      '2013-03-11T04:00',
      '2013-03-12T03:59',
    ];
    const days = resample(minutes(...times), { interval: DAY, clock: new ZoneClock('America/New_York') });
    expect(shown(days).map((row) => row.slice(0, 24))).toEqual([
      '03-09T05:00–04:59:59.999',
      '03-10T05:00–03:59:59.999',
      '03-11T04:00–03:59:59.999',
    ]);
  });

  test('of a week begin on Monday', () => {
    const { openTime } = resample(generateBars({ symbol: 'X', kind: 'gbm', bars: 30 }), {
      interval: WEEK,
      clock: UTC,
    });
    expect(new Set(Array.from(openTime, (time) => new Date(time).getUTCDay()))).toEqual(new Set([1]));
    expect(openTime.length).toBe(6);
  });

  test('are synthetic when all of their parts are', () => {
    const parts = minutes('2020-01-02T10:00', '2020-01-02T10:01', '2020-01-02T10:05', '2020-01-02T10:09');
    parts.flags.set([SYNTHETIC_BAR, 0, SYNTHETIC_BAR, SYNTHETIC_BAR]);
    expect([...resample(parts, { interval: 5 * MINUTE, clock: UTC, keepPartial: true }).flags]).toEqual([
      0, 1,
    ]);
  });

  test('cannot be shorter than their parts, or cross their borders', () => {
    const hours = generateBars({ symbol: 'X', kind: 'gbm', bars: 10, interval: '1h' });
    const line = (interval: number) => {
      try {
        return String(resample(hours, { interval, clock: UTC }).length);
      } catch (error) {
        return (error as Error).message;
      }
    };
    expect(line(90 * MINUTE)).toBe(
      'bars of 1h do not fit into bars of 90m: one of X crosses their border at 2000-01-03T01:00:00.000Z',
    );
    expect(line(MINUTE)).toBe('X has bars of 1h, which cannot be divided into bars of 1m');
  });
});

const anyMinutes = fc
  .array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 120 })
  .map((gaps) => {
    const base = generateBars({
      symbol: 'X',
      kind: 'gbm',
      bars: gaps.length,
      interval: '1m',
      weekends: true,
    });
    let time = Date.UTC(2013, 2, 8);
    gaps.forEach((gap, i) => {
      time += gap * MINUTE;
      base.openTime[i] = time;
      base.closeTime[i] = time + MINUTE - 1;
    });
    return base;
  });
const anyZone = fc.constantFrom('UTC', 'America/New_York', 'Asia/Kolkata').map((zone) => new ZoneClock(zone));

/** Volumes are sums, whose last bit depends on their order. */
function withoutVolume(series: BarSeries): Record<string, number[]> {
  const { volume: _, ...columns } = columnsOf(series);
  return columns;
}

describe('laws', () => {
  test('bars of bars are the bars of the parts', () => {
    fc.assert(
      fc.property(anyMinutes, anyZone, (series, clock) => {
        const steps = [5 * MINUTE, 15 * MINUTE, HOUR, DAY, WEEK];
        const keep = { clock, keepPartial: true };
        let step = series;
        for (const interval of steps) {
          step = resample(step, { interval, ...keep });
          expect(withoutVolume(step)).toEqual(withoutVolume(resample(series, { interval, ...keep })));
          expect(withoutVolume(resample(step, { interval, ...keep }))).toEqual(withoutVolume(step));
        }
      }),
      { numRuns: 60, seed: 1 },
    );
  });

  test('what is known at a bar does not depend on what comes after it', () => {
    fc.assert(
      fc.property(anyMinutes, anyZone, fc.nat(), (series, clock, cut) => {
        const options = { interval: HOUR, clock, keepPartial: true };
        const until = cut % (series.length + 1);
        const all = resample(series, options);
        const known = resample(series.slice(0, until), options);
        // All but the last one, which the cut may have gone through.
        const whole = Math.max(0, known.length - 1);
        expect(columnsOf(known.slice(0, whole))).toEqual(columnsOf(all.slice(0, whole)));
      }),
      { numRuns: 60, seed: 1 },
    );
  });

  test('no high, low or unit of volume is lost, and bars follow one another', () => {
    fc.assert(
      fc.property(anyMinutes, anyZone, (series, clock) => {
        const bars = resample(series, { interval: 4 * HOUR, clock, keepPartial: true });
        expect(Math.max(...bars.high)).toBe(Math.max(...series.high));
        expect(Math.min(...bars.low)).toBe(Math.min(...series.low));
        expect(bars.volume.reduce((a, b) => a + b)).toBe(series.volume.reduce((a, b) => a + b));
        for (let i = 1; i < bars.length; i++) expect(bars.openTime[i]).toBeGreaterThan(bars.closeTime[i - 1]);
      }),
      { numRuns: 60, seed: 1 },
    );
  });
});

describe('an interval that is asked for', () => {
  const folder = csvFolder();
  const rows = Array.from({ length: 180 }, (_, i) => {
    const time = new Date(Date.UTC(2020, 0, 2, 10) + i * MINUTE).toISOString();
    return `${time},10,11,9,10.5,1`;
  });
  const text = ['time,open,high,low,close,volume', ...rows].join('\n');
  const load = (request: Partial<LoadRequest>) => folder.load(text, request);

  test('puts shorter bars of a file together', async () => {
    const bars = await load({ interval: '1h' });
    expect([...bars.volume]).toEqual([60, 60, 60]);
    expect((await load({ interval: '1m' })).length).toBe(180);
    const error = await folder.mistake(text, { interval: '1d' });
    expect(error.line).toBe(
      'no whole bar of X is 1d long: prices.csv has too little (partial: keep takes a bar that the data does not end)',
    );
    expect((await load({ interval: '1d', partial: 'keep' })).length).toBe(1);
  });

  test('puts generated bars together', async () => {
    const source = 'generate:gbm?bars=100&interval=1h&weekends=true';
    const bars = await loadBars({ symbol: 'X', source, interval: '1d' }, folder.effects);
    expect(bars.length).toBe(4);
    const columns = { close: 'x' };
    const error = await mistakeOf(loadBars({ symbol: 'X', source, columns }, folder.effects));
    expect(error.line).toBe(`columns is for files, and ${source} is none (leave columns out)`);
  });
});
