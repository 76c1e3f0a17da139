import { LocalTime } from '../../foundation/local-time.ts';
import { nearestName } from '../../foundation/nearest-name.ts';
import { UserError } from '../../foundation/user-error.ts';
import { DAY } from '../interval.ts';

/** Whether the platform knows a time zone of that name: `America/New_York`, `UTC`. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name });
    // Offsets are zones to the platform, but they do not know when clocks change.
    return !/^[+-]/.test(name);
  } catch {
    return false;
  }
}

/** @throws UserError with the nearest name when there is no such zone. */
export function checkTimeZone(name: string): void {
  if (isTimeZone(name)) return;
  const near =
    nearestName(name, Intl.supportedValuesOf('timeZone')) ??
    Intl.supportedValuesOf('timeZone').find((zone) => zone.split('/').at(-1) === name.replaceAll(' ', '_'));
  throw new UserError(`there is no time zone "${name}"`, {
    code: 'unknown_time_zone',
    hint: near === undefined ? 'an IANA name such as America/New_York' : `did you mean "${near}"?`,
  });
}

/**
 * Turns readings of the clocks of one time zone into moments and back. Readings are written as the UTC milliseconds
 * that look the same: 09:30 on 2013-03-11 is `Date.UTC(2013, 2, 11, 9, 30)` in every zone.
 */
export class ZoneClock {
  readonly zone: string;
  readonly #isUtc: boolean;
  readonly #local: LocalTime;
  #day = Number.NaN;
  /** Offsets a day before and a day after `#day`: different when clocks change between. */
  #before = 0;
  #after = 0;

  /** @param zone an IANA name that `checkTimeZone` lets pass. */
  constructor(zone: string) {
    this.zone = zone;
    this.#isUtc = zone === 'UTC';
    this.#local = new LocalTime(zone);
  }

  /** What the clock shows at a moment. */
  wall(time: number): number {
    return this.#isUtc ? time : this.#local.at(time);
  }

  /**
   * The moment at which the clock shows this. When clocks go back it shows an hour twice: the first of the two moments
   * is meant, unless it is not after `previous`. NaN when the clock never shows it, because clocks go forward over it.
   */
  moment(wall: number, previous = Number.NEGATIVE_INFINITY): number {
    if (this.#isUtc || Number.isNaN(wall)) return wall;
    const day = Math.floor(wall / DAY);
    if (day !== this.#day) {
      this.#day = day;
      this.#before = this.#offset((day - 1) * DAY);
      this.#after = this.#offset((day + 2) * DAY);
    }
    if (this.#before === this.#after) return wall - this.#before;
    const first = wall - Math.max(this.#before, this.#after);
    const second = wall - Math.min(this.#before, this.#after);
    const isFirst = this.#local.at(first) === wall;
    const isSecond = this.#local.at(second) === wall;
    if (isFirst && isSecond) return first > previous ? first : second;
    if (isFirst) return first;
    return isSecond ? second : Number.NaN;
  }

  /** Like `moment`, and as if clocks had not gone forward yet where they go forward over the reading. */
  nearestMoment(wall: number): number {
    const exact = this.moment(wall);
    return Number.isNaN(exact) && !Number.isNaN(wall) ? wall - Math.min(this.#before, this.#after) : exact;
  }

  #offset(time: number): number {
    return this.#local.at(time) - time;
  }
}
