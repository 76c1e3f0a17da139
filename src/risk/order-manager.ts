import type { EngineEvent } from '../events/event.ts';
import type { EventBus } from '../events/event-bus.ts';
import { EventPool } from '../events/event-pool.ts';
import { TYPE } from '../events/event-type.ts';
import {
  ACTION,
  type FillEvent,
  ORDER,
  OrderEndedEvent,
  type OrderEvent,
  OrderRejectedEvent,
  OrderRequestEvent,
  type SignalEvent,
  TIME_IN_FORCE,
} from '../events/trading-events.ts';
import type { Stateful, StateReader, StateWriter } from '../foundation/state.ts';
import type { AccountView } from '../market/account-view.ts';
import { unitsOf, wholeLots } from '../market/instrument.ts';
import type { SizingRule } from './sizing.ts';

export const DIRECTION_RULES = ['long_only', 'short_only', 'long_short'] as const;
export type DirectionRule = (typeof DIRECTION_RULES)[number];

export interface FollowedStrategy {
  readonly id: string;
  /** Position in the run's configuration, as signals carry it. */
  readonly index: number;
  readonly weight: number;
}

export interface OrderManagerOptions {
  readonly bus: EventBus;
  readonly portfolioId: string;
  readonly strategies: readonly FollowedStrategy[];
  readonly direction: DirectionRule;
  readonly sizing: { readonly type: string; readonly rule: SizingRule };
  readonly account: AccountView;
}

/** Fields of a sleeve: what one strategy holds of one symbol, and its waiting order (number 0: none). */
const LOTS = 0;
const ORDER_NUMBER = 1;
const PENDING = 2;
const ORDER_TYPE = 3;
const PRICE = 4;
const FORCE = 5;
const DECISION_INDEX = 6;
const DECISION_PRICE = 7;
const STRIDE = 8;

/**
 * Turns signals into order requests: what a strategy wants, against what its sleeve of the portfolio holds.
 * SIGNAL in; ORDER_REQUEST, ORDER_REJECTED (stage `sizing`) or ORDER_CANCELLED out. The rules are in
 * docs/execution-semantics.md, "Signals and targets".
 */
export class OrderManager implements Stateful {
  readonly componentId = 'order_manager';
  readonly #options: OrderManagerOptions;
  readonly #account: AccountView;
  readonly #symbols: number;
  /** Position among the followed strategies by position in the run. */
  readonly #slotOf: ReadonlyMap<number, number>;
  readonly #sleeves: Float64Array;
  /** Lots that wait, by symbol: market orders (net), other buys, other sales. */
  readonly #pending: Float64Array;
  readonly #requests: EventPool<OrderRequestEvent>;
  readonly #rejections: EventPool<OrderRejectedEvent>;
  readonly #cancels: EventPool<OrderEndedEvent>;
  #orders = 0;

  constructor(options: OrderManagerOptions) {
    const { bus, strategies, account } = options;
    this.#options = options;
    this.#account = account;
    this.#symbols = account.instruments.length;
    this.#slotOf = new Map(strategies.map((strategy, slot) => [strategy.index, slot]));
    this.#sleeves = new Float64Array(strategies.length * this.#symbols * STRIDE);
    this.#pending = new Float64Array(3 * this.#symbols);
    this.#requests = new EventPool(bus, TYPE.ORDER_REQUEST, this.componentId, OrderRequestEvent);
    this.#rejections = new EventPool(bus, TYPE.ORDER_REJECTED, this.componentId, OrderRejectedEvent);
    this.#cancels = new EventPool(bus, TYPE.ORDER_CANCELLED, this.componentId, OrderEndedEvent);
  }

  /** Net lots of the market orders that wait: they will fill. */
  pendingMarketLots(symbol: number): number {
    return this.#pending[3 * symbol];
  }

  /** Lots of the limit and stop orders that wait on one side: they may fill or not. Signed. */
  restingLots(symbol: number, side: number): number {
    return this.#pending[3 * symbol + (side > 0 ? 1 : 2)];
  }

