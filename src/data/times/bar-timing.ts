import type { BarSeries } from '../../market/bar-series.ts';
import { sharedColumn } from '../database.ts';
import type { StampRange } from '../files/bar-table.ts';
import { DAY } from '../interval.ts';
import { isDateForm, isWallForm, type TimeForm } from './time-form.ts';
import type { ZoneClock } from './zone-clock.ts';

/** Whether a source stamps a bar with the moment it starts or the moment it ends. */
export type Stamp = 'start' | 'end';

/** How the bars of a source follow from its stamps. */
export interface BarTiming {
  /** From a stamp to the start of its bar, in ms. */
  readonly shift: number;
  /** Length of a bar, in ms; from a day on it is one of days, which are not all equally long where clocks change. */
  readonly interval: number;
  readonly clock: ZoneClock;
}

/**
 * A moment is the first or the end of a bar. A date stands for a whole day: the first or the last one that the bar
 * covers, so that for daily bars the stamp makes no difference.
 */
export function barTiming(form: TimeForm, stamp: Stamp, interval: number, clock: ZoneClock): BarTiming {
  if (stamp === 'start') return { shift: 0, interval, clock };
  return { shift: isDateForm(form) ? DAY - interval : -interval, interval, clock };
}

/** Stamps of the bars that lie wholly in the range of dates (UTC milliseconds of their names, both ends included). */
export function stampRange(
  range: StampRange,
  form: TimeForm,
  { shift, interval, clock }: BarTiming,
): StampRange {
  const isWall = isWallForm(form);
  const edge = (wall: number) => (isWall || !Number.isFinite(wall) ? wall : clock.nearestMoment(wall));
  // The end of a day is the moment before the next one.
  return { first: edge(range.first) - shift, last: edge(range.last + 1) - shift - interval };
}

/**
 * The moments of stamps, UTC milliseconds; NaN where the stamp cannot be read, or where the clocks of the zone skip it.
 * The same array when they are the stamps themselves.
 */
export function momentsOf(stamps: Float64Array, form: TimeForm, { clock }: BarTiming): Float64Array {
  if (clock.zone === 'UTC' || !isWallForm(form)) return stamps;
  const moments = sharedColumn(stamps.length);
  let previous = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < stamps.length; i++) {
    const moment = isDateForm(form) ? clock.nearestMoment(stamps[i]) : clock.moment(stamps[i], previous);
    moments[i] = moment;
    if (!Number.isNaN(moment)) previous = moment;
  }
  return moments;
}

/** Turns the moments of stamps, poured into `openTime`, into the bars' own times. */
export function applyTiming(series: BarSeries, { shift, interval, clock }: BarTiming): void {
  const { openTime, closeTime } = series;
  const isDays = clock.zone !== 'UTC' && interval % DAY === 0;
  for (let i = 0; i < series.length; i++) {
    if (isDays) {
      const wall = clock.wall(openTime[i]) + shift;
      openTime[i] = clock.nearestMoment(wall);
      closeTime[i] = clock.nearestMoment(wall + interval) - 1;
    } else {
      openTime[i] += shift;
      closeTime[i] = openTime[i] + interval - 1;
    }
  }
}
