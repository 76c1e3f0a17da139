import { UserError } from '../foundation/user-error.ts';
import { FRIDAY, MONDAY, parseDay } from './days.ts';
import { newYork } from './new-york.ts';
import { clockText, minutesOf, type Session, TradingCalendar } from './trading-calendar.ts';

/** Markets whose calendars are known. */
export const MARKETS = ['XNYS'] as const;
export type Market = (typeof MARKETS)[number];

export const WEEKDAYS = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** A calendar as a user writes it: that of a market, or hours; and days on which it is otherwise. */
export interface GivenCalendar {
  readonly market?: Market;
  /** IANA name. */
  readonly timezone?: string;
  /** `09:30`. */
  readonly open?: string;
  readonly close?: string;
  /** Monday to Friday by default. */
  readonly weekdays?: readonly Weekday[];
  /** Dates without a session. */
  readonly holidays?: readonly string[];
  /** Dates of sessions that close at another time, and that time. */
  readonly half_days?: Readonly<Record<string, string>>;
}

const KNOWN: Readonly<Record<Market, TradingCalendar>> = { XNYS: newYork };

/** The calendar of a known market: its sessions with holidays and early closes. */
export function marketCalendar(market: Market): TradingCalendar {
  return KNOWN[market];
}

/**
 * The calendar that a user wrote down.
 *
 * @throws UserError when it names neither a market nor hours, both, or a session that ends before it begins.
 */
export function makeCalendar(given: GivenCalendar): TradingCalendar {
  const { market, holidays = [], half_days: halfDays = {} } = given;
  const closed = new Set(holidays.map(parseDay));
  const early = new Map(Object.entries(halfDays).map(([date, clock]) => [parseDay(date), minutesOf(clock)]));
  const base = market === undefined ? ownHours(given) : ofMarket(market, given);
  for (const [day, close] of early) {
    const session = base.sessionOn(day);
    if (session !== null && close <= session.open) throw wrongHours('half_days', session.open, close);
  }
  return new TradingCalendar({
    name: base.name,
    timeZone: base.timeZone,
    sessionOn: (day) => {
      const session = closed.has(day) ? null : base.sessionOn(day);
      const close = early.get(day);
      return session === null || close === undefined ? session : { open: session.open, close };
    },
  });
}

function ofMarket(market: Market, given: GivenCalendar): TradingCalendar {
  const extra = (['timezone', 'open', 'close', 'weekdays'] as const).find((key) => given[key] !== undefined);
  if (extra === undefined) return KNOWN[market];
  throw new UserError(`calendar.${extra} is for a calendar of your own, and market ${market} has one`, {
    code: 'bad_calendar',
    hint: `leave ${extra} out, or market`,
  });
}

function ownHours({ timezone, open, close, weekdays }: GivenCalendar): TradingCalendar {
  if (timezone === undefined || open === undefined || close === undefined) {
    throw new UserError('a calendar needs a market, or timezone, open and close', {
      code: 'bad_calendar',
      hint: `market: ${MARKETS.join(' or ')}; or { timezone: Europe/London, open: 08:00, close: 16:30 }`,
    });
  }
  const hours: Session = { open: minutesOf(open), close: minutesOf(close) };
  if (hours.close <= hours.open) throw wrongHours('close', hours.open, hours.close);
  const days = weekdays?.map((name) => WEEKDAYS.indexOf(name) + MONDAY) ?? [];
  return TradingCalendar.weekly(
    { name: 'own', timeZone: timezone, hours },
    new Set(days.length === 0 ? Array.from({ length: FRIDAY }, (_, i) => MONDAY + i) : days),
  );
}

function wrongHours(key: string, open: number, close: number): UserError {
  return new UserError(
    `calendar.${key}: a session cannot close at ${clockText(close)} that opens at ${clockText(open)}`,
    {
      code: 'bad_calendar',
    },
  );
}
