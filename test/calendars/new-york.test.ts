import { describe, expect, test } from 'vitest';
import { newYork } from '../../src/calendars/new-york.ts';
import { ZoneClock } from '../../src/data/times/zone-clock.ts';

// Figures of exchange_calendars' own test data for XNYS (resources/xnys.csv, 1990-01-02 to 2023-01-13).
const SESSIONS = `
  253 253 254 253 252 252 254 253 252 252
  252 248 252 252 252 252 251 251 253 252
  252 252 250 252 252 252 252 251 251 252
  253 252 251`
  .trim()
  .split(/\s+/)
  .map(Number);
const SHORTENED = `
  1990-12-24 14:00, 1991-12-24 14:00, 1992-11-27 14:00, 1992-12-24 14:00, 1993-11-26, 1994-11-25, 1995-07-03,
  1995-11-24, 1996-07-05, 1996-11-29, 1996-12-24, 1997-07-03, 1997-11-28, 1997-12-24,
  1997-12-26, 1998-11-27, 1998-12-24, 1999-11-26, 1999-12-31, 2000-07-03, 2000-11-24,
  2001-07-03, 2001-11-23, 2001-12-24, 2002-07-05, 2002-11-29, 2002-12-24, 2003-07-03,
  2003-11-28, 2003-12-24, 2003-12-26, 2004-11-26, 2005-11-25, 2006-07-03, 2006-11-24,
  2007-07-03, 2007-11-23, 2007-12-24, 2008-07-03, 2008-11-28, 2008-12-24, 2009-11-27,
  2009-12-24, 2010-11-26, 2011-11-25, 2012-07-03, 2012-11-23, 2012-12-24, 2013-07-03,
  2013-11-29, 2013-12-24, 2014-07-03, 2014-11-28, 2014-12-24, 2015-11-27, 2015-12-24,
  2016-11-25, 2017-07-03, 2017-11-24, 2018-07-03, 2018-11-23, 2018-12-24, 2019-07-03,
  2019-11-29, 2019-12-24, 2020-11-27, 2020-12-24, 2021-11-26, 2022-11-25`
  .trim()
  .split(/,\s+/)
  .map((one) => (one.includes(' ') ? one : `${one} 13:00`));

describe('the calendar of the New York Stock Exchange', () => {
  test('has as many sessions in every year as exchange_calendars', () => {
    const counts = SESSIONS.map((_, i) => newYork.sessions(`${1990 + i}-01-01`, `${1990 + i}-12-31`).length);
    expect(counts).toEqual(SESSIONS);
  });

  test('closes early on the days on which it does there, at the same time', () => {
    const early = newYork
      .sessions('1990-01-01', '2023-01-13')
      .map((date) => [date, newYork.session(date)?.close])
      .filter(([, close]) => close !== '16:00');
    expect(early.map((one) => one.join(' '))).toEqual(SHORTENED);
  });

  test.each([
    ['Good Friday', '2008-03-21'],
    ['New Year’s Day on a Sunday', '2006-01-02'],
    ['Independence Day on a Saturday', '2020-07-03'],
    ['Christmas on a Sunday', '2022-12-26'],
    ['Juneteenth', '2023-06-19'],
    ['a hurricane', '2012-10-29'],
    ['a Saturday', '2024-03-02'],
  ])('is closed on %s', (_, date) => {
    expect(newYork.session(date)).toBeNull();
  });

  test('is open on the Friday before a New Year’s Day that is a Saturday, and was on Martin Luther King’s in 1997', () => {
    expect(newYork.session('2021-12-31')).toEqual({ open: '09:30', close: '16:00' });
    expect(newYork.session('1997-01-20')).not.toBeNull();
    expect(newYork.session('1998-01-19')).toBeNull();
  });

  test('opens and closes by the clocks of New York, whatever they do', () => {
    const clock = new ZoneClock(newYork.timeZone);
    const at = (date: string, end: 'open' | 'close') =>
      new Date(clock.moment(Date.parse(`${date}T${newYork.session(date)?.[end]}Z`))).toISOString();
    expect(at('2013-03-08', 'open')).toBe('2013-03-08T14:30:00.000Z');
    expect(at('2013-03-11', 'open')).toBe('2013-03-11T13:30:00.000Z');
    expect(at('2013-11-29', 'close')).toBe('2013-11-29T18:00:00.000Z');
  });
});
