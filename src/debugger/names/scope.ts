import type { Engine } from '../../engine/engine.ts';
import type { EngineEvent } from '../../events/event.ts';

/** What an expression is asked about: a run at one moment, and the event in hand, if there is one. */
export interface Scope {
  readonly engine: Engine;
  event: EngineEvent | null;
}

/** Reads a value in a scope: a number, text, a boolean; undefined or NaN when it is missing. */
export type Read = (scope: Scope) => unknown;

/** The containers that names without a container mean: `portfolio.equity`, `bar.close`, `strategy.fast`. */
export interface Focus {
  /** Ids as in the configuration. */
  readonly portfolio: string;
  readonly strategy: string;
  readonly symbol: string;
}

/** A name that can be read, and the containers whose state it needs; empty where only market data is read. */
export interface BoundName {
  readonly read: Read;
  readonly containers: readonly number[];
  /**
   * When its value can change: with events of its containers, with these and with prices, or at every bar (by default).
   * Scans pass over bars at which nothing happens, and then need not ask.
   */
  readonly changes?: 'event' | 'price' | 'bar';
  /** Where `Ledger.measureBars` writes it, in a row, if it does. */
  readonly measure?: number;
  /** Whether it is always a number, or missing. */
  readonly numeric?: boolean;
  /** Another way to read it, faster, for who asks at the end of each bar in turn, from where the scope stands now. */
  readonly inTurn?: (scope: Scope) => Read;
}

/** `gross_exposure`, `grossExposure` and `GrossExposure` are one name: results are in snake_case, code in camelCase. */
export function canonical(name: string): string {
  return name.replaceAll('_', '').toLowerCase();
}
