import { ZoneClock } from '../../data/times/zone-clock.ts';

const MOMENT =
  /^(\d{4}-\d{2}-\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(?: ?([Zz]|([+-])(\d{2}):?(\d{2})))?)?$/;

const DAY = 86_400_000;

/**
 * The UTC milliseconds of a date or date-time, or undefined when there is no such moment (2001-02-29, 25:00). Without a
 * zone it is UTC. A date alone is its first millisecond as `from`, its last as `to`.
 */
export function momentOf(text: string, edge: 'from' | 'to'): number | undefined {
  const parts = MOMENT.exec(text);
  if (parts === null) return undefined;
  const [, date, hours, minutes, seconds = '0', fraction = '', , sign, zoneHours = '0', zoneMinutes = '0'] =
    parts;
  const day = Date.parse(`${date}T00:00:00Z`);
  // Days past the end of a month roll over into the next one instead of being refused.
  if (Number.isNaN(day) || new Date(day).toISOString().slice(0, 10) !== date) return undefined;
  if (hours === undefined) return edge === 'from' ? day : day + DAY - 1;
  if (+hours > 23 || +minutes > 59 || +seconds > 59 || +zoneHours > 23 || +zoneMinutes > 59) return undefined;
  const offset = (sign === '-' ? -1 : 1) * (+zoneHours * 60 + +zoneMinutes) * 60_000;
  const millisecond = Number(fraction.padEnd(3, '0').slice(0, 3));
  return day + ((+hours * 60 + +minutes) * 60 + +seconds) * 1000 + millisecond - offset;
}

/** A moment in one spelling: dates stay dates, date-times become UTC with milliseconds. */
export function canonicalMoment(text: string): string {
  if (text.length === 10) return text;
  const time = momentOf(text, 'from');
  if (time === undefined) throw new RangeError(`not a moment: ${text}`);
  return new Date(time).toISOString();
}

/** The range of a data entry in UTC milliseconds, both ends included; open ends are infinite. Dates are days of its time zone. */
export function timeRangeOf(entry: {
  readonly from?: string;
  readonly to?: string;
  readonly timezone?: string;
}): {
  from: number;
  to: number;
} {
  const clock = new ZoneClock(entry.timezone ?? 'UTC');
  const edge = (text: string | undefined, side: 'from' | 'to') => {
    const time = text === undefined ? undefined : momentOf(text, side);
    if (time === undefined) return side === 'from' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
    if (text?.length !== 10) return time;
    return side === 'from' ? clock.nearestMoment(time) : clock.nearestMoment(time + 1) - 1;
  };
  return { from: edge(entry.from, 'from'), to: edge(entry.to, 'to') };
}
