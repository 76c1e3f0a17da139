import type { EquityCurve } from '../analytics/equity-curve.ts';
import type { MetricsObserver } from '../analytics/metrics-observer.ts';
import type { EventBus } from '../events/event-bus.ts';
import type { EventSpan } from '../events/event-span.ts';
import { TYPE } from '../events/event-type.ts';
import type { BarEvent, FeaturesEvent } from '../events/market-events.ts';
import type { Broker } from '../execution/broker.ts';
import type { CorporateAction } from '../market/corporate-action.ts';
import type { Financing } from '../portfolio/financing.ts';
import type { PositionTracker } from '../portfolio/position-tracker.ts';
import type { OrderManager } from '../risk/order-manager.ts';
import type { RiskMonitor } from '../risk/risk-monitor.ts';
import type { StrategyRunner } from '../strategies/strategy-runner.ts';
import type { UniverseRunner } from '../strategies/universe-runner.ts';
import type { PortfolioNode, StrategyNode } from './topology.ts';

/*
 * Ports are where a lane hands the events of each bar to a container. BAR, FEATURES and PORTFOLIO_UPDATE come by the
 * hundred million, mostly to the one component that is meant to hear them; then the port calls it directly, where the
 * compiler can follow, after the observers that keep containers apart. As soon as anybody else listens or observes, the
 * same event goes over the bus.
 */

/** BAR to a portfolio, whose broker meets the bar first. */
export class BarPort {
  readonly #bus: EventBus;
  readonly #positions: PositionTracker;
  readonly #broker: Broker;
  readonly #orders: OrderManager;
  readonly #watch: WatchPort;
  #direct = false;
  #observed = false;

  constructor({ container, positions, broker, orders }: PortfolioNode, watch: WatchPort) {
    this.#orders = orders;
    this.#bus = container.bus;
    this.#positions = positions;
    this.#broker = broker;
    this.#watch = watch;
  }

  prepare(): void {
    this.#direct = this.#bus.isHeardBy(TYPE.BAR, [this.#positions.componentId]);
    this.#observed = this.#bus.isObserved(TYPE.BAR);
  }

  get isObserved(): boolean {
    return this.#observed;
  }

  /** A split or dividend takes effect, before anything meets the bar. */
  act(bar: BarEvent, action: CorporateAction): void {
    const { symbolIndex: symbol, index } = bar;
    const positions = this.#positions;
    const orders = this.#orders;
    const broker = this.#broker;
    if (broker.hasWaiting(symbol)) broker.expire(bar);
    const { ratio } = action;
    const held = positions.ledger.lots(symbol);
    const lots = ratio === 1 ? held : orders.lotsAfterSplit(symbol, ratio);
    if (lots === null || (ratio === 1 && held === 0)) return;
    const cause = positions.onAction(bar, action, lots);
    if (ratio === 1) return;
    const time = bar.series.openTime[index];
    orders.onSplit({ symbol, ratio, index, time, cause, orderOf: (number) => broker.orderOf(number) });
  }

