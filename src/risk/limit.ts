import type { z } from 'zod';
import type { ComponentDescription } from '../foundation/registry.ts';
import type { AccountView } from '../market/account-view.ts';
import type { TradeStatistics } from './track-record.ts';

/** An order before approval, and what the portfolio would hold if everything waiting were filled. */
export interface ProposedOrder {
  readonly symbolIndex: number;
  /** Close of the decision bar. */
  readonly price: number;
  /** Index of the decision bar. */
  readonly index: number;
  /** Orders that passed the limits before this one at the same moment. */
  readonly ordersAtOnce: number;
  /** Null unless a limit of the portfolio says that it reads it. */
  readonly trades: TradeStatistics | null;
  /** Lots of a symbol, long or short, that this order and those waiting can lead to at worst. */
  lotsAfter(symbol: number): number;
  /** The same on one side alone: the most (side +1) or the least (−1) lots, signed. */
  lotsAtMost(symbol: number, side: number): number;
}

/** Why an order was refused: a stable code, the reason in words, the number tested and the limit it broke. */
export interface Refusal {
  readonly code: string;
  readonly reason: string;
  readonly value: number;
  readonly limit: number;
}

/** `(order, portfolio view) → refusal`, or null when the order may pass. Keeps no state: portfolios and runs share it. */
export interface RiskLimit {
  (order: ProposedOrder, account: AccountView): Refusal | null;
  /** The two numbers that it compares, whether the order may pass or not; for explaining. */
  readonly measure?: (order: ProposedOrder, account: AccountView) => Refusal;
  /** It reads `order.trades`. */
  readonly readsTrades?: boolean;
  /** It is tested at every bar, and once broken refuses every order for a while. */
  readonly halt?: HaltRule;
}

/** What a portfolio came to, at the closes of a bar. */
export interface EquityHistory {
  readonly equity: number;
  /** The highest so far, the cash at the start among it; since the last resumption for a limit that resumed. */
  readonly peak: number;
  /** At the end of the last bar of the day before; days are UTC, or as `execution.day` says. */
  readonly dayStart: number;
}

/** When a portfolio is to stop trading, and until when. */
export interface HaltRule {
  /** `value` above `limit` stops it. */
  measure(history: EquityHistory): Refusal;
  /** `halt` cancels waiting orders and refuses new ones; `close` also closes all positions. */
  readonly action: 'halt' | 'close';
  /** Trading goes on with the next day. */
  readonly untilNextDay: boolean;
  /** Trading goes on after so many bars of the run, the peak counting anew; Infinity: never. */
  readonly bars: number;
}

export interface RiskLimitDefinition<P = unknown> extends ComponentDescription {
  readonly params: z.ZodType<P>;
  create(params: P): RiskLimit;
}

/** A limit is met exactly in spite of rounding in the last bit. */
const HAIR = 1 + 1e-12;

/** Whether the value tested is within the limit. */
export function isWithin({ value, limit }: Refusal): boolean {
  return value <= limit * HAIR;
}

/** A limit that refuses an order whose value is above the limit. */
export function bound(
  measure: (order: ProposedOrder, account: AccountView) => Refusal,
  more: { readonly readsTrades?: boolean } = {},
): RiskLimit {
  const check = (order: ProposedOrder, account: AccountView) => {
    const measured = measure(order, account);
    return isWithin(measured) ? null : measured;
  };
  return Object.assign(check, { measure, ...more });
}
