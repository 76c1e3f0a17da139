import type { EngineEvent } from '../events/event.ts';
import type { EventBus } from '../events/event-bus.ts';
import { TYPE } from '../events/event-type.ts';
import type { OrderRejectedEvent } from '../events/order-events.ts';
import type { Stateful, StateReader, StateWriter } from '../foundation/state.ts';

/** What became of a portfolio's signals: nothing is lost between one step and the next. */
export interface OrderFunnelCounts {
  readonly signals: number;
  readonly orderRequests: number;
  readonly orders: number;
  readonly fills: number;
  readonly cancelled: number;
  readonly expired: number;
  /** Refusals by their code. */
  readonly rejected: Readonly<Record<string, number>>;
}

const COUNTED = [
  TYPE.SIGNAL,
  TYPE.ORDER_REQUEST,
  TYPE.ORDER,
  TYPE.FILL,
  TYPE.ORDER_CANCELLED,
  TYPE.ORDER_EXPIRED,
];

/** Counts the steps from signal to fill. */
export class OrderFunnel implements Stateful {
  readonly componentId = 'funnel';
  readonly #counts = new Int32Array(COUNTED.length);
  #rejected = new Map<string, number>();

  listenTo(bus: EventBus): void {
    COUNTED.forEach((type, i) => {
      bus.listen(type, () => void this.#counts[i]++, this.componentId);
    });
    bus.listen(TYPE.ORDER_REJECTED, (event) => this.#onRejected(event), this.componentId);
  }

  get counts(): OrderFunnelCounts {
    const [signals, orderRequests, orders, fills, cancelled, expired] = this.#counts;
    const rejected = Object.fromEntries([...this.#rejected].sort(([a], [b]) => (a < b ? -1 : 1)));
    return { signals, orderRequests, orders, fills, cancelled, expired, rejected };
  }

  inspect(): Record<string, unknown> {
    return { ...this.counts };
  }

  save(out: StateWriter): void {
    out.array(this.#counts);
    out.extra([...this.#rejected]);
  }

  restore(from: StateReader): void {
    from.array(this.#counts);
    this.#rejected = new Map(from.extra() as [string, number][]);
  }

  #onRejected(event: EngineEvent): void {
    const { code } = event as OrderRejectedEvent;
    this.#rejected.set(code, (this.#rejected.get(code) ?? 0) + 1);
  }
}
