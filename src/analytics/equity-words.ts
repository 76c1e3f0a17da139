/**
 * Where in one flat array of words each running figure of equity lives: one array, and functions over it that are
 * inlined, instead of an object with an array for each kind of figure.
 *
 * The functions that run at each update write an index as a literal, `w[2 satisfies typeof EQUITY]`, which the type checker
 * compares with the constant. V8 does not fold a constant of a module, let alone an imported one, into an index: with
 * plain `w[EQUITY]` an update takes nearly twice as long (18.7 ns against 10.3).
 */
export const UPDATES = 0;
/** Timestamp of the last update; the start time before. */
export const TIME = 1;
/** Equity at the last update; initial equity before. */
export const EQUITY = 2;
/** Σ|market value| and Σ market value at the last update. */
export const GROSS = 3;
export const NET = 4;
/** Equity at the update before the last. */
export const BEFORE = 5;
export const EQUITY_SUM = 6;
export const LOWEST = 7;
/** Highest equity since ruin; until then the running peak is the highest. */
export const HIGHEST_AFTER_RUIN = 8;
/** NaN while equity has always been above 0. */
export const RUIN_TIME = 9;

export const MEAN = 10;
export const SQUARES = 11;
export const DOWNSIDE = 12;

export const PEAK = 13;
export const PEAK_TIME = 14;
/** Lowest equity since the peak; the peak itself while there is no drawdown. */
export const TROUGH = 15;
export const LONGEST = 16;
export const MAX_DEPTH = 17;
export const MAX_PEAK_TIME = 18;
export const MAX_TROUGH_TIME = 19;
export const MAX_RECOVERY_TIME = 20;
/** 1 while the deepest drawdown is the current one. */
export const MAX_IS_OPEN = 21;

export const IN_MARKET = 22;
export const GROSS_SUM = 23;
export const GROSS_MAX = 24;
export const NET_SUM = 25;

const WORDS = 26;

/** The words before the first update. */
export function equityWords(initialEquity: number, startTime: number): Float64Array {
  const w = new Float64Array(WORDS);
  w[TIME] = startTime;
  w[PEAK_TIME] = startTime;
  for (const level of [EQUITY, BEFORE, LOWEST, HIGHEST_AFTER_RUIN, PEAK, TROUGH]) w[level] = initialEquity;
  for (const time of [RUIN_TIME, MAX_PEAK_TIME, MAX_TROUGH_TIME, MAX_RECOVERY_TIME]) w[time] = Number.NaN;
  return w;
}

/** A time in ms as a metric: null where there is none. */
export function dateOrNull(time: number): number | null {
  return Number.isNaN(time) ? null : time;
}
