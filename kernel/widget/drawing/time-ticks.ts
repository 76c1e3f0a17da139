/** A label below a chart. */
export interface TimeTick {
  readonly index: number;
  readonly label: string;
  /** Whether something larger begins here than at the others: a year among months. */
  readonly isMajor: boolean;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Where a unit begins, as a number that is another in each; and how a beginning is called. */
interface Unit {
  readonly number: (date: Date) => number;
  readonly label: (date: Date) => string;
}

const two = (value: number) => String(value).padStart(2, '0');
const year = (date: Date) => date.getUTCFullYear();
const month = (date: Date) => 12 * year(date) + date.getUTCMonth();
const minutes = (date: Date) => Math.floor(date.getTime() / 60_000);
const clock = (date: Date) => `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
const dayLabel = (date: Date) => `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`;

const years = (count: number): Unit => ({
  number: (date) => Math.floor(year(date) / count),
  label: (date) => String(year(date)),
});
const months = (count: number): Unit => ({
  number: (date) => Math.floor(month(date) / count),
  label: (date) => MONTHS[date.getUTCMonth()],
});
const days = (count: number): Unit => ({
  number: (date) => Math.floor(date.getTime() / (86_400_000 * count)),
  label: dayLabel,
});
const ofDay = (count: number): Unit => ({
  number: (date) => Math.floor(minutes(date) / count),
  label: clock,
});

/** From fine to coarse. */
const UNITS: readonly Unit[] = [
  ...[1, 5, 15, 30, 60, 120, 240, 720].map(ofDay),
  ...[1, 2, 7, 14].map(days),
  ...[1, 3, 6].map(months),
  ...[1, 2, 5, 10, 20, 50].map(years),
];

/** Entries at which a new unit of the calendar begins, in the finest unit of which there are at most `count`. Times are UTC. */
export function timeTicks(times: Float64Array, count: number): TimeTick[] {
  const dates = Array.from(times, (time) => new Date(time));
  for (const unit of UNITS) {
    const starts = startsOf(dates, unit);
    if (starts.length > count) continue;
    return starts.map((index, i) => tickAt(dates, index, unit, dates[starts[i - 1] ?? 0]));
  }
  return [];
}

function startsOf(dates: readonly Date[], { number }: Unit): number[] {
  const starts: number[] = [];
  for (let i = 1; i < dates.length; i++) {
    if (!Number.isNaN(dates[i].getTime()) && number(dates[i]) !== number(dates[i - 1])) starts.push(i);
  }
  return starts;
}

/** @param last date of the tick before, or of the first bar */
function tickAt(dates: readonly Date[], index: number, { label }: Unit, last: Date): TimeTick {
  const [before, date] = [dates[index - 1], dates[index]];
  if (year(before) !== year(date)) return { index, label: String(year(date)), isMajor: true };
  const isClock = label === clock;
  if (isClock && before.getUTCDate() !== date.getUTCDate())
    return { index, label: dayLabel(date), isMajor: true };
  if (label === dayLabel && month(before) !== month(date)) {
    return { index, label: MONTHS[date.getUTCMonth()], isMajor: true };
  }
  if (label === dayLabel && year(last) !== year(date)) {
    return { index, label: `${dayLabel(date)} ’${two(year(date) % 100)}`, isMajor: true };
  }
  return { index, label: label(date), isMajor: false };
}

/** Drops labels that would run into the one before. @param gap fewest entries between two */
export function spaced(ticks: readonly TimeTick[], gap: number): TimeTick[] {
  const kept: TimeTick[] = [];
  for (const tick of ticks) {
    const last = kept.at(-1);
    if (last === undefined || tick.index - last.index >= gap) kept.push(tick);
    else if (tick.isMajor && !last.isMajor) kept[kept.length - 1] = tick;
  }
  return kept;
}
