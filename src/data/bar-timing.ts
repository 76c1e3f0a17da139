import type { BarSeries } from '../market/bar-series.ts';
import { isDateForm, type TimeForm } from './csv-time.ts';
import { DAY } from './interval.ts';

/** Whether a source stamps a bar with the moment it starts or the moment it ends. */
export type Stamp = 'start' | 'end';

/** From the time in the file to the bar: `openTime = time + shift`, `closeTime = openTime + interval − 1` (ms). */
export interface BarTiming {
  readonly shift: number;
  readonly interval: number;
}

/**
 * A moment is the first or the end of a bar. A date stands for a whole day: the first or the last one that the bar
 * covers, so that for daily bars the stamp makes no difference.
 */
export function barTiming(form: TimeForm, stamp: Stamp, interval: number): BarTiming {
  if (stamp === 'start') return { shift: 0, interval };
  return { shift: isDateForm(form) ? DAY - interval : -interval, interval };
}

/** Turns the times of the file, poured into `openTime`, into the bars' own times. */
export function applyTiming(series: BarSeries, timing: BarTiming): void {
  const { openTime, closeTime } = series;
  for (let i = 0; i < series.length; i++) {
    openTime[i] += timing.shift;
    closeTime[i] = openTime[i] + timing.interval - 1;
  }
}
