import { UserError } from '../foundation/user-error.ts';
import type { BarSeries } from '../market/bar-series.ts';
import { DAY } from './interval.ts';

/** UTC milliseconds, both ends included; infinite where open. */
export interface TimeRange {
  readonly first: number;
  readonly last: number;
}

/** The range from the start of date `from` to the end of date `to` (ISO dates, UTC). Throws a UserError when from > to. */
export function timeRange(from: string | undefined, to: string | undefined): TimeRange {
  const first = from === undefined ? Number.NEGATIVE_INFINITY : Date.parse(from);
  const last = to === undefined ? Number.POSITIVE_INFINITY : Date.parse(to) + DAY - 1;
  if (first > last) throw new UserError(`from ${from} is after to ${to}`, { code: 'empty_range' });
  return { first, last };
}

/** The bars that lie wholly inside the range; the series itself when that is all of them. */
export function sliceRange(series: BarSeries, range: TimeRange): BarSeries {
  let from = 0;
  let to = series.length;
  while (from < to && series.openTime[from] < range.first) from++;
  while (to > from && series.closeTime[to - 1] > range.last) to--;
  return from === 0 && to === series.length ? series : series.slice(from, to);
}

/** The error for a range that holds no bar of data whose bars were opened between `firstBar` and `lastBar` (ms). */
export function outsideRange(
  symbol: string,
  source: string,
  asked: { readonly from?: string; readonly to?: string },
  firstBar: number,
  lastBar: number,
): UserError {
  const since = asked.from === undefined ? '' : ` from ${asked.from}`;
  const until = asked.to === undefined ? '' : ` to ${asked.to}`;
  return new UserError(
    `no bars of ${symbol}${since}${until}: ${source} runs from ${isoDate(firstBar)} to ${isoDate(lastBar)}`,
    { code: 'range_outside_data' },
  );
}

export function isoDate(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
