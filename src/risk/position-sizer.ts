import type { AccountView } from '../market/account-view.ts';
import type { SizingInput, SizingRule } from './sizing.ts';
import type { TradeStatistics } from './track-record.ts';

/** A portfolio's sizing rule, with the columns that it reads. */
export interface PortfolioSizing {
  readonly type: string;
  readonly rule: SizingRule;
  /** By symbol index; none where left out. */
  readonly features?: readonly (Readonly<Record<string, Float64Array>> | undefined)[];
}

export interface PositionSizerOptions {
  readonly sizing: PortfolioSizing;
  readonly account: AccountView;
  readonly strategies: readonly { readonly weight: number; readonly symbols: number }[];
  /** Null unless the rule reads it. */
  readonly trades: TradeStatistics | null;
}

const NO_FEATURES: Readonly<Record<string, number>> = Object.freeze({});

/** Puts together what a sizing rule may know, and asks it. */
export class PositionSizer {
  readonly #options: PositionSizerOptions;

  constructor(options: PositionSizerOptions) {
    this.#options = options;
  }

  /**
   * What is known at bar `index` of a symbol.
   *
   * @param slot the strategy, by its place among those that the portfolio follows.
   * @param stopDistance NaN for a position without a stop.
   */
  input(slot: number, symbol: number, index: number, price: number, stopDistance: number): SizingInput {
    const { strategies, sizing, trades, account } = this.#options;
    const { weight, symbols } = strategies[slot];
    const { multiplier } = account.instruments[symbol];
    const columns = sizing.features?.[symbol];
    const features =
      columns === undefined
        ? NO_FEATURES
        : Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, column[index]]));
    return { equity: account.equity, price, multiplier, weight, symbols, stopDistance, features, trades };
  }

  /** @throws RangeError when a rule of the user's gives what is no size. */
  fullUnits(input: SizingInput): number {
    const { type, rule } = this.#options.sizing;
    const units = rule(input);
    if (!(units >= 0 && units < Number.POSITIVE_INFINITY))
      throw new RangeError(`sizing ${type} must give units, 0 or above, found ${units}`);
    return units;
  }
}
