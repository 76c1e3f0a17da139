import { type CorporateAction, moveActions } from './corporate-action.ts';

/** Bar fields that features and frames may name. */
export const BAR_FIELDS = ['open', 'high', 'low', 'close', 'volume'] as const;
export type BarField = (typeof BAR_FIELDS)[number];

/** Set in `flags` on a bar that was made up to fill a gap: marked, but never traded on. */
export const SYNTHETIC_BAR = 1;
/** Set in `flags` on a bar that a check of the data found odd and let pass. It trades as any other. */
export const FLAGGED_BAR = 2;

/** Columns of bars that exist already. */
export type BarColumns = { readonly [field in 'openTime' | 'closeTime' | BarField]?: Float64Array };

/**
 * Bars of one symbol as columns on shared memory, all of the same length, ordered by `closeTime`, no duplicates.
 * Held once: features, strategies, portfolios and worker threads keep an index into it.
 *
 * Times are UTC milliseconds since 1970. A bar is known at its `closeTime`, the last millisecond it covers; a daily
 * bar of 2008-09-15 covers 00:00:00.000 to 23:59:59.999.
 */
export class BarSeries {
  readonly symbol: string;
  readonly length: number;
  readonly openTime: Float64Array;
  readonly closeTime: Float64Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  /** Units traded; NaN throughout when the source has none. */
  readonly volume: Float64Array;
  /** Bits set per bar, see `SYNTHETIC_BAR` and `FLAGGED_BAR`. */
  readonly flags: Uint8Array;
  /** Splits and dividends that the prices are not adjusted for, in order; set by the maker of the series. */
  actions: readonly CorporateAction[] = [];

  private constructor(symbol: string, length: number, given: BarColumns = {}) {
    const column = () => new Float64Array(new SharedArrayBuffer(length * 8));
    this.symbol = symbol;
    this.length = length;
    this.openTime = given.openTime ?? column();
    this.closeTime = given.closeTime ?? column();
    this.open = given.open ?? column();
    this.high = given.high ?? column();
    this.low = given.low ?? column();
    this.close = given.close ?? column();
    this.volume = given.volume ?? column();
    this.flags = new Uint8Array(new SharedArrayBuffer(length));
  }

  /** A series of `length` bars to be filled in by its maker before anyone else sees it. */
  static allocate(symbol: string, length: number): BarSeries {
    return new BarSeries(symbol, length);
  }

  /**
   * A series of columns that its maker hands over, all on shared memory and of this length; those left out are for the
   * maker to fill in, but for volume, which is NaN then.
   */
  static fromColumns(symbol: string, length: number, columns: BarColumns): BarSeries {
    const series = new BarSeries(symbol, length, columns);
    if (columns.volume === undefined) series.volume.fill(Number.NaN);
    return series;
  }

  /** A copy of bars [from, to), for truncation and windows. */
  slice(from: number, to: number): BarSeries {
    const part = BarSeries.allocate(this.symbol, Math.max(0, to - from));
    for (const name of ['openTime', 'closeTime', ...BAR_FIELDS] as const)
      part[name].set(this[name].subarray(from, to));
    part.flags.set(this.flags.subarray(from, to));
    part.actions = moveActions(this.actions, part.length, (index) => index - from);
    return part;
  }
}

/** A bar as a row, for `barSeriesFromRows`. Times are UTC milliseconds; `closeTime` is the last one that belongs to the bar. */
export interface BarRow {
  readonly openTime: number;
  readonly closeTime: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume?: number;
  readonly synthetic?: boolean;
  /** New shares for an old one, where a split takes effect with this bar. */
  readonly split?: number;
  /** Cash for a share, where it trades without it from this bar on. */
  readonly dividend?: number;
}

/** Builds a series from rows; for small inputs, tests and notebooks. Rows must be in order. */
export function barSeriesFromRows(symbol: string, rows: readonly BarRow[]): BarSeries {
  const series = BarSeries.allocate(symbol, rows.length);
  rows.forEach((row, i) => {
    series.openTime[i] = row.openTime;
    series.closeTime[i] = row.closeTime;
    series.open[i] = row.open;
    series.high[i] = row.high;
    series.low[i] = row.low;
    series.close[i] = row.close;
    series.volume[i] = row.volume ?? Number.NaN;
    series.flags[i] = row.synthetic === true ? SYNTHETIC_BAR : 0;
  });
  series.actions = rows.flatMap(({ split = 1, dividend = 0 }, index) =>
    split === 1 && dividend === 0 ? [] : [{ index, ratio: split, dividend }],
  );
  return series;
}