  onSignal(signal: SignalEvent): void {
    const slot = this.#slot(signal.strategyIndex);
    const sleeve = this.#sleeve(slot, signal.symbolIndex);
    const held = this.#sleeves[sleeve + LOTS];
    const waiting = this.#sleeves[sleeve + ORDER_NUMBER] !== 0;
    const direction = this.#direction(signal.action);
    const scales = !Number.isNaN(signal.target) && direction !== 0;
    const stays = direction === 0 ? held === 0 : !scales && Math.sign(held) === direction;
    if (stays && !waiting) {
      this.#reject(signal, slot, 'no_change', held);
      return;
    }
    if (waiting) this.#cancel(sleeve, signal);
    if (stays) {
      this.#reject(signal, slot, 'no_change', held);
      return;
    }

    const weight = this.#options.strategies[slot].weight;
    const { lotSize, multiplier } = this.#account.instruments[signal.symbolIndex];
    const price = (signal.series as NonNullable<typeof signal.series>).close[signal.index];
    const equity = this.#account.equity;
    const fullUnits = direction === 0 ? 0 : this.#options.sizing.rule({ equity, price, multiplier, weight });
    const target = scales ? signal.target : 1;
    const wanted = direction === 0 ? 0 : direction * wholeLots(target * fullUnits, lotSize);
    const lots = wanted - held;
    if (lots === 0) {
      this.#reject(signal, slot, held === 0 ? 'size_zero' : 'no_change', held);
      return;
    }

    const request = this.#requests.take();
    this.#terms(request, signal, slot, lots, price);
    request.orderNumber = ++this.#orders;
    request.sizingRule = this.#options.sizing.type;
    request.fullUnits = fullUnits;
    request.target = target;
    request.weight = weight;
    request.equity = equity;
    this.#requests.emit(request);
  }

  /** One market order a symbol for its whole net position, whatever strategies hold it. */
  closeAll(cause: EngineEvent, lastIndex: (symbol: number) => number): void {
    for (let symbol = 0; symbol < this.#symbols; symbol++) {
      const lots = -this.#account.lots(symbol);
      if (lots === 0) continue;
      const request = this.#requests.take();
      const { lotSize } = this.#account.instruments[symbol];
      request.orderNumber = ++this.#orders;
      request.portfolioId = this.#options.portfolioId;
      request.strategyId = 'close_at_end';
      request.strategyIndex = -1;
      request.symbol = this.#account.instruments[symbol].symbol;
      request.symbolIndex = symbol;
      request.lots = lots;
      request.units = unitsOf(lots, lotSize);
      request.orderType = ORDER.market;
      request.price = Number.NaN;
      request.timeInForce = TIME_IN_FORCE.GTC;
      request.decisionIndex = lastIndex(symbol);
      request.decisionPrice = this.#account.mark(symbol);
      request.tradeContainer = this.#options.bus.container;
      request.tradeNumber = this.#account.tradeNumber(symbol);
      request.timestamp = cause.timestamp;
      request.causedBy(cause);
      request.sizingRule = 'close_at_end';
      request.fullUnits = 0;
      request.target = 1;
      request.weight = 1;
      request.equity = this.#account.equity;
      this.#requests.emit(request);
    }
  }

  /** An approved order waits until it is filled, cancelled or expired. */
  onOrder(order: OrderEvent): void {
    this.#wait(order, order.lots);
    if (order.strategyIndex < 0) return;
    const at = this.#sleeve(this.#slot(order.strategyIndex), order.symbolIndex);
    const sleeves = this.#sleeves;
    sleeves[at + ORDER_NUMBER] = order.orderNumber;
    sleeves[at + PENDING] = order.lots;
    sleeves[at + ORDER_TYPE] = order.orderType;
    sleeves[at + PRICE] = order.price;
    sleeves[at + FORCE] = order.timeInForce;
    sleeves[at + DECISION_INDEX] = order.decisionIndex;
    sleeves[at + DECISION_PRICE] = order.decisionPrice;
  }

