import type { TableOptions } from '../frames/tables.ts';

export interface FigureOptions extends TableOptions {
  /** Names of series to draw over prices, `sma_20`; by default what the strategy reads on their scale. */
  readonly indicators?: readonly string[];
  /** Days of rolling windows; 126 by default. */
  readonly window?: number;
  /** Events that the flow begins with; all up to `to` by default. */
  readonly events?: string;
}
