import { DAYS_PER_YEAR, MS_PER_DAY } from '../../analytics/annualise.ts';

/** Equity over time under a name; money. */
export interface EquityLine {
  readonly label: string;
  /** UTC milliseconds, ascending. */
  readonly time: ArrayLike<number>;
  readonly equity: ArrayLike<number>;
  /** Number of the bar of each value, for `goto`. */
  readonly bar?: ArrayLike<number>;
  /** Money before the first bar; the first equity when left out. */
  readonly initial?: number;
}

export const PERIODS = ['day', 'week', 'month', 'quarter', 'year'] as const;
export type Period = (typeof PERIODS)[number];

/** Returns of whole calendar periods in UTC, as fractions. The first and the last may be cut short by the run. */
export interface PeriodReturns {
  /** The last moment of equity in each period, UTC milliseconds. */
  readonly time: Float64Array;
  readonly returns: Float64Array;
}

/** Returns by calendar periods, from the end of one to the end of the next. A period after equity fell to 0 has none: NaN. */
export function periodReturns({ time, equity, initial }: EquityLine, period: Period): PeriodReturns {
  const times: number[] = [];
  const returns: number[] = [];
  let before = initial ?? equity[0];
  for (let i = 0; i < time.length; i++) {
    if (i + 1 < time.length && periodOf(time[i], period) === periodOf(time[i + 1], period)) continue;
    times.push(time[i]);
    returns.push(before > 0 ? equity[i] / before - 1 : Number.NaN);
    before = equity[i];
  }
  return { time: Float64Array.from(times), returns: Float64Array.from(returns) };
}

/** A number that is the same for all times of a period, and rises. */
export function periodOf(time: number, period: Period): number {
  const day = Math.floor(time / MS_PER_DAY);
  if (period === 'day') return day;
  // 1970 began on a Thursday; weeks begin on Monday.
  if (period === 'week') return Math.floor((day + 3) / 7);
  const date = new Date(time);
  const months = date.getUTCFullYear() * 12 + date.getUTCMonth();
  if (period === 'month') return months;
  return period === 'quarter' ? Math.floor(months / 3) : Math.floor(months / 12);
}

/** Returns of days, or of bars where these are longer; and how many there are a year, by the calendar. */
export function dailyReturns(line: EquityLine): PeriodReturns & { readonly perYear: number } {
  const { time, returns } = periodReturns(line, 'day');
  const days = time.length < 2 ? Number.NaN : (time[time.length - 1] - time[0]) / MS_PER_DAY;
  return { time, returns, perYear: (time.length - 1) / (days / DAYS_PER_YEAR) };
}

/** Share of each value below the highest so far, ≤ 0; the starting money is a high too. At worst −1. */
export function drawdowns({ equity, initial }: Pick<EquityLine, 'equity' | 'initial'>): Float64Array {
  let peak = initial ?? Number.NEGATIVE_INFINITY;
  return Float64Array.from({ length: equity.length }, (_, i) => {
    if (equity[i] > peak) peak = equity[i];
    return Number.isNaN(equity[i]) ? Number.NaN : Math.max(-1, equity[i] / peak - 1);
  });
}

/** What an axis of drawdowns shows at least where there are none: they lie below 0, not around it. */
export function drawdownRange(
  values: ArrayLike<number>,
): { readonly min: number; readonly max: number } | undefined {
  for (let i = 0; i < values.length; i++) if (values[i] < 0) return undefined;
  return { min: -0.01, max: 0 };
}

export interface Drawdown {
  /** Index of the peak's last row; −1 for the starting money. */
  readonly peak: number;
  readonly trough: number;
  /** Index of the first row at the peak again; null while it lasts. */
  readonly recovery: number | null;
  /** Fraction < 0. */
  readonly depth: number;
}

/** All falls from a peak until it was reached again, deepest first. */
export function drawdownPeriods({ equity, initial }: Pick<EquityLine, 'equity' | 'initial'>): Drawdown[] {
  const found: Drawdown[] = [];
  let peak = initial ?? equity[0];
  let peakRow = initial === undefined ? 0 : -1;
  let trough = -1;
  for (let i = 0; i < equity.length; i++) {
    if (equity[i] >= peak) {
      if (trough >= 0) found.push({ peak: peakRow, trough, recovery: i, depth: equity[trough] / peak - 1 });
      trough = -1;
      peak = equity[i];
      peakRow = i;
    } else if (trough < 0 || equity[i] < equity[trough]) trough = i;
  }
  if (trough >= 0)
    found.push({ peak: peakRow, trough, recovery: null, depth: Math.max(-1, equity[trough] / peak - 1) });
  return found.sort((a, b) => a.depth - b.depth);
}
