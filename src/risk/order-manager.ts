import type { EngineEvent, EventName } from '../events/event.ts';
import { EventPool } from '../events/event-pool.ts';
import { TYPE } from '../events/event-type.ts';
import {
  type FillEvent,
  OrderEndedEvent,
  type OrderEvent,
  OrderRejectedEvent,
  OrderRequestEvent,
} from '../events/order-events.ts';
import type { SignalEvent } from '../events/signal-event.ts';
import { ACTION, ORDER, TIME_IN_FORCE } from '../events/trading-codes.ts';
import type { Stateful, StateReader, StateWriter } from '../foundation/state.ts';
import type { AccountView } from '../market/account-view.ts';
import { splitLots, unitsOf, wholeLots } from '../market/instrument.ts';
import { ExitManager } from './exit-manager.ts';
import {
  type FollowedStrategy,
  type OrderManagerOptions,
  SPLIT,
  SPLIT_AWAY,
  type Split,
  SUPERSEDED,
  type Withdrawal,
} from './order-manager-options.ts';
import { PositionSizer } from './position-sizer.ts';
import type { HaltedOrders } from './risk-monitor.ts';

/** Whose orders close a run. */
const NOBODY = -1;
const CLOSING = { id: 'close_at_end', index: -1, weight: 1 };

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
export class OrderManager implements Stateful, HaltedOrders {
  readonly componentId = 'order_manager';
  readonly #options: OrderManagerOptions;
  readonly #account: AccountView;
  readonly #sizer: PositionSizer;
  readonly #symbols: number;
  /** Position among the followed strategies by position in the run. */
  readonly #slotOf: ReadonlyMap<number, number>;
  readonly #sleeves: Float64Array;
  /** Lots that wait, by symbol: market orders (net), other buys, other sales. */
  readonly #pending: Float64Array;
  readonly #requests: EventPool<OrderRequestEvent>;
  readonly #rejections: EventPool<OrderRejectedEvent>;
  readonly #cancels: EventPool<OrderEndedEvent>;
  /** Made when a signal first asks for an exit, or at once in a portfolio that gives them to all. */
  #exits: ExitManager | null = null;
  #orders = 0;
  /** Signal whose order is being published. */
  #signal: SignalEvent | null = null;

  constructor(options: OrderManagerOptions) {
    const { bus, strategies, account } = options;
    this.#options = options;
    this.#account = account;
    this.#sizer = new PositionSizer(options);
    this.#symbols = account.instruments.length;
    this.#slotOf = new Map(strategies.map((strategy, slot) => [strategy.index, slot]));
    this.#sleeves = new Float64Array(strategies.length * this.#symbols * STRIDE);
    this.#pending = new Float64Array(3 * this.#symbols);
    this.#requests = new EventPool(bus, TYPE.ORDER_REQUEST, this.componentId, OrderRequestEvent);
    this.#rejections = new EventPool(bus, TYPE.ORDER_REJECTED, this.componentId, OrderRejectedEvent);
    this.#cancels = new EventPool(bus, TYPE.ORDER_CANCELLED, this.componentId, OrderEndedEvent);
    if (options.exits !== null) this.#exits = this.#makeExits();
  }

