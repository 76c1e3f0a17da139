import type { EventName } from '../events/event.ts';
import type { EventBus } from '../events/event-bus.ts';
import { EventPool } from '../events/event-pool.ts';
import { TYPE } from '../events/event-type.ts';
import {
  type FillEvent,
  OrderEndedEvent,
  type OrderEvent,
  OrderRequestEvent,
} from '../events/order-events.ts';
import type { SignalEvent } from '../events/signal-event.ts';
import { ORDER, RULE, TIME_IN_FORCE } from '../events/trading-codes.ts';
import type { Stateful, StateReader, StateWriter } from '../foundation/state.ts';
import type { AccountView } from '../market/account-view.ts';
import { type BarSeries, SYNTHETIC_BAR } from '../market/bar-series.ts';
import { unitsOf } from '../market/instrument.ts';
import type { ExitRules } from './exit-rules.ts';
import type { Split } from './order-manager-options.ts';

/** Fields of a sleeve. Average entry price of what it holds, in a portfolio with rules. */
const AVERAGE = 0;
/** What a signal asked for, until its order fills: stop loss, take profit, trailing distance, bars; and that order. */
const ASKED = 1;
const ASKED_ORDER = 5;
/** The same for the position as it is. */
const TERMS = 6;
/** Bar from which the bars held are counted; NaN: not at all. */
const TIMER = 10;
const TIMER_BARS = 11;
/** First bar that the trailing stop follows, and where it began. */
const TRAIL_FROM = 12;
const TRAIL_BASE = 13;
/** Of the exit orders that wait: their lots, and the fill that they were placed at. */
const LOTS = 14;
const INDEX = 15;
const PRICE = 16;
/** Number and price of each of the three; number 0: none. */
const CHILDREN = 17;
const STRIDE = 23;

const STOP_LOSS = 0;
const TAKE_PROFIT = 1;
const TRAILING = 2;
const BARS = 3;

/** In the order in which they are placed: of two that one bar touches, the stop comes first. */
const KINDS = [
  { rule: 'stop_loss', type: ORDER.stop },
  { rule: 'trailing_stop', type: ORDER.trailing_stop },
  { rule: 'take_profit', type: ORDER.limit },
] as const;

/** What cancels exits, in words. */
const CANCELLED = {
  oco: 'another exit of the same position was filled',
  closed: 'the position that it was to end is gone',
  replaced: 'the position changed, and its exits with it',
  superseded: 'a market order of the same strategy took its place',
  split: 'the shares were split: it is given anew for new shares, at a new price',
} as const;

/** What exits are given or cancelled for: an event at its time, and the strategy. */
interface Cause extends EventName {
  readonly timestamp: number;
  readonly strategyIndex: number;
}

export interface ExitManagerOptions {
  readonly bus: EventBus;
  readonly portfolioId: string;
  readonly account: AccountView;
  readonly series: readonly BarSeries[];
  readonly strategies: readonly { readonly id: string; readonly weight: number }[];
  /** Null: only signals ask for exits. */
  readonly rules: ExitRules | null;
  readonly nextOrderNumber: () => number;
}

/**
 * The exit orders of a portfolio's sleeves: stop loss, take profit and trailing stop, of which one cancels the others. FILL
 * in; ORDER_REQUEST and ORDER_CANCELLED out. The rules are in docs/execution-semantics.md, "Exits".
 */
export class ExitManager implements Stateful {
  readonly #options: ExitManagerOptions;
  readonly #symbols: number;
  readonly #sleeves: Float64Array;
  readonly #requests: EventPool<OrderRequestEvent>;
  readonly #cancels: EventPool<OrderEndedEvent>;
  #timers = 0;

