import type { TableOptions } from '../frames/tables.ts';

/** What a figure of a run shows: which part of the run, whose account, and what is drawn besides. */
export interface FigureOptions extends TableOptions {
  /** Names of series to draw over prices, `sma_20`; by default what the strategy reads on their scale. */
  readonly indicators?: readonly string[];
  /** Days of rolling windows; 126 by default. */
  readonly window?: number;
  /** Events that the flow begins with; all up to `to` by default. */
  readonly events?: string;
}
