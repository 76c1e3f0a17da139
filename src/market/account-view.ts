import type { Instrument } from './instrument.ts';

/**
 * What sizing and risk may read of a portfolio. Symbols are numbered as in the run: sorted by name.
 * Money is in the account's currency.
 */
export interface AccountView {
  readonly cash: number;
  /** Cash and positions at the latest marks, now. */
  readonly equity: number;
  readonly instruments: readonly Instrument[];
  /** Signed lots held, over all strategies. */
  lots(symbol: number): number;
  /** Latest close; NaN before the first bar. */
  mark(symbol: number): number;
  /** Number of the trade that an order on this symbol belongs to: the open one, or the one it would open. */
  tradeNumber(symbol: number): number;
}
