import { describe, expect, test } from 'vitest';
import { makeCalendar, marketCalendar } from '../../src/calendars/given-calendar.ts';
import type { LoadRequest } from '../../src/data/load-bars.ts';
import { csvFolder } from './csv-folder.ts';

const folder = csvFolder();

const csv = (...times: string[]) =>
  ['time,open,high,low,close', ...times.map((time) => `${time},1,1,1,1`)].join('\n');
const times = async (text: string, request: Partial<LoadRequest>) =>
  [...(await folder.load(text, request)).openTime].map((time) =>
    new Date(time).toISOString().replace('T00:00:00.000Z', '').replace(':00.000Z', ''),
  );

const XNYS = { market: 'XNYS' as const };

describe('gaps with a calendar', () => {
  const quality = { gaps: 'fill' as const };

  test('are no holidays, and any session without a bar', async () => {
    // Good Friday of 2008 was on the 21st; the 25th is a Tuesday without a bar.
    const days = csv('2008-03-19', '2008-03-20', '2008-03-24', '2008-03-26');
    expect(await times(days, { quality, calendar: XNYS })).toEqual([
      ...'2008-03-19 2008-03-20 2008-03-24'.split(' '),
      ...'2008-03-25 2008-03-26'.split(' '),
    ]);
    const request = { quality: { gaps: 'error' as const }, calendar: XNYS };
    expect((await folder.mistake(days, request)).line).toMatch(
      /^prices.csv:5: time "2008-03-26" comes after a gap of 1 bar/,
    );
    expect(await times(csv('2008-03-20', '2008-03-24'), request)).toHaveLength(2);
  });

  test('of minutes end with a half day, and go on over night', async () => {
    // The Friday after Thanksgiving closes at 13:00, which is 18:00 in UTC.
    const half = csv('2013-11-29T17:00Z', '2013-11-29T17:30Z', '2013-12-02T14:30Z', '2013-12-02T15:30Z');
    expect(await times(half, { quality, interval: '30m', calendar: XNYS })).toEqual([
      ...'2013-11-29T17:00 2013-11-29T17:30'.split(' '),
      ...'2013-12-02T14:30 2013-12-02T15:00 2013-12-02T15:30'.split(' '),
    ]);
    const night = csv('2013-12-02T20:30Z', '2013-12-03T14:30Z', '2013-12-03T20:00Z', '2013-12-04T14:30Z');
    const found = await times(night, { quality, interval: '30m', calendar: XNYS });
    expect(found).toHaveLength(2 + 12 + 1);
    expect(found.at(-2)).toBe('2013-12-03T20:30');
  });
});

describe('bars outside of sessions', () => {
  const given: NonNullable<LoadRequest['calendar']> = {
    timezone: 'Europe/London',
    open: '08:00',
    close: '16:30',
    holidays: ['2024-12-25'],
    half_days: { '2024-12-24': '12:30' },
    outside: 'drop',
  };

  test('are left out where that is asked for, by the clocks of the market', async () => {
    const hours = csv(
      ...'2024-12-24T07:30 2024-12-24T08:00 2024-12-24T12:00 2024-12-24T12:30'.split(' '),
      ...'2024-12-25T09:00 2024-12-27T16:00 2024-12-27T16:30 2024-12-28T09:00'.split(' '),
    );
    const request = { interval: '30m', calendar: given };
    expect(await times(hours, request)).toEqual(['2024-12-24T08:00', '2024-12-24T12:00', '2024-12-27T16:00']);
    expect(await times(hours, { interval: '30m', calendar: { ...given, outside: 'keep' } })).toHaveLength(8);
    // In summer it is eight o'clock in London when it is seven in UTC.
    expect(await times(csv('2024-07-01T06:30', '2024-07-01T07:00'), request)).toEqual(['2024-07-01T07:00']);
  });

  test('are whole days without a session, of daily bars', async () => {
    const days = csv('2024-12-24', '2024-12-25', '2024-12-27', '2024-12-28');
    expect(await times(days, { calendar: given })).toEqual(['2024-12-24', '2024-12-27']);
  });

  test('may be all there are, which is told with a guess', async () => {
    expect((await folder.mistake(csv('2024-12-25', '2024-12-28'), { calendar: given })).line).toBe(
      'no bar of X begins in a session of own (sessions are by the clocks of Europe/London; what zone are the times in?)',
    );
  });
});

describe('a calendar', () => {
  test('of another week', () => {
    const tel = makeCalendar({
      timezone: 'Asia/Jerusalem',
      open: '10:00',
      close: '17:00',
      weekdays: ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday'],
    });
    expect(tel.sessions('2024-03-01', '2024-03-07')).toEqual([
      ...'2024-03-03 2024-03-04 2024-03-05'.split(' '),
      ...'2024-03-06 2024-03-07'.split(' '),
    ]);
  });

  test('of a market may have more holidays', () => {
    const more = makeCalendar({
      market: 'XNYS',
      holidays: ['2024-03-05'],
      half_days: { '2024-03-06': '12:00' },
    });
    expect(more.session('2024-03-05')).toBeNull();
    expect(more.session('2024-03-06')).toEqual({ open: '09:30', close: '12:00' });
    expect(more.session('2024-07-04')).toBeNull();
    expect(marketCalendar('XNYS').session('2024-03-05')).not.toBeNull();
  });

  test.each([
    [{}, 'a calendar needs a market, or timezone, open and close'],
    [
      { market: 'XNYS', open: '09:00' },
      'calendar.open is for a calendar of your own, and market XNYS has one',
    ],
    [
      { timezone: 'UTC', open: '16:00', close: '09:00' },
      'calendar.close: a session cannot close at 09:00 that opens at 16:00',
    ],
    [
      { market: 'XNYS', half_days: { '2024-03-06': '08:00' } },
      'calendar.half_days: a session cannot close at 08:00 that opens at 09:30',
    ],
  ] as const)('that cannot be is refused: %j', (given, message) => {
    expect(() => makeCalendar(given)).toThrow(message);
  });

  test('in a zone that does not exist is refused with the nearest one', async () => {
    const calendar = { timezone: 'Europe/Londn', open: '08:00', close: '16:30' };
    expect((await folder.mistake(csv('2024-12-24'), { calendar })).line).toBe(
      'there is no time zone "Europe/Londn" (did you mean "Europe/London"?)',
    );
  });
});
