import { UserError } from '../../foundation/user-error.ts';
import { BarSeries, SYNTHETIC_BAR } from '../../market/bar-series.ts';
import { type CorporateAction, joinActions } from '../../market/corporate-action.ts';
import { DAY, intervalText, WEEK } from '../interval.ts';
import type { ZoneClock } from '../times/zone-clock.ts';

/** Monday 1970-01-05: weeks are counted from there. */
const FIRST_MONDAY = 4 * DAY;

export interface ResampleOptions {
  /** Length of a bar that is wanted, in ms. */
  readonly interval: number;
  /** Whose days and hours are meant. */
  readonly clock: ZoneClock;
  /** Bars begin at this time of day and every interval before and after it, in ms since midnight; 0 by default. */
  readonly anchor?: number;
  /** Whether the last bar stays when the data ends inside it. */
  readonly keepPartial?: boolean;
}

/**
 * Bars of a longer interval: first open, highest high, lowest low, last close, sum of volumes. A bar spans its whole
 * interval, and so is known at the interval's end, however early its last part was: nothing is known before its time.
 *
 * Bars begin at full intervals since midnight of the zone (of Monday for weeks). The last one is left out when the data
 * ends inside it: before its end, and before the place in it at which the data of the bar before ended. A bar is
 * synthetic when all of its parts are; flags of any part stay. Splits and dividends inside a bar take effect at its open, prices
 * before a split being divided by it.
 *
 * @throws UserError when the bars are longer than what is wanted, or do not fit into it.
 */
export function resample(series: BarSeries, options: ResampleOptions): BarSeries {
  const spans = findSpans(series, options);
  const count = spans.length - (isPartial(series, spans, options) ? 1 : 0);
  const to = BarSeries.allocate(series.symbol, count);
  const actions = new Map(series.actions.map((action) => [action.index, action]));
  const booked: CorporateAction[] = [];
  for (let b = 0; b < count; b++) {
    const { first, end, open, close } = spans[b];
    to.openTime[b] = open;
    to.closeTime[b] = close;
    const inside = actions.size === 0 ? [] : actionsIn(actions, first, end);
    aggregate(inside.length === 0 ? series : onOneBasis(series, first, end, inside), first, end, to, b);
    if (inside.length > 0) booked.push({ ...inside.reduce(joinActions), index: b });
  }
  to.actions = booked.filter(({ index }) => index > 0);
  return to;
}

interface Span {
  /** Bars of the source: [first, end). */
  readonly first: number;
  end: number;
  /** UTC milliseconds, the last one included. */
  readonly open: number;
  readonly close: number;
}

function findSpans(series: BarSeries, { interval, clock, anchor = 0 }: ResampleOptions): Span[] {
  const origin = interval % WEEK === 0 ? FIRST_MONDAY + anchor : anchor;
  const spans: Span[] = [];
  for (let i = 0; i < series.length; i++) {
    const openTime = series.openTime[i];
    const last = spans.at(-1);
    if (last !== undefined && openTime <= last.close) {
      last.end = i + 1;
    } else {
      const wall = clock.wall(openTime);
      const start = Math.floor((wall - origin) / interval) * interval + origin;
      spans.push({ first: i, end: i + 1, ...moments(clock, start, interval, openTime, wall) });
    }
    const { close } = spans[spans.length - 1];
    if (series.closeTime[i] > close) throw doesNotFit(series, i, interval);
  }
  return spans;
}

/** Spans shorter than a day are counted in time that passes, so that an hour that comes twice is two. */
function moments(clock: ZoneClock, start: number, interval: number, openTime: number, wall: number) {
  if (interval < DAY) {
    const open = openTime - (wall - start);
    return { open, close: open + interval - 1 };
  }
  return { open: clock.nearestMoment(start), close: clock.nearestMoment(start + interval) - 1 };
}

function isPartial(series: BarSeries, spans: readonly Span[], { keepPartial }: ResampleOptions): boolean {
  const last = spans.at(-1);
  if (keepPartial === true || last === undefined) return false;
  const endOf = ({ end }: Span) => series.closeTime[end - 1];
  if (endOf(last) === last.close) return false;
  const before = spans.at(-2);
  return before === undefined || endOf(last) - last.open < endOf(before) - before.open;
}

function actionsIn(
  actions: ReadonlyMap<number, CorporateAction>,
  first: number,
  end: number,
): CorporateAction[] {
  const found: CorporateAction[] = [];
  for (let i = first; i < end; i++) {
    const action = actions.get(i);
    if (action !== undefined) found.push(action);
  }
  return found;
}

type Prices = Pick<BarSeries, 'open' | 'high' | 'low' | 'close' | 'volume' | 'flags'>;

/** The parts of a bar as if its splits had been before them. */
function onOneBasis(
  series: BarSeries,
  first: number,
  end: number,
  actions: readonly CorporateAction[],
): Prices {
  const ratioAfter = (i: number) =>
    actions.reduce((product, { index, ratio }) => (index > i ? product * ratio : product), 1);
  const scaled = (column: Float64Array, scale: (value: number, ratio: number) => number) => {
    const copy = new Float64Array(end);
    for (let i = first; i < end; i++) copy[i] = scale(column[i], ratioAfter(i));
    return copy;
  };
  const divided = (column: Float64Array) => scaled(column, (price, ratio) => price / ratio);
  return {
    open: divided(series.open),
    high: divided(series.high),
    low: divided(series.low),
    close: divided(series.close),
    volume: scaled(series.volume, (volume, ratio) => volume * ratio),
    flags: series.flags,
  };
}

function aggregate(from: Prices, first: number, end: number, to: BarSeries, b: number): void {
  let high = from.high[first];
  let low = from.low[first];
  let volume = 0;
  let flags = 0;
  let synthetic = SYNTHETIC_BAR;
  for (let i = first; i < end; i++) {
    high = Math.max(high, from.high[i]);
    low = Math.min(low, from.low[i]);
    volume += from.volume[i];
    flags |= from.flags[i] & ~SYNTHETIC_BAR;
    synthetic &= from.flags[i];
  }
  to.open[b] = from.open[first];
  to.high[b] = high;
  to.low[b] = low;
  to.close[b] = from.close[end - 1];
  to.volume[b] = volume;
  to.flags[b] = flags | synthetic;
}

function doesNotFit(series: BarSeries, i: number, interval: number): UserError {
  const length = series.closeTime[i] + 1 - series.openTime[i];
  const [wanted, found] = [interval, length].map(intervalText);
  const at = new Date(series.openTime[i]).toISOString();
  return new UserError(
    length > interval
      ? `${series.symbol} has bars of ${found}, which cannot be divided into bars of ${wanted}`
      : `bars of ${found} do not fit into bars of ${wanted}: one of ${series.symbol} crosses their border at ${at}`,
    { code: 'bad_interval', hint: `take a multiple of ${found}` },
  );
}
