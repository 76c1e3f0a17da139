import type { Scale } from './scale.ts';

/** What a case did, so that its result is used, counted and compared. */
export interface Outcome {
  /** Units of work: bars, portfolio-bars, rows. */
  readonly work: number;
  /** Events published; null where there are none or they are not counted. */
  readonly events: number | null;
  /** What the events take up, in memory or on disk; where that is asked. */
  readonly bytes?: number;
  /** The answer, one row a portfolio or column. Cases of a group must agree on the rows that both have. */
  readonly answers: readonly (readonly number[])[];
}

/** An outcome that leaves something behind, which may be looked at once more when the time has been taken. */
export interface CheckedOutcome extends Outcome {
  /** @throws Error when something is wrong. */
  readonly verify: () => Promise<void>;
  readonly dispose: () => void;
}

/** Runs the case once. Only this is timed. */
export type Work = () => Outcome | CheckedOutcome | Promise<Outcome>;

/** One row of a table. */
export interface BenchCase {
  /** Unique in its group; part of the command line of child processes. */
  readonly id: string;
  readonly label: string;
  /** Makes data and whatever else is not to be timed. */
  setUp(scale: Scale): Work | Promise<Work>;
}

/** Cases that do the same work on the same data: run in turns in one process, and compared with one another. */
export interface BenchGroup {
  readonly id: string;
  readonly title: string;
  readonly cases: readonly BenchCase[];
  /** The case that ratios are relative to. */
  readonly reference: string;
  /** Relative difference that answers may have; 0 for the same bits. */
  readonly tolerance: number;
}

/** How one portfolio ended. */
export interface PortfolioOutcome {
  readonly fills: number;
  /** Money. */
  readonly equity: number;
  /** Fraction ≤ 0. */
  readonly maxDrawdown: number;
}

/** Fills, equity and drawdown of portfolios as answers. */
export function portfolioAnswers(portfolios: readonly PortfolioOutcome[]): number[][] {
  return portfolios.map(({ fills, equity, maxDrawdown }) => [fills, equity, maxDrawdown]);
}
