import type { EventBus } from '../events/event-bus.ts';
import { EventPool } from '../events/event-pool.ts';
import { TYPE } from '../events/event-type.ts';
import { ApprovedOrderEvent, OrderRejectedEvent, type OrderRequestEvent } from '../events/order-events.ts';
import type { Stateful, StateReader, StateWriter } from '../foundation/state.ts';
import type { AccountView } from '../market/account-view.ts';
import type { ProposedOrder, Refusal, RiskLimit } from './limit.ts';
import type { RiskMonitor } from './risk-monitor.ts';
import type { TradeStatistics } from './track-record.ts';

export interface RiskManagerOptions {
  readonly bus: EventBus;
  readonly limits: readonly RiskLimit[];
  readonly account: AccountView;
  readonly waiting: WaitingOrders;
  /** Null where no limit reads it. */
  readonly trades: TradeStatistics | null;
  /** Null where no limit halts. */
  readonly monitor: RiskMonitor | null;
}

/** What is ordered and not yet filled, in signed lots. */
export interface WaitingOrders {
  pendingMarketLots(symbol: number): number;
  restingLots(symbol: number, side: number): number;
}

/** A limit and what it made of an order; null where it does not tell its numbers. */
export interface ReviewedLimit {
  readonly measured: Refusal | null;
  readonly passed: boolean;
}

/** Approves an ORDER_REQUEST (ORDER) or refuses it with the numbers (ORDER_REJECTED, stage `risk`). */
export class RiskManager implements ProposedOrder, Stateful {
  readonly componentId = 'risk_manager';
  readonly #options: RiskManagerOptions;
  readonly #orders: EventPool<ApprovedOrderEvent>;
  readonly #rejections: EventPool<OrderRejectedEvent>;
  // The order under test, as limits see it.
  symbolIndex = 0;
  price = 0;
  index = 0;
  #lots = 0;
  /** Orders that passed at the last moment at which any did. */
  #moment = Number.NaN;
  #passed = 0;
  #now = Number.NaN;

  constructor(options: RiskManagerOptions) {
    this.#options = options;
    this.#orders = new EventPool(options.bus, TYPE.ORDER, this.componentId, ApprovedOrderEvent);
    this.#rejections = new EventPool(options.bus, TYPE.ORDER_REJECTED, this.componentId, OrderRejectedEvent);
  }

  get trades(): TradeStatistics | null {
    return this.#options.trades;
  }

  get ordersAtOnce(): number {
    return this.#moment === this.#now ? this.#passed : 0;
  }

  lotsAfter(symbol: number): number {
    const certain = this.#certain(symbol);
    const { waiting } = this.#options;
    if (symbol === this.symbolIndex) return this.#base() + this.#lots;
    const long = Math.abs(certain + waiting.restingLots(symbol, 1));
    const short = Math.abs(certain + waiting.restingLots(symbol, -1));
    return Math.max(Math.abs(certain), long, short);
  }

  lotsAtMost(symbol: number, side: number): number {
    const { waiting } = this.#options;
    if (symbol !== this.symbolIndex) return this.#certain(symbol) + waiting.restingLots(symbol, side);
    // What waits on the other side may never fill.
    const own = Math.sign(this.#lots) === side ? waiting.restingLots(symbol, side) : 0;
    return this.#certain(symbol) + own + this.#lots;
  }

  /** Position once the waiting market orders are filled. */
  #certain(symbol: number): number {
    return this.#options.account.lots(symbol) + this.#options.waiting.pendingMarketLots(symbol);
  }

  /** Without the order under test: what waits on the other side may never fill, so it does not count. */
  #base(): number {
    const { symbolIndex } = this;
    return this.#certain(symbolIndex) + this.#options.waiting.restingLots(symbolIndex, Math.sign(this.#lots));
  }

  onOrderRequest(request: OrderRequestEvent): void {
    const refusal = this.#check(request);
    if (refusal === null) {
      const order = this.#orders.take();
      order.follow(request);
      this.#orders.emit(order);
      return;
    }
    const rejection = this.#rejections.take();
    rejection.follow(request);
    rejection.stage = 'risk';
    rejection.code = refusal.code;
    rejection.reason = refusal.reason;
    rejection.value = refusal.value;
    rejection.limit = refusal.limit;
    this.#rejections.emit(rejection);
  }

  /** The limits as an order would meet them now, in their order up to the one that refuses; none where it is not checked. */
  review(
    symbolIndex: number,
    price: number,
    lots: number,
    index: number,
    timestamp: number,
  ): ReviewedLimit[] {
    const reviewed: ReviewedLimit[] = [];
    this.index = index;
    this.#now = timestamp;
    if (!this.#propose(symbolIndex, price, lots)) return reviewed;
    const { limits, account } = this.#options;
    for (const limit of limits) {
      const refusal = this.#test(limit);
      const measured = refusal ?? limit.measure?.(this, account) ?? null;
      reviewed.push({ measured, passed: refusal === null });
      if (refusal !== null) break;
    }
    return reviewed;
  }

  #check(request: OrderRequestEvent): Refusal | null {
    if (request.exempt) return null;
    this.index = request.decisionIndex;
    this.#now = request.timestamp;
    if (!this.#propose(request.symbolIndex, request.decisionPrice, request.lots)) return null;
    for (const limit of this.#options.limits) {
      const refusal = this.#test(limit);
      if (refusal !== null) return refusal;
    }
    this.#passed = this.ordersAtOnce + 1;
    this.#moment = this.#now;
    return null;
  }

  #test(limit: RiskLimit): Refusal | null {
    const { monitor, account } = this.#options;
    return limit.halt === undefined ? limit(this, account) : (monitor?.refusal(limit) ?? null);
  }

  save(out: StateWriter): void {
    out.number(this.#moment);
    out.number(this.#passed);
  }

  restore(from: StateReader): void {
    this.#moment = from.number();
    this.#passed = from.number();
  }

  /** Takes up an order for testing; false when it is not to be tested. */
  #propose(symbolIndex: number, price: number, lots: number): boolean {
    this.symbolIndex = symbolIndex;
    this.price = price;
    this.#lots = lots;
    const base = this.#base();
    const after = base + lots;
    // What only reduces a position is never in the way of safety, and needs no cash.
    return !(Math.abs(after) <= Math.abs(base) && after * base >= 0);
  }
}
