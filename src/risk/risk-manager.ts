import type { EventBus } from '../events/event-bus.ts';
import { EventPool } from '../events/event-pool.ts';
import { TYPE } from '../events/event-type.ts';
import { ApprovedOrderEvent, OrderRejectedEvent, type OrderRequestEvent } from '../events/trading-events.ts';
import type { AccountView } from '../market/account-view.ts';
import type { ProposedOrder, Refusal, RiskLimit } from './limits.ts';

export interface RiskManagerOptions {
  readonly bus: EventBus;
  readonly limits: readonly RiskLimit[];
  readonly account: AccountView;
  readonly pendingLots: (symbol: number) => number;
}

const REASONS: Record<string, string> = {
  max_position: 'the position would be larger than allowed',
  max_exposure: 'gross exposure would be larger than allowed',
  buying_power: 'gross exposure would exceed leverage times equity',
};

/** Approves an ORDER_REQUEST (ORDER) or refuses it with the numbers (ORDER_REJECTED, stage `risk`). No state of its own. */
export class RiskManager implements ProposedOrder {
  readonly componentId = 'risk_manager';
  readonly #options: RiskManagerOptions;
  readonly #orders: EventPool<ApprovedOrderEvent>;
  readonly #rejections: EventPool<OrderRejectedEvent>;
  // The order under test, as limits see it.
  symbolIndex = 0;
  price = 0;
  #lots = 0;

  constructor(options: RiskManagerOptions) {
    this.#options = options;
    this.#orders = new EventPool(options.bus, TYPE.ORDER, this.componentId, ApprovedOrderEvent);
    this.#rejections = new EventPool(options.bus, TYPE.ORDER_REJECTED, this.componentId, OrderRejectedEvent);
  }

  lotsAfter(symbol: number): number {
    const { account, pendingLots } = this.#options;
    return account.lots(symbol) + pendingLots(symbol) + (symbol === this.symbolIndex ? this.#lots : 0);
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
    rejection.reason = REASONS[refusal.code] ?? refusal.code;
    rejection.value = refusal.value;
    rejection.limit = refusal.limit;
    this.#rejections.emit(rejection);
  }

  #check(request: OrderRequestEvent): Refusal | null {
    this.symbolIndex = request.symbolIndex;
    this.price = request.decisionPrice;
    this.#lots = request.lots;
    const after = this.lotsAfter(request.symbolIndex);
    const before = after - request.lots;
    // What only reduces a position is never in the way of safety, and needs no cash.
    if (Math.abs(after) <= Math.abs(before) && after * before >= 0) return null;
    for (const limit of this.#options.limits) {
      const refusal = limit(this, this.#options.account);
      if (refusal !== null) return refusal;
    }
    return null;
  }
}
