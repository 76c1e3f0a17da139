import type { BarSeries } from '../../market/bar-series.ts';
import { shortestGap } from '../figures/time-breaks.ts';

/**
 * Opening of the bars that became known at each of some moments, as data vendors name bars: of several symbols the earliest. A
 * moment at which no bar was closed stands for itself.
 *
 * @param moments UTC milliseconds, ascending: the ends of bars.
 */
export function openingTimes(moments: ArrayLike<number>, series: readonly BarSeries[]): Float64Array {
  const times = Float64Array.from(moments);
  const found = new Uint8Array(times.length);
  for (const { closeTime, openTime, length } of series) {
    let bar = 0;
    for (let i = 0; i < times.length; i++) {
      const moment = moments[i];
      while (bar < length && closeTime[bar] < moment) bar++;
      if (bar >= length || closeTime[bar] !== moment) continue;
      times[i] = found[i] === 0 ? openTime[bar] : Math.min(times[i], openTime[bar]);
      found[i] = 1;
    }
  }
  return times;
}

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;

/**
 * The same where the bars are not at hand: moments that end a day, an hour or a minute name the one that ends, by the shortest time
 * between two of them.
 */
export function guessedOpeningTimes(moments: ArrayLike<number>): Float64Array {
  const ends = (length: number) => Array.from(moments).every((moment) => (moment + 1) % length === 0);
  const length = ends(DAY) ? DAY : ends(MINUTE) ? shortestGap(moments) : 0;
  return Float64Array.from(moments, (moment) => (length === 0 ? moment : moment + 1 - length));
}
