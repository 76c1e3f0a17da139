import type { BarSeries } from '../../market/bar-series.ts';
import type { Check, Policy } from './policies.ts';
import type { RowProblem } from './row-problems.ts';

/** What one check found in the files of a symbol. */
export interface CheckReport {
  readonly check: Check;
  readonly policy: Policy;
  readonly count: number;
  /** The first ten. */
  readonly first: readonly RowProblem[];
}

/** What was read, and what was done to it. */
export interface QualityReport {
  readonly symbol: string;
  /** As the user would write them. */
  readonly files: readonly string[];
  /** Rows of the symbol in the range asked for. */
  readonly rows: number;
  /** Bars that were made of them. */
  readonly bars: number;
  /** Of those, how many are synthetic. */
  readonly synthetic: number;
  /** Of those, how many are flagged. */
  readonly flagged: number;
  /** Only checks that found something. */
  readonly checks: readonly CheckReport[];
}

/** The bars of one symbol, with what the checks of `quality` found in the rows they were made of. */
export interface LoadedBars {
  readonly series: BarSeries;
  readonly report: QualityReport;
}

const DONE: Readonly<Record<Policy, string>> = {
  error: 'found',
  drop: 'dropped',
  sort: 'sorted',
  fill: 'filled',
  flag: 'flagged',
  ignore: 'ignored',
};

/** `SPX: 3 dropped (duplicates), 2 filled (gaps)`; undefined when nothing was found. */
export function reportLine({ symbol, checks }: QualityReport): string | undefined {
  if (checks.length === 0) return undefined;
  const parts = checks.map(
    ({ check, policy, count }) => `${count.toLocaleString('en-US')} ${DONE[policy]} (${check})`,
  );
  return `${symbol}: ${parts.join(', ')}`;
}