  /** Whether positions end with time, so that every bar has to be looked at. */
  get hasTimers(): boolean {
    return this.#exits !== null && this.#exits.timers > 0;
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
    if (waiting) {
      const { timestamp: time } = signal;
      this.#cancel(slot, signal.symbolIndex, { ...SUPERSEDED, time, cause: signal });
    }
    if (stays) {
      this.#reject(signal, slot, 'no_change', held);
      return;
    }

    const { lotSize } = this.#account.instruments[signal.symbolIndex];
    const price = (signal.series as NonNullable<typeof signal.series>).close[signal.index];
    if (this.#exits === null && signal.hasExits) this.#exits = this.#makeExits();
    const entry = Number.isNaN(signal.limit)
      ? Number.isNaN(signal.stop)
        ? price
        : signal.stop
      : signal.limit;
    const distance = this.#exits?.stopDistance(signal, entry) ?? Number.NaN;
    const input = this.#sizer.input(slot, signal.symbolIndex, signal.index, price, distance);
    const fullUnits = direction === 0 ? 0 : this.#sizer.fullUnits(input);
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
    request.weight = input.weight;
    request.equity = input.equity;
    request.exempt = false;
    this.#signal = signal;
    this.#requests.emit(request);
    this.#signal = null;
  }

  /** Units of the full size that a strategy would have at a close, for explaining. */
  fullUnits(strategyId: string, symbol: number, index: number, price: number): number {
    const slot = this.#options.strategies.findIndex(({ id }) => id === strategyId);
    return this.#sizer.fullUnits(this.#sizer.input(slot, symbol, index, price, Number.NaN));
  }

  /** Positions that were held for as long as they may be, at the bars that close now: a market order each. */
  closeOverdue(time: number, cause: EventName): void {
    const exits = this.#exits;
    if (exits === null || exits.timers === 0) return;
    this.#eachSleeve((slot, symbol, sleeve) => {
      const index = this.#options.latestBar(symbol);
      if (this.#sleeves[sleeve + LOTS] === 0 || !exits.isOver(slot, symbol, index)) return;
      if (this.#options.series[symbol].closeTime[index] !== time) return;
      const waits = this.#sleeves[sleeve + ORDER_NUMBER] !== 0;
      const closes = this.#sleeves[sleeve + PENDING] === -this.#sleeves[sleeve + LOTS];
      // It was given before, and waits for a bar on which anything trades.
      if (waits && closes && this.#sleeves[sleeve + ORDER_TYPE] === ORDER.market) return;
      const reason = 'the position was held for as many bars as it may be';
      if (waits) this.#cancel(slot, symbol, { code: 'time_exit', reason, time, cause });
      this.#close(slot, symbol, 'time_exit', time, cause);
    });
  }

  cancelWaiting(code: string, reason: string, time: number, cause: EventName): void {
    this.#eachSleeve((slot, symbol, sleeve) => {
      if (this.#sleeves[sleeve + ORDER_NUMBER] !== 0)
        this.#cancel(slot, symbol, { code, reason, time, cause });
    });
  }

  closeSleeves(code: string, time: number, cause: EventName): void {
    this.#eachSleeve((slot, symbol, sleeve) => {
      if (this.#sleeves[sleeve + LOTS] !== 0) this.#close(slot, symbol, code, time, cause);
    });
  }

  /** What all sleeves of a symbol add up to after a split, each in whole lots; null where nobody holds or wants any. */
  lotsAfterSplit(symbol: number, ratio: number): number | null {
    const { lotSize } = this.#account.instruments[symbol];
    let lots: number | null = null;
    this.#eachSleeve((_, of, sleeve) => {
      const held = this.#sleeves[sleeve + LOTS];
      if (of !== symbol || (held === 0 && this.#sleeves[sleeve + ORDER_NUMBER] === 0)) return;
      lots = (lots ?? 0) + splitLots(held, ratio, lotSize);
    });
    return lots;
  }

