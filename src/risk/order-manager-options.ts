import type { EventName } from '../events/event.ts';
import type { EventBus } from '../events/event-bus.ts';
import type { AccountView } from '../market/account-view.ts';
import type { BarSeries } from '../market/bar-series.ts';
import type { ExitRules } from './exit-rules.ts';
import type { PortfolioSizing } from './position-sizer.ts';
import type { TradeStatistics } from './track-record.ts';

const DIRECTION_RULES = ['long_only', 'short_only', 'long_short'] as const;
export type DirectionRule = (typeof DIRECTION_RULES)[number];

export interface FollowedStrategy {
  readonly id: string;
  /** Position in the run's configuration, as signals carry it. */
  readonly index: number;
  readonly weight: number;
  /** Number of symbols it trades. */
  readonly symbols: number;
}

export interface OrderManagerOptions {
  readonly bus: EventBus;
  readonly portfolioId: string;
  readonly strategies: readonly FollowedStrategy[];
  readonly direction: DirectionRule;
  readonly sizing: PortfolioSizing;
  readonly account: AccountView;
  readonly series: readonly BarSeries[];
  /** Exits of every position; null: only those that signals ask for. */
  readonly exits: ExitRules | null;
  /** Null unless a sizing rule reads it. */
  readonly trades: TradeStatistics | null;
  /** Index of the latest bar of a symbol. */
  readonly latestBar: (symbol: number) => number;
}

/** A split of the shares of a symbol, at the open of its bar `index`. */
export interface Split {
  readonly symbol: number;
  /** New shares for an old one. */
  readonly ratio: number;
  readonly index: number;
  readonly time: number;
  /** The CORPORATE_ACTION. */
  readonly cause: EventName;
  /** The ORDER that waits under a number, and when it was decided if its symbol had no bar then; else −∞. */
  readonly orderOf: (orderNumber: number) => EventName & { readonly decided: number };
}

/** What a waiting order of a sleeve is cancelled for. */
export interface Withdrawal {
  readonly code: string;
  readonly reason: string;
  readonly time: number;
  readonly cause: EventName;
}

export const SUPERSEDED = {
  code: 'superseded',
  reason: 'a newer signal of the same strategy took its place',
};
export const SPLIT = {
  code: 'split',
  reason: 'the shares were split: it is given anew for new shares, at a new price',
};
export const SPLIT_AWAY = {
  code: 'split_away',
  reason: 'the shares were split: less than a lot is left of it',
};
