/** Milliseconds that one kind of motion took, over many of them. */
export interface MotionTimes {
  readonly median: number;
  readonly p95: number;
  readonly worst: number;
  readonly count: number;
}

/** What walking through a run took. Plain data: it comes from another process. */
export interface SessionReport {
  readonly bars: number;
  readonly portfolios: number;
  /** Events of the run that are indexed. */
  readonly indexed: number;
  readonly checkpointBytes: number;
  readonly indexBytes: number;
  readonly rss: number;
  /** Seconds of a batch run of the same specification, beside which scans are measured; of each round. */
  readonly batchSeconds: readonly number[];
  /** Seconds to open twenty years of daily bars, data loaded. */
  readonly openSeconds: number;
  /** Seconds until the last bar is reached for the first time; later visits are `goto`. */
  readonly firstVisitSeconds: number;
  readonly motions: Readonly<Record<'goto' | 'previous' | 'stepBack', MotionTimes>>;
  /** Bars a second, one `next()` after the other. */
  readonly stepping: number;
  /** Seconds of a scan of the whole run, by what it asks; of each round. */
  readonly scans: Readonly<Record<string, readonly number[]>>;
}

export function timesOf(milliseconds: readonly number[]): MotionTimes {
  const sorted = [...milliseconds].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  return { median: at(0.5), p95: at(0.95), worst: at(1), count: sorted.length };
}