  meet(bar: BarEvent): void {
    if (this.#broker.hasWaiting(bar.symbolIndex)) this.#broker.onMarket(bar);
  }

  /** Nothing is to be done at a bar but to mark the position. */
  get isQuiet(): boolean {
    return this.#direct && this.#broker.waiting === 0 && !this.#watch.isOn;
  }

  /** The last bar of a span of quiet ones, when the others are shown by `MarkPort.updateBars`. */
  skip(bar: BarEvent): void {
    this.#positions.onBar(bar);
  }

  deliver(bar: BarEvent): void {
    if (!this.#direct) {
      this.#bus.deliver(bar);
      return;
    }
    if (this.#observed) this.#bus.show(bar);
    this.#positions.onBar(bar);
  }
}

/** What a portfolio does at the closes of a slice before anybody decides on them: halts, and positions whose time is over. */
export class WatchPort {
  readonly #positions: PositionTracker;
  readonly #orders: OrderManager;
  readonly #monitor: RiskMonitor | null;
  readonly #financing: Financing | null;

  constructor({ positions, orders, monitor, financing }: PortfolioNode) {
    this.#financing = financing;
    this.#positions = positions;
    this.#orders = orders;
    this.#monitor = monitor;
  }

  /** Every slice matters to it. */
  get isOn(): boolean {
    return this.#monitor !== null || this.#financing !== null || this.#orders.hasTimers;
  }

  /** It pays or earns from day to day. */
  get accrues(): boolean {
    return this.#financing !== null;
  }

  /** Before anything of a slice happens. */
  accrue(time: number): void {
    this.#financing?.accrue(time, this.#positions.latestBar);
  }

  watch(time: number): void {
    const bar = this.#positions.latestBar;
    if (bar.sequenceNumber === 0) return;
    this.#monitor?.onSlice(time, bar);
    this.#orders.closeOverdue(time, bar);
  }
}

/** FEATURES of one symbol to a strategy. */
export class StrategyPort {
  readonly #bus: EventBus;
  readonly #runner: StrategyRunner | UniverseRunner;
  readonly #listener: readonly string[];
  #direct = false;
  #observed = false;

  constructor({ container, listeners, listenerId }: StrategyNode, symbolIndex: number) {
    this.#bus = container.bus;
    this.#runner = listeners[symbolIndex] as StrategyRunner | UniverseRunner;
    this.#listener = [listenerId];
  }

  prepare(): void {
    this.#direct = this.#bus.isHeardBy(TYPE.FEATURES, this.#listener);
    this.#observed = this.#bus.isObserved(TYPE.FEATURES);
  }

  /** The first bar in [from, to) at which the strategy must be asked, or heard by others; `to` when there is none. */
  nextQuestion(from: number, to: number): number {
    return this.#direct ? this.#runner.nextQuestion(from, to) : from;
  }

  /** Passes over the bars of a span, at which there is nothing to ask. */
  skip(event: FeaturesEvent, span: EventSpan): void {
    if (this.#observed) {
      span.features = event;
      this.#bus.showSpan(span);
      span.features = null;
    }
    this.#runner.skipTo(span.to - 1);
  }

  deliver(event: FeaturesEvent): void {
    if (!this.#direct) {
      this.#bus.deliver(event);
      return;
    }
    if (this.#observed) this.#bus.show(event);
    try {
      this.#runner.onFeatures(event);
    } catch (error) {
      this.#bus.fail(error, this.#listener[0], event);
    }
  }
}

/** A strategy that decides once all bars of a slice are known. */
export class UniversePort {
  readonly #bus: EventBus;
  readonly #runner: UniverseRunner;
  readonly #listenerId: string;

  constructor({ container, listenerId }: StrategyNode, runner: UniverseRunner) {
    this.#bus = container.bus;
    this.#runner = runner;
    this.#listenerId = listenerId;
  }

  /** `cause` is the last FEATURES of the slice, for telling of an error. */
  decide(cause: FeaturesEvent): void {
    try {
      this.#runner.decide();
    } catch (error) {
      this.#bus.fail(error, this.#listenerId, cause);
    }
  }
}

/** Updates collected before the metrics work through them. */
const ROWS = 64;

/** Space for the updates of one port. */
export function makeRows(): Float64Array {
  return new Float64Array(4 * ROWS);
}

/** PORTFOLIO_UPDATE at the end of a slice. Whoever reads metrics or equity afterwards calls `flush` first. */
export class MarkPort {
  readonly #bus: EventBus;
  readonly #positions: PositionTracker;
  readonly #metrics: MetricsObserver;
  readonly #equity: EquityCurve | null;
  readonly #listeners: readonly string[];
  /** Timestamp, equity, gross and net exposure of updates that nobody has worked through. */
  readonly #rows: Float64Array;
  #count = 0;
  #direct = false;
  #observed = false;
  /** Metrics and equity are not kept up to date: for looking on, where nobody reads them. */
  muted = false;

  /** @param rows space for updates, at least until `flush`; may be shared by ports that are not in use at one time. */
  constructor({ container, positions, metrics, equity }: PortfolioNode, rows: Float64Array) {
    this.#rows = rows;
    this.#bus = container.bus;
    this.#positions = positions;
    this.#metrics = metrics;
    this.#equity = equity;
    this.#listeners = equity === null ? [metrics.componentId] : [metrics.componentId, 'equity_curve'];
    metrics.readAfter(() => this.flush());
  }

  prepare(): void {
    // Only what was ended from outside in the middle of a bar has left any; the state has been restored since.
    this.#count = 0;
    this.muted = false;
    this.#direct = this.#bus.isHeardBy(TYPE.PORTFOLIO_UPDATE, this.#listeners);
    this.#observed = this.#bus.isObserved(TYPE.PORTFOLIO_UPDATE);
  }

  update(time: number): void {
    if (!this.#direct) {
      this.#positions.update(time);
      return;
    }
    if (this.muted) {
      this.#bus.skip(1);
      return;
    }
    const at = 4 * this.#count;
    this.#positions.ledger.measureInto(this.#rows, at, time);
    if (this.#observed) this.#positions.showUpdate(this.#rows, at);
    else this.#bus.skip(1);
    if (++this.#count === ROWS) this.flush();
  }

  get isQuiet(): boolean {
    return this.#direct;
  }

  /** Updates for the bars of a span of the run's only symbol, at which nothing but the price changes. */
  updateBars(span: EventSpan): void {
    const { series, symbolIndex } = span.bar;
    const { ledger } = this.#positions;
    const { from, to } = span;
    if (this.muted) {
      ledger.setMark(symbolIndex, series.close[to - 1]);
      this.#bus.skip(to - from);
      return;
    }
    for (let at = from; at < to; ) {
      const bars = Math.min(ROWS - this.#count, to - at);
      const row = 4 * this.#count;
      ledger.measureBars(this.#rows, row, symbolIndex, series.closeTime, series.close, at, bars);
      if (this.#observed || span.bars) this.#show(span, at, at + bars, row);
      else this.#bus.skip(bars);
      at += bars;
      this.#count += bars;
      if (this.#count === ROWS) this.flush();
    }
    span.from = from;
    span.to = to;
  }

  #show(span: EventSpan, from: number, to: number, row: number): void {
    span.from = from;
    span.to = to;
    span.rows = this.#rows;
    span.row = row;
    if (this.#observed) {
      this.#positions.showUpdates(span);
    } else {
      this.#bus.showSpan(span);
      this.#bus.skip(to - from);
    }
  }

  flush(): void {
    const rows = this.#rows;
    const count = this.#count;
    this.#count = 0;
    if (count === 0) return;
    this.#metrics.performance.onUpdates(rows, count);
    if (this.#equity === null) return;
    for (let at = 0; at < 4 * count; at += 4) this.#equity.record(rows[at], rows[at + 1], rows[at + 2]);
  }
}