  onFill(fill: FillEvent): void {
    this.#wait(fill, -fill.lots);
    if (fill.strategyIndex < 0) return;
    const at = this.#sleeve(this.#slot(fill.strategyIndex), fill.symbolIndex);
    this.#sleeves[at + LOTS] += fill.lots;
    this.#sleeves[at + PENDING] -= fill.lots;
    if (this.#sleeves[at + PENDING] === 0) this.#sleeves[at + ORDER_NUMBER] = 0;
  }

  /** The broker gave an order up. */
  onExpired(order: OrderEvent): void {
    this.#wait(order, -order.lots);
    this.#release(this.#sleeve(this.#slot(order.strategyIndex), order.symbolIndex));
  }

  inspect(): Record<string, unknown> {
    const { strategies } = this.#options;
    const sleeves: Record<string, unknown>[] = [];
    strategies.forEach((strategy, slot) => {
      for (let symbol = 0; symbol < this.#symbols; symbol++) {
        const at = this.#sleeve(slot, symbol);
        const { symbol: name, lotSize } = this.#account.instruments[symbol];
        sleeves.push({
          strategy: strategy.id,
          symbol: name,
          units: unitsOf(this.#sleeves[at + LOTS], lotSize),
          waitingOrder: this.#sleeves[at + ORDER_NUMBER] || null,
          waitingUnits: unitsOf(this.#sleeves[at + PENDING], lotSize),
        });
      }
    });
    return { orders: this.#orders, direction: this.#options.direction, sleeves };
  }

  save(out: StateWriter): void {
    out.number(this.#orders);
    out.array(this.#sleeves);
    out.array(this.#pending);
  }

  restore(from: StateReader): void {
    this.#orders = from.number();
    from.array(this.#sleeves);
    from.array(this.#pending);
  }

  #slot(strategyIndex: number): number {
    return this.#slotOf.get(strategyIndex) as number;
  }

  #sleeve(slot: number, symbol: number): number {
    return (slot * this.#symbols + symbol) * STRIDE;
  }

  #direction(action: number): -1 | 0 | 1 {
    const { direction } = this.#options;
    if (action === ACTION.BUY) return direction === 'short_only' ? 0 : 1;
    if (action === ACTION.SELL) return direction === 'long_only' ? 0 : -1;
    return 0;
  }

  #terms(event: OrderEvent, signal: SignalEvent, slot: number, lots: number, price: number): void {
    const { symbolIndex } = signal;
    const { symbol, lotSize } = this.#account.instruments[symbolIndex];
    event.portfolioId = this.#options.portfolioId;
    event.strategyId = this.#options.strategies[slot].id;
    event.strategyIndex = signal.strategyIndex;
    event.symbol = symbol;
    event.symbolIndex = symbolIndex;
    event.lots = lots;
    event.units = unitsOf(lots, lotSize);
    event.orderType = Number.isNaN(signal.limit)
      ? Number.isNaN(signal.stop)
        ? ORDER.market
        : ORDER.stop
      : ORDER.limit;
    event.price = Number.isNaN(signal.limit) ? signal.stop : signal.limit;
    event.timeInForce = signal.timeInForce;
    event.decisionIndex = signal.index;
    event.decisionPrice = price;
    event.timestamp = signal.timestamp;
    event.tradeContainer = this.#options.bus.container;
    event.tradeNumber = this.#account.tradeNumber(symbolIndex);
    event.causedBy(signal);
  }

  #reject(signal: SignalEvent, slot: number, code: 'no_change' | 'size_zero', held: number): void {
    const event = this.#rejections.take();
    const price = (signal.series as NonNullable<typeof signal.series>).close[signal.index];
    this.#terms(event, signal, slot, 0, price);
    event.orderNumber = 0;
    event.stage = 'sizing';
    event.code = code;
    event.reason =
      code === 'no_change' ? 'the position is as wanted already' : 'the size came out at less than one lot';
    event.value = unitsOf(held, this.#account.instruments[signal.symbolIndex].lotSize);
    event.limit = Number.NaN;
    this.#rejections.emit(event);
  }

  #cancel(sleeve: number, signal: SignalEvent): void {
    const { instruments } = this.#account;
    const { symbolIndex } = signal;
    const sleeves = this.#sleeves;
    const event = this.#cancels.take();
    const slot = this.#slot(signal.strategyIndex);
    this.#terms(event, signal, slot, sleeves[sleeve + PENDING], sleeves[sleeve + DECISION_PRICE]);
    event.orderNumber = sleeves[sleeve + ORDER_NUMBER];
    event.units = unitsOf(event.lots, instruments[symbolIndex].lotSize);
    event.orderType = sleeves[sleeve + ORDER_TYPE];
    event.price = sleeves[sleeve + PRICE];
    event.timeInForce = sleeves[sleeve + FORCE];
    event.decisionIndex = sleeves[sleeve + DECISION_INDEX];
    event.code = 'superseded';
    event.reason = 'a newer signal of the same strategy took its place';
    this.#wait(event, -event.lots);
    this.#release(sleeve);
    this.#cancels.emit(event);
  }

  /** Counts lots among what waits; `lots` is negative when they stop waiting. */
  #wait(order: OrderEvent, lots: number): void {
    const kind = order.orderType === ORDER.market ? 0 : order.lots > 0 ? 1 : 2;
    this.#pending[3 * order.symbolIndex + kind] += lots;
  }

  #release(sleeve: number): void {
    this.#sleeves[sleeve + PENDING] = 0;
    this.#sleeves[sleeve + ORDER_NUMBER] = 0;
  }
}
