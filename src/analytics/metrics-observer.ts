import type { EventBus } from '../events/event-bus.ts';
import { TYPE } from '../events/event-type.ts';
import type { FillEvent } from '../events/order-events.ts';
import type {
  CorporateActionEvent,
  FinancingEvent,
  PortfolioUpdateEvent,
  PositionCloseEvent,
} from '../events/portfolio-events.ts';
import type { Stateful, StateReader, StateWriter } from '../foundation/state.ts';
import type { PerformanceMetrics } from './metrics.ts';
import { PerformanceAccumulator, type PerformanceOptions } from './performance.ts';

/** Computes a portfolio's metrics from its events alone, as they pass: PORTFOLIO_UPDATE, FILL, POSITION_CLOSE and the like. */
export class MetricsObserver implements Stateful {
  readonly componentId = 'metrics';
  readonly performance: PerformanceAccumulator;
  #catchUp: () => void = () => {};
  /** Filled anew for each round trip. */
  readonly #trade = {
    pnl: 0,
    grossPnl: 0,
    costs: 0,
    entryTime: 0,
    exitTime: 0,
    direction: 0,
    barsHeld: 0,
    returnPct: 0,
  };

  constructor(options: PerformanceOptions) {
    this.performance = new PerformanceAccumulator(options);
  }

  /** The metrics up to now; may be asked for at any time. */
  get metrics(): PerformanceMetrics {
    this.#catchUp();
    return this.performance.metrics();
  }

  /** One of them up to now, without computing those of other groups. */
  metric(property: keyof PerformanceMetrics): number | null {
    this.#catchUp();
    return this.performance.metric(property);
  }

  /** @param catchUp hands over updates that were counted but not yet told; called before metrics are read. */
  readAfter(catchUp: () => void): void {
    this.#catchUp = catchUp;
  }

  listenTo(bus: EventBus): void {
    bus.listen(
      TYPE.PORTFOLIO_UPDATE,
      (event) => this.#onUpdate(event as PortfolioUpdateEvent),
      this.componentId,
    );
    bus.listen(TYPE.FILL, (event) => this.#onFill(event as FillEvent), this.componentId);
    bus.listen(TYPE.FINANCING, (event) => this.#onFinancing(event as FinancingEvent), this.componentId);
    bus.listen(
      TYPE.CORPORATE_ACTION,
      (event) => this.performance.onDividend((event as CorporateActionEvent).dividendCash),
      this.componentId,
    );
    bus.listen(TYPE.POSITION_CLOSE, (event) => this.#onClose(event as PositionCloseEvent), this.componentId);
  }

  inspect(): Record<string, unknown> {
    return { ...this.metrics };
  }

  save(out: StateWriter): void {
    this.performance.save(out);
  }

  restore(from: StateReader): void {
    this.performance.restore(from);
  }

  #onUpdate(event: PortfolioUpdateEvent): void {
    this.performance.onEquity(event.timestamp, event.equity, event.grossExposure, event.netExposure);
  }

  #onFill(event: FillEvent): void {
    const notional = Math.abs(event.units) * event.fillPrice * event.multiplier;
    this.performance.onFill(notional, event.commission, event.slippage);
  }

  #onFinancing({ interest, borrowCost, marginInterest }: FinancingEvent): void {
    this.performance.onFinancing(interest, borrowCost, marginInterest);
  }

  #onClose(event: PositionCloseEvent): void {
    const trade = this.#trade;
    trade.pnl = event.pnl;
    trade.grossPnl = event.grossPnl;
    trade.costs = event.costs;
    trade.entryTime = event.entryTime;
    trade.exitTime = event.timestamp;
    trade.direction = event.direction;
    trade.barsHeld = event.exitIndex - event.entryIndex;
    trade.returnPct = (100 * event.pnl) / (event.quantity * event.entryPrice * event.multiplier);
    this.performance.onRoundTrip(trade);
  }
}
