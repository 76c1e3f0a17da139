import type { EventName } from '../events/event.ts';
import type { EventBus } from '../events/event-bus.ts';
import { eventKey } from '../events/event-id.ts';
import { EventPool } from '../events/event-pool.ts';
import { TYPE } from '../events/event-type.ts';
import type { BarEvent } from '../events/market-events.ts';
import { FillEvent, OrderEndedEvent, type OrderEvent } from '../events/order-events.ts';
import { ORDER_TYPES } from '../events/payloads.ts';
import { ORDER, RULE, TIME_IN_FORCE } from '../events/trading-codes.ts';
import type { Stateful, StateReader, StateWriter } from '../foundation/state.ts';
import { type BarSeries, SYNTHETIC_BAR } from '../market/bar-series.ts';
import { type Instrument, unitsOf } from '../market/instrument.ts';
import { roundMoney } from '../market/money.ts';
import type { DayOf } from '../market/trading-day.ts';
import type { CommissionModel } from './commission.ts';
import { matchBar, NO_FILL } from './fill-rules.ts';
import { MonthlyTrading } from './monthly-trading.ts';
import type { SlippageModel } from './slippage.ts';

const EXECUTION_PROFILES = ['next_open', 'same_close'] as const;
export type ExecutionProfile = (typeof EXECUTION_PROFILES)[number];

export interface BrokerOptions {
  readonly bus: EventBus;
  readonly portfolioId: string;
  /** Container whose orders these are. */
  readonly portfolioContainer: number;
  /** Ids by position in the run's configuration. */
  readonly strategyIds: readonly string[];
  readonly series: readonly BarSeries[];
  readonly instruments: readonly Instrument[];
  readonly profile: ExecutionProfile;
  readonly slippage: SlippageModel;
  readonly commission: CommissionModel;
  readonly dayOf: DayOf;
}

/** Fields of a waiting order, one row each, oldest first. */
const NUMBER = 0;
const SYMBOL = 1;
const STRATEGY = 2;
const LOTS = 3;
const KIND = 4;
const PRICE = 5;
const FORCE = 6;
const DECISION_INDEX = 7;
const DECISION_PRICE = 8;
const TRADE = 9;
const ORDER_SEQUENCE = 10;
/** Trading day of the first bar that could fill it; NaN until then. */
const FIRST_DAY = 11;
/** Index of the first bar that may fill it. */
const LIVE_FROM = 12;
/** Of a trailing stop: the best price so far; the stop is that × factor + offset. */
const WATERMARK = 13;
const TRAIL_FACTOR = 14;
const TRAIL_OFFSET = 15;
/** Decided at a moment at which its symbol had no bar: that moment; else −∞. */
const DECIDED_BETWEEN = 16;
const STRIDE = 17;

/**
 * The simulated exchange of one portfolio: ORDER in, FILL or ORDER_EXPIRED out. The rules are in
 * docs/execution-semantics.md, "Orders and fills".
 */
export class Broker implements Stateful {
  readonly componentId = 'broker';
  readonly #options: BrokerOptions;
  readonly #orderKey: number;
  readonly #fills: EventPool<FillEvent>;
  readonly #expiries: EventPool<OrderEndedEvent>;
  /** Number of waiting orders of each symbol: most bars have none, and cost one look. */
  readonly #waitingOf: Int32Array;
  #rows = new Float64Array(4 * STRIDE);
  #waiting = 0;
  /** Counts orders that went without a fill, so that a pass over the rows sees that they moved. */
  #withdrawn = 0;
  /** At the end of a run, market orders fill at the last close. */
  #closing = false;
  /** Null unless commission depends on it. */
  readonly #traded: MonthlyTrading | null;

  constructor(options: BrokerOptions) {
    this.#options = options;
    this.#traded = options.commission.readsMonth === true ? new MonthlyTrading() : null;
    this.#orderKey = eventKey(options.portfolioContainer, TYPE.ORDER);
    this.#waitingOf = new Int32Array(options.instruments.length);
    this.#fills = new EventPool(options.bus, TYPE.FILL, this.componentId, FillEvent);
    this.#expiries = new EventPool(options.bus, TYPE.ORDER_EXPIRED, this.componentId, OrderEndedEvent);
  }

