import { BarSeries } from '../../market/bar-series.ts';
import { moveActions } from '../../market/corporate-action.ts';
import { makeSynthetic } from '../quality/check-series.ts';
import { copyBar, pickBars } from './pick-bars.ts';

/**
 * How symbols whose calendars differ are put side by side:
 *
 * - `own`: each has its own bars.
 * - `common`: only bars whose close time every symbol has.
 * - `union`: from its first bar on, a symbol has a bar whenever any other has one: synthetic ones, flat at its last
 *   close, on which no order fills.
 */
export type Alignment = 'own' | 'common' | 'union';

/** The same series on a shared calendar; the very same objects where nothing changes. */
export function alignSeries(series: readonly BarSeries[], alignment: Alignment): readonly BarSeries[] {
  if (alignment === 'own' || series.length < 2) return series;
  const holders = new Map<number, number>();
  // Where bars of several lengths close together, a synthetic one is as long as the shortest of them.
  const opens = new Map<number, number>();
  for (const { length, closeTime, openTime } of series) {
    for (let i = 0; i < length; i++) {
      const time = closeTime[i];
      holders.set(time, (holders.get(time) ?? 0) + 1);
      opens.set(time, Math.max(opens.get(time) ?? Number.NEGATIVE_INFINITY, openTime[i]));
    }
  }
  if (alignment === 'common') return series.map((one) => commonBars(one, holders, series.length));
  const times = Float64Array.from(holders.keys()).sort();
  return series.map((one) => withAllBars(one, times, opens));
}

function commonBars(series: BarSeries, holders: ReadonlyMap<number, number>, all: number): BarSeries {
  const rows = [...series.closeTime.keys()].filter((i) => holders.get(series.closeTime[i]) === all);
  return pickBars(series, rows);
}

function withAllBars(series: BarSeries, times: Float64Array, opens: ReadonlyMap<number, number>): BarSeries {
  const wanted = times.filter((time) => time >= series.closeTime[0]);
  if (wanted.length === series.length) return series;
  const whole = BarSeries.allocate(series.symbol, wanted.length);
  const hasVolume = !Number.isNaN(series.volume[0]);
  const places = new Uint32Array(series.length);
  let from = 0;
  wanted.forEach((time, to) => {
    if (series.closeTime[from] === time) {
      places[from] = to;
      copyBar(series, from, whole, to);
      from++;
      return;
    }
    // Never opening before the bar before it has ended.
    whole.openTime[to] = Math.max(opens.get(time) ?? time, whole.closeTime[to - 1] + 1);
    whole.closeTime[to] = time;
    whole.volume[to] = hasVolume ? 0 : Number.NaN;
    makeSynthetic(whole, to, series.close[from - 1]);
  });
  whole.actions = moveActions(series.actions, whole.length, (index) => places[index]);
  return whole;
}
