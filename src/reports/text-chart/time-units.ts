const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A calendar unit that can divide a time axis. Times are UTC milliseconds since 1970. */
export interface TimeUnit {
  /** Number of the unit a time lies in; ticks stand where it changes. NaN for what is no time. */
  of(time: number): number;
  label(time: number): string;
  /** Characters that its labels have at least. */
  readonly labelWidth: number;
  /** Whether its labels are times of a day, which mean nothing without the day. */
  readonly withinDay: boolean;
  /** How late, in milliseconds, the first bar of a unit may come: years and months often begin on a weekend or holiday. */
  readonly lateStart: number;
}

/** Fine to coarse. */
export const TIME_UNITS: readonly TimeUnit[] = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500].map((n) => clock(n)),
  ...[1, 5, 15, 30].map((n) => clock(n * SECOND)),
  ...[1, 2, 5, 10, 15, 30].map((n) => clock(n * MINUTE)),
  ...[1, 2, 3, 4, 6, 12].map((n) => clock(n * HOUR)),
  days(1),
  // Weeks begin on Monday; day 0 of the epoch was a Thursday.
  days(7),
  days(14),
  ...[1, 3, 6].map((n) => months(n)),
  ...[1, 2, 5, 10, 20, 50, 100, 500].map((n) => years(n)),
];

function clock(length: number): TimeUnit {
  return {
    of: (time) => (isTime(time) ? Math.floor(time / length) : Number.NaN),
    label: (time) => clockTime(time, length),
    labelWidth: 5,
    withinDay: true,
    lateStart: 0,
  };
}

function days(count: number): TimeUnit {
  return {
    of: (time) => (isTime(time) ? Math.floor((Math.floor(time / DAY) + 3) / count) : Number.NaN),
    label: isoDay,
    labelWidth: 10,
    withinDay: false,
    lateStart: 0,
  };
}

function months(count: number): TimeUnit {
  return {
    of(time) {
      const date = new Date(time);
      return Math.floor((date.getUTCFullYear() * 12 + date.getUTCMonth()) / count);
    },
    label: (time) => isoDay(time).slice(0, -3),
    labelWidth: 7,
    withinDay: false,
    lateStart: 3 * DAY,
  };
}

function years(count: number): TimeUnit {
  return {
    of: (time) => Math.floor(new Date(time).getUTCFullYear() / count),
    label: (time) => isoDay(time).slice(0, -6),
    labelWidth: 4,
    withinDay: false,
    lateStart: 3 * DAY,
  };
}

/** Whether a number is a moment that a date can hold. */
export function isTime(time: number): boolean {
  return Math.abs(time) <= 8.64e15;
}

/** `2024-03-01` (UTC). */
export function isoDay(time: number): string {
  return new Date(time).toISOString().slice(0, -14);
}

/** `14:30`, with seconds and milliseconds when the unit needs them (UTC). */
function clockTime(time: number, unit = MINUTE): string {
  // The close of a bar is the last millisecond it covers; people call that moment by the next one.
  const moment = unit >= SECOND && time % SECOND === SECOND - 1 ? time + 1 : time;
  const length = unit >= MINUTE ? 5 : unit >= SECOND ? 8 : 12;
  const text = new Date(isTime(moment) ? moment : time).toISOString();
  return text.slice(text.indexOf('T') + 1).slice(0, length);
}

/** A moment as precise as bars `spacing` milliseconds apart ask for: the day, or day and time. */
export function timeLabel(time: number, spacing: number): string {
  if (!isTime(time)) return '';
  if (spacing >= 0.8 * DAY) return isoDay(time);
  const unit = spacing >= MINUTE ? MINUTE : spacing >= SECOND ? SECOND : 1;
  const text = clockTime(time, unit);
  // One millisecond before midnight is written as the midnight that follows.
  return `${isoDay(text.startsWith('00:00') && time % DAY === DAY - 1 ? Math.min(8.64e15, time + 1) : time)} ${text}`;
}