  constructor(options: ExitManagerOptions) {
    const { bus, account, strategies } = options;
    this.#options = options;
    this.#symbols = account.instruments.length;
    this.#sleeves = new Float64Array(strategies.length * this.#symbols * STRIDE);
    for (let at = 0; at < this.#sleeves.length; at += STRIDE) this.#forget(at);
    this.#requests = new EventPool(bus, TYPE.ORDER_REQUEST, 'exit_manager', OrderRequestEvent);
    this.#cancels = new EventPool(bus, TYPE.ORDER_CANCELLED, 'exit_manager', OrderEndedEvent);
  }

  /** Positions that end after some bars. */
  get timers(): number {
    return this.#timers;
  }

  /** What a signal asks for, to be taken up when its order fills. */
  ask(slot: number, symbol: number, orderNumber: number, signal: SignalEvent): void {
    const at = this.#at(slot, symbol) + ASKED;
    const sleeves = this.#sleeves;
    sleeves[at + STOP_LOSS] = signal.stopLoss;
    sleeves[at + TAKE_PROFIT] = signal.takeProfit;
    sleeves[at + TRAILING] = signal.trailingStop;
    sleeves[at + BARS] = signal.maxBars;
    sleeves[at - ASKED + ASKED_ORDER] = orderNumber;
  }

  /** Whether an order is one of the exits that were placed here. */
  owns(slot: number, symbol: number, orderNumber: number): boolean {
    const at = this.#at(slot, symbol) + CHILDREN;
    for (let kind = 0; kind < KINDS.length; kind++) {
      if (this.#sleeves[at + 2 * kind] === orderNumber) return true;
    }
    return false;
  }

  /** A market order of the strategy will change the position before any exit can. */
  onMarketOrder(slot: number, symbol: number, order: OrderEvent): void {
    this.#cancelAll(slot, symbol, 'superseded', order);
  }

  /** A sleeve went from `before` to `after` lots by a fill. */
  onFill(slot: number, symbol: number, fill: FillEvent, before: number, after: number): void {
    const at = this.#at(slot, symbol);
    const sleeves = this.#sleeves;
    if (after === 0) {
      this.#cancelAll(slot, symbol, this.#release(at, fill.orderNumber) ? 'oco' : 'closed', fill);
      this.#stopTimer(at);
      this.#forget(at);
      return;
    }
    const asked = fill.orderNumber === sleeves[at + ASKED_ORDER];
    if (before * after <= 0) {
      this.#stopTimer(at);
      const terms = asked ? sleeves.slice(at + ASKED, at + ASKED + 4) : null;
      this.#cancelAll(slot, symbol, 'closed', fill);
      this.#forget(at);
      sleeves[at + AVERAGE] = fill.fillPrice;
      if (terms !== null) sleeves.set(terms, at + TERMS);
      const bars = terms !== null && !Number.isNaN(terms[BARS]) ? terms[BARS] : this.#options.rules?.maxBars;
      if (bars !== undefined && !Number.isNaN(bars)) this.#startTimer(at, fill.index, bars);
    } else {
      if (Math.abs(after) > Math.abs(before)) {
        const old = Math.abs(before);
        const added = Math.abs(fill.lots);
        sleeves[at + AVERAGE] = (old * sleeves[at + AVERAGE] + added * fill.fillPrice) / Math.abs(after);
      }
      if (asked) {
        // What a later signal does not name stays as it is.
        for (let term = 0; term < 4; term++) {
          const value = sleeves[at + ASKED + term];
          if (!Number.isNaN(value)) sleeves[at + TERMS + term] = value;
        }
        const bars = sleeves[at + ASKED + BARS];
        if (!Number.isNaN(bars)) this.#startTimer(at, fill.index, bars);
      }
      this.#cancelAll(slot, symbol, 'replaced', fill);
    }
    this.#place(slot, symbol, fill, after);
  }

  /** The order that a signal's exits wait for was given anew. */
  rename(slot: number, symbol: number, orderNumber: number, to: number): void {
    const at = this.#at(slot, symbol) + ASKED_ORDER;
    if (this.#sleeves[at] === orderNumber) this.#sleeves[at] = to;
  }

  /** The shares of a symbol were split, and leave the sleeve with `held` lots: prices and waiting exits go with them. */
  onSplit(slot: number, symbol: number, held: number, strategyIndex: number, split: Split): void {
    const at = this.#at(slot, symbol);
    const sleeves = this.#sleeves;
    const { ratio, index, time: timestamp, cause, orderOf } = split;
    const orders = KINDS.map((_, kind) => sleeves[at + CHILDREN + 2 * kind]);
    const causes = orders.map((order) =>
      order === 0 ? null : { ...orderOf(order), timestamp, strategyIndex },
    );
    const prices = KINDS.map((_, kind) => sleeves[at + CHILDREN + 2 * kind + 1] / ratio);
    for (const term of [STOP_LOSS, TAKE_PROFIT, TRAILING]) sleeves[at + ASKED + term] /= ratio;
    this.#cancelAll(slot, symbol, held === 0 ? 'closed' : 'split', { ...cause, timestamp, strategyIndex });
    if (held === 0) {
      const asked = sleeves.slice(at + ASKED, at + ASKED_ORDER + 1);
      this.#stopTimer(at);
      this.#forget(at);
      sleeves.set(asked, at + ASKED);
      return;
    }
    if (!Number.isNaN(sleeves[at + TRAIL_FROM])) {
      sleeves[at + TRAIL_BASE] = this.#watermark(at, symbol, index, Math.sign(held)) / ratio;
      sleeves[at + TRAIL_FROM] = index;
    }
    for (const term of [STOP_LOSS, TAKE_PROFIT, TRAILING]) sleeves[at + TERMS + term] /= ratio;
    sleeves[at + AVERAGE] /= ratio;
    sleeves[at + PRICE] /= ratio;
    sleeves[at + LOTS] = -held;
    causes.forEach((order, kind) => {
      if (order === null) return;
      if (kind === 1)
        this.#requestTrailing(slot, symbol, order, sleeves[at + TRAIL_BASE], Math.sign(held), index);
      else this.#request(slot, symbol, order, kind, prices[kind], index);
    });
  }

  /** Whether a sleeve has been held for as many bars as it may at bar `index` of its symbol. */
  isOver(slot: number, symbol: number, index: number): boolean {
    const at = this.#at(slot, symbol);
    return index - this.#sleeves[at + TIMER] >= this.#sleeves[at + TIMER_BARS];
  }

  /** Distance of the stop that a position opened at `price` would have, in points of price; NaN without one. */
  stopDistance(signal: SignalEvent, price: number): number {
    if (!Number.isNaN(signal.stopLoss)) return Math.abs(price - signal.stopLoss);
    if (!Number.isNaN(signal.trailingStop)) return signal.trailingStop;
    const { rules } = this.#options;
    if (rules === null) return Number.NaN;
    const percent = Number.isNaN(rules.stopLossPercent) ? rules.trailingStopPercent : rules.stopLossPercent;
    return (price * percent) / 100;
  }

  /** The exits of a sleeve that wait, for people. */
  inspect(slot: number, symbol: number): Record<string, unknown>[] {
    const at = this.#at(slot, symbol) + CHILDREN;
    return KINDS.flatMap(({ rule }, kind) => {
      const orderNumber = this.#sleeves[at + 2 * kind];
      return orderNumber === 0 ? [] : [{ exit: rule, orderNumber, price: this.#sleeves[at + 2 * kind + 1] }];
    });
  }

  save(out: StateWriter): void {
    out.array(this.#sleeves);
  }

  restore(from: StateReader): void {
    from.array(this.#sleeves);
    this.#timers = 0;
    for (let at = 0; at < this.#sleeves.length; at += STRIDE) {
      if (!Number.isNaN(this.#sleeves[at + TIMER])) this.#timers++;
    }
  }

  #at(slot: number, symbol: number): number {
    return (slot * this.#symbols + symbol) * STRIDE;
  }

  #forget(at: number): void {
    this.#sleeves.fill(Number.NaN, at, at + STRIDE);
    for (let kind = 0; kind < KINDS.length; kind++) this.#sleeves[at + CHILDREN + 2 * kind] = 0;
    this.#sleeves[at + ASKED_ORDER] = 0;
  }

  #startTimer(at: number, index: number, bars: number): void {
    if (Number.isNaN(this.#sleeves[at + TIMER])) this.#timers++;
    this.#sleeves[at + TIMER] = index;
    this.#sleeves[at + TIMER_BARS] = bars;
  }

  #stopTimer(at: number): void {
    if (!Number.isNaN(this.#sleeves[at + TIMER])) this.#timers--;
    this.#sleeves[at + TIMER] = Number.NaN;
  }

  /** Takes a filled exit off the list; whether it was one. */
  #release(at: number, orderNumber: number): boolean {
    for (let kind = 0; kind < KINDS.length; kind++) {
      if (this.#sleeves[at + CHILDREN + 2 * kind] !== orderNumber) continue;
      this.#sleeves[at + CHILDREN + 2 * kind] = 0;
      return true;
    }
    return false;
  }

  #place(slot: number, symbol: number, fill: FillEvent, held: number): void {
    const at = this.#at(slot, symbol);
    const sleeves = this.#sleeves;
    const { rules } = this.#options;
    const side = Math.sign(held);
    const average = sleeves[at + AVERAGE];
    const stop = sleeves[at + TERMS + STOP_LOSS];
    const target = sleeves[at + TERMS + TAKE_PROFIT];
    const distance = sleeves[at + TERMS + TRAILING];
    sleeves[at + LOTS] = -held;
    sleeves[at + INDEX] = fill.index;
    sleeves[at + PRICE] = fill.fillPrice;

    const sameBar = rules?.liveFrom === 'entry_bar' && fill.rule !== RULE.close;
    const stopsFrom = sameBar ? fill.index : fill.index + 1;
    // Whether the bar had been at the target before it came to the entry is not known.
    const targetFrom = sameBar && fill.rule === RULE.open ? fill.index : fill.index + 1;

    const stopAt =
      Number.isNaN(stop) && rules !== null ? average * (1 - (side * rules.stopLossPercent) / 100) : stop;
    if (!Number.isNaN(stopAt)) this.#request(slot, symbol, fill, 0, stopAt, stopsFrom);

    if (!Number.isNaN(distance) || !Number.isNaN(rules?.trailingStopPercent ?? Number.NaN)) {
      if (Number.isNaN(sleeves[at + TRAIL_FROM])) {
        sleeves[at + TRAIL_FROM] = stopsFrom;
        sleeves[at + TRAIL_BASE] = fill.fillPrice;
      }
      this.#requestTrailing(
        slot,
        symbol,
        fill,
        this.#watermark(at, symbol, fill.index, side),
        side,
        stopsFrom,
      );
    }

    const targetAt =
      Number.isNaN(target) && rules !== null
        ? average * (1 + (side * rules.takeProfitPercent) / 100)
        : target;
    if (!Number.isNaN(targetAt)) this.#request(slot, symbol, fill, 2, targetAt, targetFrom);
  }

  /** A trailing stop by the sleeve's own distance, or else by the portfolio's percentage. */
  #requestTrailing(
    slot: number,
    symbol: number,
    cause: Cause,
    watermark: number,
    side: number,
    liveFrom: number,
  ): void {
    const distance = this.#sleeves[this.#at(slot, symbol) + TERMS + TRAILING];
    const byRule = Number.isNaN(distance);
    const factor = byRule ? 1 - (side * (this.#options.rules?.trailingStopPercent ?? Number.NaN)) / 100 : 1;
    const offset = byRule ? 0 : -side * distance;
    this.#request(slot, symbol, cause, 1, watermark * factor + offset, liveFrom, watermark, factor, offset);
  }

  /** The best price that a trailing stop has followed before bar `index`. */
  #watermark(at: number, symbol: number, index: number, side: number): number {
    const { high, low, flags } = this.#options.series[symbol];
    let best = this.#sleeves[at + TRAIL_BASE];
    for (let i = this.#sleeves[at + TRAIL_FROM]; i < index; i++) {
      if ((flags[i] & SYNTHETIC_BAR) !== 0) continue;
      best = side > 0 ? Math.max(best, high[i]) : Math.min(best, low[i]);
    }
    return best;
  }

  #request(
    slot: number,
    symbol: number,
    cause: Cause,
    kind: number,
    price: number,
    liveFrom: number,
    watermark = Number.NaN,
    factor = Number.NaN,
    offset = Number.NaN,
  ): void {
    const at = this.#at(slot, symbol);
    const { account, strategies, nextOrderNumber } = this.#options;
    const event = this.#requests.take();
    this.#terms(event, slot, symbol, at, kind);
    event.orderNumber = nextOrderNumber();
    event.price = price;
    event.liveFrom = liveFrom;
    event.watermark = watermark;
    event.trailFactor = factor;
    event.trailOffset = offset;
    event.timestamp = cause.timestamp;
    event.causedBy(cause);
    event.exempt = true;
    event.sizingRule = KINDS[kind].rule;
    event.fullUnits = Math.abs(event.units);
    event.target = 1;
    event.weight = strategies[slot].weight;
    event.equity = account.equity;
    // Before it is published: whoever hears of it asks whose it is.
    this.#sleeves[at + CHILDREN + 2 * kind] = event.orderNumber;
    this.#sleeves[at + CHILDREN + 2 * kind + 1] = price;
    event.strategyIndex = cause.strategyIndex;
    this.#requests.emit(event);
  }

  #cancelAll(slot: number, symbol: number, code: keyof typeof CANCELLED, cause: Cause): void {
    const at = this.#at(slot, symbol);
    const sleeves = this.#sleeves;
    for (let kind = 0; kind < KINDS.length; kind++) {
      const orderNumber = sleeves[at + CHILDREN + 2 * kind];
      if (orderNumber === 0) continue;
      const event = this.#cancels.take();
      this.#terms(event, slot, symbol, at, kind);
      event.strategyIndex = cause.strategyIndex;
      event.orderNumber = orderNumber;
      event.price = sleeves[at + CHILDREN + 2 * kind + 1];
      event.code = code;
      event.reason = CANCELLED[code];
      event.timestamp = cause.timestamp;
      event.causedBy(cause);
      sleeves[at + CHILDREN + 2 * kind] = 0;
      this.#cancels.emit(event);
    }
  }

  /** What is the same for all that is said of an exit order. */
  #terms(event: OrderEvent, slot: number, symbol: number, at: number, kind: number): void {
    const { account, portfolioId, strategies, bus } = this.#options;
    const { symbol: name, lotSize } = account.instruments[symbol];
    event.portfolioId = portfolioId;
    event.strategyId = strategies[slot].id;
    event.symbol = name;
    event.symbolIndex = symbol;
    event.lots = this.#sleeves[at + LOTS];
    event.units = unitsOf(event.lots, lotSize);
    event.orderType = KINDS[kind].type;
    event.timeInForce = TIME_IN_FORCE.GTC;
    event.decisionIndex = this.#sleeves[at + INDEX];
    event.decisionPrice = this.#sleeves[at + PRICE];
    event.tradeContainer = bus.container;
    event.tradeNumber = account.tradeNumber(symbol);
  }
}
