import type { TradingCalendar } from '../../calendars/trading-calendar.ts';
import type { BarSeries } from '../../market/bar-series.ts';
import { DAY, MINUTE } from '../interval.ts';
import { ZoneClock } from '../times/zone-clock.ts';
import { pickBars } from './pick-bars.ts';

/**
 * The bars that begin within sessions of a calendar, by its own clocks; of bars of a day and longer ones those whose first
 * day, in the source's zone, has a session. The series itself when that is all of them.
 */
export function barsInSessions(series: BarSeries, calendar: TradingCalendar, source: ZoneClock): BarSeries {
  const own = new ZoneClock(calendar.timeZone);
  const rows: number[] = [];
  for (let i = 0; i < series.length; i++) {
    // Days are 23 hours long where clocks go forward.
    const isDay = series.closeTime[i] + 1 - series.openTime[i] >= DAY - 60 * MINUTE;
    const wall = (isDay ? source : own).wall(series.openTime[i]);
    const day = Math.floor(wall / DAY);
    const session = calendar.sessionOn(day);
    if (session === null) continue;
    const minute = (wall - day * DAY) / MINUTE;
    if (isDay || (minute >= session.open && minute < session.close)) rows.push(i);
  }
  return pickBars(series, rows);
}
