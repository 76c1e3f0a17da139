import {
  type Day,
  dayOf,
  easter,
  FRIDAY,
  lastWeekday,
  MONDAY,
  nthWeekday,
  parseDay,
  SATURDAY,
  SUNDAY,
  THURSDAY,
  WEDNESDAY,
  weekdayOf,
  yearOf,
} from './days.ts';
import { minutesOf, type Session, TradingCalendar } from './trading-calendar.ts';

/** Days of mourning, attacks and storms, which no rule foresees. */
const CLOSED: ReadonlySet<Day> = new Set(
  [
    '1994-04-27',
    ...'2001-09-11 2001-09-12 2001-09-13 2001-09-14'.split(' '),
    '2004-06-11',
    '2007-01-02',
    ...'2012-10-29 2012-10-30'.split(' '),
    '2018-12-05',
    '2025-01-09',
  ].map(parseDay),
);

const SHORTENED: ReadonlySet<Day> = new Set(['1997-12-26', '1999-12-31', '2003-12-26'].map(parseDay));

/** A holiday on a Saturday is kept on Friday, one on a Sunday on Monday. */
function observed(day: Day): Day {
  const weekday = weekdayOf(day);
  return weekday === SATURDAY ? day - 1 : weekday === SUNDAY ? day + 1 : day;
}

function holidaysOf(year: number): Set<Day> {
  const newYear = dayOf(year, 1, 1);
  return new Set([
    // On a Saturday it is not kept at all.
    weekdayOf(newYear) === SUNDAY ? newYear + 1 : newYear,
    ...(year >= 1998 ? [nthWeekday(year, 1, MONDAY, 3)] : []),
    nthWeekday(year, 2, MONDAY, 3),
    easter(year) - 2,
    lastWeekday(year, 5, MONDAY),
    ...(year >= 2022 ? [observed(dayOf(year, 6, 19))] : []),
    observed(dayOf(year, 7, 4)),
    nthWeekday(year, 9, MONDAY, 1),
    nthWeekday(year, 11, THURSDAY, 4),
    observed(dayOf(year, 12, 25)),
  ]);
}

/** Days with a shortened session, of which some may be holidays. */
function shortenedOf(year: number): Set<Day> {
  const days: Day[] = [];
  if (year >= 1992) days.push(nthWeekday(year, 11, THURSDAY, 4) + 1);
  const christmasEve = dayOf(year, 12, 24);
  if (weekdayOf(christmasEve) < FRIDAY) days.push(christmasEve);
  if (year >= 1995) {
    const before = dayOf(year, 7, 3);
    // Beside a Wednesday it was the Friday after the holiday until 2012.
    if (weekdayOf(before) === WEDNESDAY && year < 2013) days.push(before + 2);
    else if (weekdayOf(before) < FRIDAY) days.push(before);
  }
  return new Set(days);
}

const HOLIDAYS = new Map<number, ReadonlySet<Day>>();
const EARLY = new Map<number, ReadonlySet<Day>>();

function cached(
  known: Map<number, ReadonlySet<Day>>,
  make: (year: number) => Set<Day>,
  day: Day,
): ReadonlySet<Day> {
  const year = yearOf(day);
  const found = known.get(year) ?? make(year);
  known.set(year, found);
  return found;
}

const ONE = minutesOf('13:00');
const TWO = minutesOf('14:00');

const HOURS: Session = { open: minutesOf('09:30'), close: minutesOf('16:00') };

/** The New York Stock Exchange, by the rules that have held since 1990; earlier days follow those of 1990. */
export const newYork = new TradingCalendar({
  name: 'XNYS',
  timeZone: 'America/New_York',
  sessionOn: (day) => {
    const isClosed = weekdayOf(day) >= SATURDAY || CLOSED.has(day);
    if (isClosed || cached(HOLIDAYS, holidaysOf, day).has(day)) return null;
    if (!SHORTENED.has(day) && !cached(EARLY, shortenedOf, day).has(day)) return HOURS;
    return { open: HOURS.open, close: yearOf(day) < 1993 ? TWO : ONE };
  },
});