  /** Splits what is held and gives what waits anew, so that filled it leads to what was wanted. After the ledger. */
  onSplit(split: Split): void {
    const { symbol: of, ratio, time, cause, orderOf } = split;
    const { lotSize } = this.#account.instruments[of];
    const sleeves = this.#sleeves;
    this.#eachSleeve((slot, symbol, sleeve) => {
      if (symbol !== of) return;
      const held = splitLots(sleeves[sleeve + LOTS], ratio, lotSize);
      const lots = splitLots(sleeves[sleeve + LOTS] + sleeves[sleeve + PENDING], ratio, lotSize) - held;
      const number = sleeves[sleeve + ORDER_NUMBER];
      if (number !== 0) {
        const order = orderOf(number);
        // One that was decided while the bar was under way stays one.
        const moment = Math.max(time, order.decided);
        const [type, price, force, decisionIndex, decisionPrice] = sleeves.slice(
          sleeve + ORDER_TYPE,
          sleeve + STRIDE,
        );
        this.#cancel(slot, symbol, { ...(lots === 0 ? SPLIT_AWAY : SPLIT), time: moment, cause });
        sleeves[sleeve + LOTS] = held;
        if (lots !== 0) {
          const request = this.#exempt(slot, symbol, lots, 'split', moment);
          this.#exits?.rename(slot, symbol, number, request.orderNumber);
          request.orderType = type;
          request.price = price / ratio;
          request.timeInForce = force;
          request.decisionIndex = decisionIndex;
          request.decisionPrice = decisionPrice / ratio;
          request.causedBy(order);
          this.#requests.emit(request);
        }
      }
      sleeves[sleeve + LOTS] = held;
      this.#exits?.onSplit(slot, symbol, held, this.#options.strategies[slot].index, split);
    });
  }

  /** One market order a symbol for its whole net position, whatever strategies hold it. */
  closeAll(cause: EngineEvent, lastIndex: (symbol: number) => number): void {
    for (let symbol = 0; symbol < this.#symbols; symbol++) {
      const lots = -this.#account.lots(symbol);
      if (lots === 0) continue;
      const request = this.#exempt(NOBODY, symbol, lots, 'close_at_end', cause.timestamp);
      request.orderType = ORDER.market;
      request.price = Number.NaN;
      request.timeInForce = TIME_IN_FORCE.GTC;
      request.decisionIndex = lastIndex(symbol);
      request.decisionPrice = this.#account.mark(symbol);
      request.causedBy(cause);
      this.#requests.emit(request);
    }
  }

  /** An approved order waits until it is filled, cancelled or expired. */
  onOrder(order: OrderEvent): void {
    if (order.strategyIndex < 0) {
      this.#wait(order, order.lots);
      return;
    }
    const { symbolIndex, orderNumber } = order;
    const slot = this.#slot(order.strategyIndex);
    const exits = this.#exits;
    if (exits !== null) {
      // Exits only ever take a sleeve to flat: they are not counted among what waits.
      if (exits.owns(slot, symbolIndex, orderNumber)) return;
      if (this.#signal !== null) exits.ask(slot, symbolIndex, orderNumber, this.#signal);
      if (order.orderType === ORDER.market) exits.onMarketOrder(slot, symbolIndex, order);
    }
    this.#wait(order, order.lots);
    const at = this.#sleeve(slot, symbolIndex);
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
    if (fill.strategyIndex < 0) {
      this.#wait(fill, -fill.lots);
      return;
    }
    const slot = this.#slot(fill.strategyIndex);
    const { symbolIndex } = fill;
    const at = this.#sleeve(slot, symbolIndex);
    const before = this.#sleeves[at + LOTS];
    this.#sleeves[at + LOTS] = before + fill.lots;
    if (fill.orderNumber === this.#sleeves[at + ORDER_NUMBER]) {
      this.#wait(fill, -fill.lots);
      this.#sleeves[at + PENDING] -= fill.lots;
      if (this.#sleeves[at + PENDING] === 0) this.#sleeves[at + ORDER_NUMBER] = 0;
    } else if (this.#sleeves[at + ORDER_NUMBER] !== 0) {
      const reason = 'an exit ended the position that it was to change';
      this.#cancel(slot, symbolIndex, { code: 'exit_filled', reason, time: fill.timestamp, cause: fill });
    }
    this.#exits?.onFill(slot, symbolIndex, fill, before, before + fill.lots);
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
          ...(this.#exits === null ? {} : { exits: this.#exits.inspect(slot, symbol) }),
        });
      }
    });
    return { orders: this.#orders, direction: this.#options.direction, sleeves };
  }

  save(out: StateWriter): void {
    out.number(this.#orders);
    out.array(this.#sleeves);
    out.array(this.#pending);
    out.number(this.#exits === null ? 0 : 1);
    this.#exits?.save(out);
  }

  restore(from: StateReader): void {
    // A run that was halted while its order was published has left it behind.
    this.#signal = null;
    this.#orders = from.number();
    from.array(this.#sleeves);
    from.array(this.#pending);
    if (from.number() === 1) {
      this.#exits ??= this.#makeExits();
      this.#exits.restore(from);
    } else {
      this.#exits = null;
    }
  }

  #makeExits(): ExitManager {
    const { bus, portfolioId, account, series, strategies, exits } = this.#options;
    return new ExitManager({
      bus,
      portfolioId,
      account,
      series,
      strategies,
      rules: exits,
      nextOrderNumber: () => ++this.#orders,
    });
  }

  #eachSleeve(visit: (slot: number, symbol: number, sleeve: number) => void): void {
    for (let slot = 0; slot < this.#options.strategies.length; slot++) {
      for (let symbol = 0; symbol < this.#symbols; symbol++) visit(slot, symbol, this.#sleeve(slot, symbol));
    }
  }

  /** A market order that takes a sleeve to flat, which nobody may refuse. */
  #close(slot: number, symbol: number, code: string, time: number, cause: EventName): void {
    const { series, latestBar } = this.#options;
    const index = latestBar(symbol);
    const lots = -this.#sleeves[this.#sleeve(slot, symbol) + LOTS];
    const request = this.#exempt(slot, symbol, lots, code, time);
    request.orderType = ORDER.market;
    request.price = Number.NaN;
    request.timeInForce = TIME_IN_FORCE.GTC;
    request.decisionIndex = index;
    request.decisionPrice = series[symbol].close[index];
    request.causedBy(cause);
    this.#requests.emit(request);
  }

  /** A request that nobody may refuse, but for the terms of its order and its cause. */
  #exempt(slot: number, symbol: number, lots: number, rule: string, time: number): OrderRequestEvent {
    const request = this.#requests.take();
    this.#orderTerms(request, slot, symbol, lots);
    request.orderNumber = ++this.#orders;
    request.timestamp = time;
    request.sizingRule = rule;
    request.fullUnits = 0;
    request.target = 1;
    request.weight = this.#strategy(slot).weight;
    request.equity = this.#account.equity;
    request.exempt = true;
    return request;
  }

  #strategy(slot: number): Pick<FollowedStrategy, 'id' | 'index' | 'weight'> {
    return slot === NOBODY ? CLOSING : this.#options.strategies[slot];
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

  #orderTerms(event: OrderEvent, slot: number, symbol: number, lots: number): void {
    const { portfolioId, bus } = this.#options;
    const { symbol: name, lotSize } = this.#account.instruments[symbol];
    const { id, index } = this.#strategy(slot);
    event.portfolioId = portfolioId;
    event.strategyId = id;
    event.strategyIndex = index;
    event.symbol = name;
    event.symbolIndex = symbol;
    event.lots = lots;
    event.units = unitsOf(lots, lotSize);
    event.tradeContainer = bus.container;
    event.tradeNumber = this.#account.tradeNumber(symbol);
  }

  #terms(event: OrderEvent, signal: SignalEvent, slot: number, lots: number, price: number): void {
    this.#orderTerms(event, slot, signal.symbolIndex, lots);
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

  #cancel(slot: number, symbol: number, { code, reason, time, cause }: Withdrawal): void {
    const sleeve = this.#sleeve(slot, symbol);
    const sleeves = this.#sleeves;
    const event = this.#cancels.take();
    this.#orderTerms(event, slot, symbol, sleeves[sleeve + PENDING]);
    event.orderNumber = sleeves[sleeve + ORDER_NUMBER];
    event.orderType = sleeves[sleeve + ORDER_TYPE];
    event.price = sleeves[sleeve + PRICE];
    event.timeInForce = sleeves[sleeve + FORCE];
    event.decisionIndex = sleeves[sleeve + DECISION_INDEX];
    event.decisionPrice = sleeves[sleeve + DECISION_PRICE];
    event.timestamp = time;
    event.causedBy(cause);
    event.code = code;
    event.reason = reason;
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
