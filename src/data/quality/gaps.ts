import type { TradingCalendar } from '../../calendars/trading-calendar.ts';
import type { BarSeries } from '../../market/bar-series.ts';
import { DAY, MINUTE } from '../interval.ts';
import { ZoneClock } from '../times/zone-clock.ts';

/** Weekdays without a bar that daily bars may have in a row: Good Friday and Easter Monday. */
const DAILY_ALLOWED = 2;

/** Bars that are not there, before bar `before` of a series. */
export interface Gap {
  readonly before: number;
  /** How many are missing. */
  readonly count: number;
  /** When they would have opened, in the zone's wall clock; empty where it cannot be told. */
  readonly walls: readonly number[];
}

/**
 * Gaps of more than `allowed` bars. Which bars are expected depends on how long they are:
 *
 * - shorter than a day: one behind another from the first to the last of a day (in the time zone of the source); a
 *   gap over midnight is a night, or weekdays without any bar, whose bars cannot be told;
 * - a day: one on every weekday, or on every day when there is one on a weekend;
 * - longer: one behind another.
 *
 * With a calendar, bars of a day and shorter ones are expected in its sessions, one behind another from their open on.
 */
export function findGaps(
  series: BarSeries,
  interval: number,
  clock: ZoneClock,
  allowed: number | undefined,
  calendar: TradingCalendar | null,
): Gap[] {
  if (calendar !== null && interval <= DAY)
    return sessionGaps(series, interval, clock, allowed ?? 0, calendar);
  const { length, openTime } = series;
  const walls = Float64Array.from(openTime, (time) => clock.wall(time));
  const isDaily = interval === DAY;
  const onWeekends = walls.some(isWeekend);
  const most = allowed ?? (isDaily ? DAILY_ALLOWED : 0);
  const gaps: Gap[] = [];
  for (let i = 1; i < length; i++) {
    const expected = walls[i - 1] + interval;
    if (!(walls[i] > expected)) continue;
    const isNight = interval < DAY && dayOf(walls[i]) !== dayOf(walls[i - 1]);
    const found = isNight
      ? { walls: [], count: missingDays(dayOf(walls[i - 1]) + 1, dayOf(walls[i]), onWeekends) }
      : missing(expected, walls[i], interval, isDaily && !onWeekends);
    if (found.count > (isNight ? DAILY_ALLOWED : most)) gaps.push({ before: i, ...found });
  }
  return gaps;
}

function sessionGaps(
  series: BarSeries,
  interval: number,
  clock: ZoneClock,
  allowed: number,
  calendar: TradingCalendar,
): Gap[] {
  const { length, openTime } = series;
  const isDaily = interval === DAY;
  // Days are those of the source, minutes are read from the clocks of the market.
  const own = isDaily ? clock : new ZoneClock(calendar.timeZone);
  const gaps: Gap[] = [];
  for (let i = 1; i < length; i++) {
    if (!(openTime[i] - openTime[i - 1] > interval)) continue;
    const [before, after] = [own.wall(openTime[i - 1]), own.wall(openTime[i])];
    const walls: number[] = [];
    for (let day = dayOf(before); day <= dayOf(after); day++) {
      const session = calendar.sessionOn(day);
      if (session === null) continue;
      const first = isDaily ? day * DAY : day * DAY + session.open * MINUTE;
      const end = isDaily ? first + 1 : day * DAY + session.close * MINUTE;
      for (let wall = first; wall < end; wall += interval) {
        if (wall >= before + interval && wall < after) walls.push(clock.wall(own.nearestMoment(wall)));
      }
    }
    if (walls.length > allowed) gaps.push({ before: i, count: walls.length, walls });
  }
  return gaps;
}

function missing(from: number, to: number, interval: number, weekdaysOnly: boolean) {
  const walls: number[] = [];
  for (let wall = from; wall < to; wall += interval) if (!(weekdaysOnly && isWeekend(wall))) walls.push(wall);
  return { walls, count: walls.length };
}

/** Days from `from` up to `to` without it, that bars would be expected on. */
function missingDays(from: number, to: number, onWeekends: boolean): number {
  let count = 0;
  for (let day = from; day < to; day++) if (onWeekends || !isWeekend(day * DAY)) count++;
  return count;
}

function dayOf(wall: number): number {
  return Math.floor(wall / DAY);
}

function isWeekend(wall: number): boolean {
  // 1970-01-01 was a Thursday: counted from there, days 2 and 3 of each week are the weekend.
  const weekday = ((dayOf(wall) % 7) + 7) % 7;
  return weekday === 2 || weekday === 3;
}
