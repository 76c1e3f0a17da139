import type { OrderFunnelCounts } from '../../analytics/order-funnel.ts';
import type { EventFilter } from '../../debugger/look/event-list.ts';
import type { Origin } from '../../workflows/origin/origin.ts';
import type { ContainerMap } from '../figures/containers.ts';
import type { PriceSplit } from '../figures/price.ts';
import type { EquityLine } from '../figures/returns.ts';
import type { Table } from './table.ts';

/** Of whom, and of which bars. What is left out is what the session looks at, or the first of the run. */
export interface TableOptions {
  readonly portfolio?: string;
  readonly strategy?: string;
  readonly symbol?: string;
  /** First and last bar of the run. */
  readonly from?: number;
  readonly to?: number;
  readonly signal?: AbortSignal;
}

/** Tables that `table` and `frame` give by these names alone. */
export const TABLE_NAMES = ['trades', 'orders', 'fills', 'signals', 'events', 'metrics'] as const;
export type TableName = (typeof TABLE_NAMES)[number];

/** A run as tables, wherever it is kept. */
export interface RunTables {
  readonly name: string;
  /** SHA-256 in hex: equal fingerprints, equal results. */
  readonly fingerprint: string;
  /** What frames and figures note of where they come from. */
  readonly origin: Origin;
  readonly portfolios: readonly string[];
  readonly strategies: readonly string[];
  readonly symbols: readonly string[];
  /**
   * Columns by their names, a row a bar: `bars` (open, high, low, close, volume), a feature by its name (`sma_20`), `signal`, `equity`,
   * `drawdown`, `position`, a strategy's own words, or any expression (`bar.high - bar.low`).
   *
   * @throws UserError with the nearest name.
   */
  series(names: readonly string[], options?: TableOptions): Promise<Table>;
  /** Of rows with a column `bar`, those at which a symbol has a bar of its own: `series` has its last one wherever another symbol has one. */
  ownBars(symbol: string, rows: Table): Promise<Table>;
  /** Equity of a portfolio, a row a bar: `equity`, `gross_exposure`, `drawdown`, `bar`. */
  equity(options?: TableOptions): Promise<Table>;
  /** Closed trades, one a row; of all portfolios when none is named. */
  trades(options?: TableOptions): Promise<Table>;
  /** Orders with what became of each, refused ones included. */
  orders(options?: TableOptions): Promise<Table>;
  fills(options?: TableOptions): Promise<Table>;
  signals(options?: TableOptions): Promise<Table>;
  /** Events as rows; fields of payloads as columns. */
  events(filter?: EventFilter | string, options?: TableOptions): Promise<Table>;
  /** A row a metric, a column a portfolio. */
  metrics(): Promise<Table>;
  /** Money of a portfolio before the first bar. */
  initialCash(options?: TableOptions): Promise<number>;
  /** Buying and holding the configuration's benchmark; null where it names none. */
  benchmark(): Promise<EquityLine | null>;
  /** Metrics of the same by name; null where the configuration names none. */
  benchmarkMetrics(): Promise<Readonly<Record<string, number | null>> | null>;
  /** What became of a portfolio's signals. */
  funnel(options?: TableOptions): Promise<OrderFunnelCounts>;
  containers(): Promise<ContainerMap>;
  /** Splits of a symbol that its prices are not adjusted for, in order. */
  splits(symbol: string): Promise<readonly PriceSplit[]>;
}
