/** Exits that a portfolio gives to every position, in percent of its average entry price; NaN: none. */
export interface ExitRules {
  readonly stopLossPercent: number;
  readonly takeProfitPercent: number;
  /** Percent of the best price since the entry. */
  readonly trailingStopPercent: number;
  /** Bars of the symbol after which a position is closed. */
  readonly maxBars: number;
  /** Whether the bar that filled the entry may already fill the exit. */
  readonly liveFrom: 'next_bar' | 'entry_bar';
}
