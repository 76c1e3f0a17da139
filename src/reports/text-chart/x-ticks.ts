import { firstWhere } from '../../foundation/binary-search.ts';
import { isoDay, TIME_UNITS, type TimeUnit } from './time-units.ts';
import type { XScale } from './x-scale.ts';

export interface XTick {
  /** Column of the plot area. */
  readonly column: number;
  readonly label: string;
  /** Keeps its place against ticks of the same set when they would overlap: the day among hours. */
  readonly major: boolean;
}

/** The bars of one column. */
interface Stop {
  readonly column: number;
  readonly first: number;
  readonly last: number;
}

const DAY = 86_400_000;

/**
 * Possible sets of ticks, fine to coarse; who draws the axis takes the first whose labels fit.
 *
 * @param most of so many cells, gap included, can be written below the axis; sets that hold more are left out.
 */
export function* xTickSets(
  x: XScale,
  times: ArrayLike<number> | undefined,
  most: (labelWidth: number) => number = () => Number.POSITIVE_INFINITY,
): Generator<XTick[]> {
  const stops = columnStops(x, times?.length ?? x.to);
  if (times === undefined) {
    for (let power = 0; power < 12; power++) {
      for (const digit of [1, 2, 5]) yield indexTicks(stops, digit * 10 ** power);
    }
    return;
  }
  for (const unit of TIME_UNITS) {
    const starts = unitStarts(stops, times, unit);
    // So many would never fit, and writing their labels is what takes time.
    if (starts.length <= Math.min(x.columns / 2 + 1, most(unit.labelWidth)))
      yield timeTicks(starts, times, unit);
  }
}

function columnStops(x: XScale, length: number): Stop[] {
  const stops: Stop[] = [];
  const end = Math.min(x.to, length);
  if (x.length === 0) return stops;
  if (x.crowds(x.columns)) {
    let first = x.from;
    for (let column = 0; column < x.columns; column++) {
      const next = x.from + Math.ceil(((column + 1) * x.count) / x.columns);
      if (first < end) stops.push({ column, first, last: Math.min(next, end) - 1 });
      first = next;
    }
    return stops;
  }
  for (let i = x.from; i < end; i++) stops.push({ column: x.column(i), first: i, last: i });
  return stops;
}

function indexTicks(stops: readonly Stop[], step: number): XTick[] {
  return stops.flatMap(({ column, first, last }) => {
    const index = Math.ceil(first / step) * step;
    return index <= last ? [{ column, label: `${index}`, major: false }] : [];
  });
}

/** Columns in which a unit begins. */
function unitStarts(stops: readonly Stop[], times: ArrayLike<number>, unit: TimeUnit): Stop[] {
  let before = unit.of(beforeFirst(stops, times, unit));
  return stops.filter(({ last }) => {
    const number = unit.of(times[last]);
    if (Number.isNaN(number)) return false;
    const starts = number !== before && !Number.isNaN(before);
    before = number;
    return starts;
  });
}

function timeTicks(starts: readonly Stop[], times: ArrayLike<number>, unit: TimeUnit): XTick[] {
  let day = Number.NaN;
  return starts.map(({ column, first, last }) => {
    const time = times[last];
    const newDay = unit.withinDay && !Number.isNaN(day) && dayOf(time) !== day;
    day = dayOf(time);
    const label = newDay
      ? isoDay(time)
      : unit.label(first === last ? time : boundary(times, first, last, unit));
    return { column, label, major: newDay };
  });
}

/**
 * A moment before the first bar: if a unit begins in between, the first bar is the first of its unit and gets a tick.
 */
function beforeFirst(stops: readonly Stop[], times: ArrayLike<number>, unit: TimeUnit): number {
  if (stops.length === 0) return Number.NaN;
  const { first } = stops[0];
  const spacing = first + 1 < times.length ? times[first + 1] - times[first] : DAY;
  return times[first] - spacing - (spacing >= DAY ? unit.lateStart : 0);
}

/** Time of the first bar that lies in the same unit as bar `last`. Times ascend. */
function boundary(times: ArrayLike<number>, first: number, last: number, unit: TimeUnit): number {
  const wanted = unit.of(times[last]);
  return times[firstWhere(first, last, (bar) => unit.of(times[bar]) === wanted)];
}

function dayOf(time: number): number {
  return Math.floor(time / DAY);
}
