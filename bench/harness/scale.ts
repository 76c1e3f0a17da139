/** How much work the cases do. */
export interface Scale {
  readonly quick: boolean;
  /** Timed runs of each case, besides those to warm up. */
  readonly rounds: number;
  /** Runs of a case that are shorter are repeated for so long before they are timed: V8 compiles and compiles again for about a second. */
  readonly warmUpSeconds: number;
  /** A round of shorter runs is as many of them as this holds. */
  readonly roundSeconds: number;
  /** Bars or rows, given the number of the full benchmark. */
  bars(full: number): number;
  portfolios(full: number): number;
}

export const FULL: Scale = {
  quick: false,
  rounds: 3,
  warmUpSeconds: 2,
  roundSeconds: 0.5,
  bars: (full) => full,
  portfolios: (full) => full,
};

/** A fiftieth of the bars: enough to see that everything works and agrees, and nothing about speed. */
export const QUICK: Scale = {
  quick: true,
  rounds: 2,
  warmUpSeconds: 0,
  roundSeconds: 0,
  bars: (full) => full / 50,
  portfolios: (full) => Math.max(1, full / 20),
};