  get waiting(): number {
    return this.#waiting;
  }

  hasWaiting(symbol: number): boolean {
    return this.#waitingOf[symbol] > 0;
  }

  onOrder(order: OrderEvent): void {
    const end = this.#waiting * STRIDE;
    if (end === this.#rows.length) {
      const larger = new Float64Array(2 * this.#rows.length);
      larger.set(this.#rows);
      this.#rows = larger;
    }
    const rows = this.#rows;
    rows[end + NUMBER] = order.orderNumber;
    rows[end + SYMBOL] = order.symbolIndex;
    rows[end + STRATEGY] = order.strategyIndex;
    rows[end + LOTS] = order.lots;
    rows[end + KIND] = order.orderType;
    rows[end + PRICE] = order.price;
    rows[end + FORCE] = order.timeInForce;
    rows[end + DECISION_INDEX] = order.decisionIndex;
    rows[end + DECISION_PRICE] = order.decisionPrice;
    rows[end + TRADE] = order.tradeNumber;
    rows[end + ORDER_SEQUENCE] = order.sequenceNumber;
    rows[end + FIRST_DAY] = Number.NaN;
    rows[end + LIVE_FROM] = order.liveFrom;
    rows[end + WATERMARK] = order.watermark;
    rows[end + TRAIL_FACTOR] = order.trailFactor;
    rows[end + TRAIL_OFFSET] = order.trailOffset;
    const series = this.#options.series[order.symbolIndex];
    // The last close of the symbol was before, and the bar that comes next may have opened before. An exit is given by a fill.
    const between = order.liveFrom === 0 && series.closeTime[order.decisionIndex] !== order.timestamp;
    rows[end + DECIDED_BETWEEN] = between ? order.timestamp : Number.NEGATIVE_INFINITY;
    this.#waiting++;
    this.#waitingOf[order.symbolIndex]++;
    const atClose = this.#closing || this.#options.profile === 'same_close';
    if (!atClose || order.orderType !== ORDER.market) return;
    if (!this.#closing) {
      if (between || (series.flags[order.decisionIndex] & SYNTHETIC_BAR) !== 0) return;
    }
    const close = series.close[order.decisionIndex];
    this.#fill(end, order.decisionIndex, close, RULE.close, order.timestamp);
  }

  onCancelled(order: OrderEvent): void {
    for (let row = 0; row < this.#waiting * STRIDE; row += STRIDE) {
      if (this.#rows[row + NUMBER] === order.orderNumber) {
        this.#remove(row);
        this.#withdrawn++;
        return;
      }
    }
  }

  /** The ORDER that waits under a number, and when it was decided if its symbol had no bar then; else −∞. */
  orderOf(orderNumber: number): EventName & { readonly decided: number } {
    for (let row = 0; row < this.#waiting * STRIDE; row += STRIDE) {
      if (this.#rows[row + NUMBER] === orderNumber)
        return {
          key: this.#orderKey,
          sequenceNumber: this.#rows[row + ORDER_SEQUENCE],
          decided: this.#rows[row + DECIDED_BETWEEN],
        };
    }
    throw new Error(`no order ${orderNumber} waits`);
  }

  /** What has expired by a bar goes before a split gives the rest anew. */
  expire(bar: BarEvent): void {
    if ((bar.series.flags[bar.index] & SYNTHETIC_BAR) === 0) this.#expireDays(bar);
  }

  /**
   * Tries the waiting orders of the bar's symbol against it, before anybody else sees the bar: what has expired goes,
   * then what fills at the open, then what fills inside the bar; each oldest first.
   */
  onMarket(bar: BarEvent): void {
    const { series, index } = bar;
    if ((series.flags[index] & SYNTHETIC_BAR) !== 0) return;
    this.#expireDays(bar);
    this.#fillPass(bar, true);
    if (this.#waitingOf[bar.symbolIndex] > 0) this.#fillPass(bar, false);
    if (this.#waitingOf[bar.symbolIndex] > 0) this.#trail(bar);
  }

  #expireDays({ series, index, symbolIndex }: BarEvent): void {
    const rows = this.#rows;
    const day = this.#options.dayOf(series.openTime[index]);
    let row = 0;
    while (row < this.#waiting * STRIDE) {
      if (rows[row + SYMBOL] === symbolIndex && !(rows[row + DECIDED_BETWEEN] > series.openTime[index])) {
        if (Number.isNaN(rows[row + FIRST_DAY])) rows[row + FIRST_DAY] = day;
        if (rows[row + FORCE] === TIME_IN_FORCE.DAY && day > rows[row + FIRST_DAY]) {
          this.#expire(row, series.openTime[index]);
          continue;
        }
      }
      row += STRIDE;
    }
  }

  #fillPass({ series, index, symbolIndex }: BarEvent, atOpen: boolean): void {
    const open = series.open[index];
    const opened = series.openTime[index];
    let row = 0;
    while (row < this.#waiting * STRIDE) {
      const rows = this.#rows;
      const isLive = rows[row + LIVE_FROM] <= index && !(rows[row + DECIDED_BETWEEN] > opened);
      if (rows[row + SYMBOL] === symbolIndex && isLive) {
        const side = Math.sign(rows[row + LOTS]);
        const price = rows[row + PRICE];
        const rule = matchBar(rows[row + KIND], side, price, open, series.high[index], series.low[index]);
        if (rule !== NO_FILL && (rule === RULE.open) === atOpen) {
          // The moment inside the bar is known only for its open.
          const withdrawn = this.#withdrawn;
          if (atOpen) this.#fill(row, index, open, rule, series.openTime[index]);
          else this.#fill(row, index, price, rule, series.closeTime[index]);
          // The fill of an exit cancels its twin. What did not fill before does not fill now either.
          if (withdrawn !== this.#withdrawn) row = 0;
          continue;
        }
      }
      row += STRIDE;
    }
  }

  /** Trailing stops were tested where they stood before the bar; now they follow it. */
  #trail({ series, index, symbolIndex }: BarEvent): void {
    const rows = this.#rows;
    for (let row = 0; row < this.#waiting * STRIDE; row += STRIDE) {
      if (rows[row + KIND] !== ORDER.trailing_stop || rows[row + SYMBOL] !== symbolIndex) continue;
      if (rows[row + LIVE_FROM] > index) continue;
      const best = rows[row + WATERMARK];
      rows[row + WATERMARK] =
        rows[row + LOTS] < 0 ? Math.max(best, series.high[index]) : Math.min(best, series.low[index]);
      rows[row + PRICE] = rows[row + WATERMARK] * rows[row + TRAIL_FACTOR] + rows[row + TRAIL_OFFSET];
    }
  }

  /** From here on market orders fill at the last close: the run closes its positions. */
  startClosing(): void {
    this.#closing = true;
  }

  inspect(): Record<string, unknown> {
    const orders = [];
    for (let row = 0; row < this.#waiting * STRIDE; row += STRIDE) {
      const { symbol, lotSize } = this.#options.instruments[this.#rows[row + SYMBOL]];
      const price = this.#rows[row + PRICE];
      orders.push({
        orderNumber: this.#rows[row + NUMBER],
        strategy: this.#strategyId(this.#rows[row + STRATEGY]),
        symbol,
        units: unitsOf(this.#rows[row + LOTS], lotSize),
        type: ORDER_TYPES[this.#rows[row + KIND]],
        price: Number.isNaN(price) ? null : price,
        decidedAtBar: this.#rows[row + DECISION_INDEX],
      });
    }
    return { profile: this.#options.profile, waiting: orders };
  }

  save(out: StateWriter): void {
    out.number(this.#waiting);
    out.array(this.#rows.subarray(0, this.#waiting * STRIDE));
    out.number(this.#closing ? 1 : 0);
    this.#traded?.save(out);
  }

  restore(from: StateReader): void {
    this.#waiting = from.number();
    const needed = this.#waiting * STRIDE;
    if (this.#rows.length < needed) this.#rows = new Float64Array(needed);
    from.array(this.#rows.subarray(0, needed));
    this.#closing = from.number() === 1;
    this.#traded?.restore(from);
    this.#waitingOf.fill(0);
    for (let row = 0; row < needed; row += STRIDE) this.#waitingOf[this.#rows[row + SYMBOL]]++;
  }

  #fill(row: number, index: number, referencePrice: number, rule: number, timestamp: number): void {
    const fill = this.#fills.take();
    this.#terms(fill, row, timestamp);
    const { multiplier } = this.#options.instruments[fill.symbolIndex];
    const side = Math.sign(fill.lots);
    const quantity = Math.abs(fill.units);
    // A limit order never fills beyond its limit, so nothing slips.
    const series = this.#options.series[fill.symbolIndex];
    const price =
      fill.orderType === ORDER.limit
        ? referencePrice
        : this.#options.slippage(referencePrice, side, { units: quantity, series, index });
    fill.index = index;
    fill.rule = rule;
    fill.referencePrice = referencePrice;
    fill.fillPrice = price;
    fill.multiplier = multiplier;
    fill.slippage = roundMoney(Math.abs(price - referencePrice) * quantity * multiplier);
    fill.commission = this.#commission(fill, side, quantity, price, multiplier);
    fill.cashChange = roundMoney(roundMoney(-fill.units * price * multiplier) - fill.commission);
    this.#remove(row);
    this.#fills.emit(fill);
  }

  #commission(fill: FillEvent, side: number, units: number, price: number, multiplier: number): number {
    const { symbol } = fill;
    const maker = fill.rule === RULE.limit;
    const traded = this.#traded?.at(fill.timestamp);
    const monthUnits = traded?.units ?? 0;
    const monthValue = traded?.value ?? 0;
    if (traded !== undefined) {
      traded.units += units;
      traded.value += units * price * multiplier;
    }
    return this.#options.commission({
      symbol,
      units,
      price,
      multiplier,
      side,
      maker,
      monthUnits,
      monthValue,
    });
  }

  #expire(row: number, timestamp: number): void {
    const event = this.#expiries.take();
    this.#terms(event, row, timestamp);
    event.code = 'day_over';
    event.reason = 'its day ended without a fill';
    this.#remove(row);
    this.#expiries.emit(event);
  }

  #terms(event: OrderEvent, row: number, timestamp: number): void {
    const rows = this.#rows;
    const { symbol, lotSize } = this.#options.instruments[rows[row + SYMBOL]];
    event.orderNumber = rows[row + NUMBER];
    event.portfolioId = this.#options.portfolioId;
    event.strategyIndex = rows[row + STRATEGY];
    event.strategyId = this.#strategyId(event.strategyIndex);
    event.symbolIndex = rows[row + SYMBOL];
    event.symbol = symbol;
    event.lots = rows[row + LOTS];
    event.units = unitsOf(event.lots, lotSize);
    event.orderType = rows[row + KIND];
    event.price = rows[row + PRICE];
    event.timeInForce = rows[row + FORCE];
    event.decisionIndex = rows[row + DECISION_INDEX];
    event.decisionPrice = rows[row + DECISION_PRICE];
    event.tradeContainer = this.#options.portfolioContainer;
    event.tradeNumber = rows[row + TRADE];
    event.causeKey = this.#orderKey;
    event.causeSequence = rows[row + ORDER_SEQUENCE];
    event.timestamp = timestamp;
  }

  #strategyId(index: number): string {
    return index < 0 ? 'close_at_end' : this.#options.strategyIds[index];
  }

  #remove(row: number): void {
    this.#waitingOf[this.#rows[row + SYMBOL]]--;
    this.#rows.copyWithin(row, row + STRIDE, this.#waiting * STRIDE);
    this.#waiting--;
  }
}
