import { type Day, dayText, parseDay, weekdayOf } from './days.ts';

/** When a market is open on a day, in minutes after midnight by its clocks; `close` is the first minute at which it is not. */
export interface Session {
  readonly open: number;
  readonly close: number;
}

export interface CalendarRules {
  readonly name: string;
  /** IANA name of the zone whose clocks are meant. */
  readonly timeZone: string;
  /** Null on a day without a session. */
  readonly sessionOn: (day: Day) => Session | null;
}

/** Days and hours at which a market is open. */
export class TradingCalendar {
  readonly name: string;
  readonly timeZone: string;
  readonly #sessionOn: CalendarRules['sessionOn'];

  constructor({ name, timeZone, sessionOn }: CalendarRules) {
    this.name = name;
    this.timeZone = timeZone;
    this.#sessionOn = sessionOn;
  }

  /** The same hours on every one of these weekdays, 1 Monday to 7 Sunday. */
  static weekly(
    { name, timeZone, hours }: { readonly name: string; readonly timeZone: string; readonly hours: Session },
    weekdays: ReadonlySet<number>,
  ): TradingCalendar {
    const sessionOn = (day: Day) => (weekdays.has(weekdayOf(day)) ? hours : null);
    return new TradingCalendar({ name, timeZone, sessionOn });
  }

  /** The session of a day; null where the market is closed. */
  sessionOn(day: Day): Session | null {
    return this.#sessionOn(day);
  }

  /** The same by date and by the clock: 2013-11-29 is `{ open: '09:30', close: '13:00' }` in New York. */
  session(date: string): { readonly open: string; readonly close: string } | null {
    const found = this.sessionOn(parseDay(date));
    return found === null ? null : { open: clockText(found.open), close: clockText(found.close) };
  }

  /** Dates of the sessions from `first` to `last`, both included. */
  sessions(first: string, last: string): string[] {
    const dates: string[] = [];
    for (let day = parseDay(first); day <= parseDay(last); day++) {
      if (this.sessionOn(day) !== null) dates.push(dayText(day));
    }
    return dates;
  }
}

/** `09:30` as minutes after midnight. */
export function minutesOf(clock: string): number {
  const [hour, minute] = clock.split(':').map(Number);
  return 60 * hour + minute;
}

export function clockText(minutes: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
