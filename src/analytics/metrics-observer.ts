import type { EventBus } from '../events/event-bus.ts';
import { TYPE } from '../events/event-type.ts';
import type { FillEvent, PortfolioUpdateEvent, PositionCloseEvent } from '../events/trading-events.ts';
import type { StateReader, StateWriter, Stateful } from '../foundation/state.ts';
import type { PerformanceMetrics } from './metrics.ts';
import { PerformanceAccumulator, type PerformanceOptions } from './performance.ts';

/** Computes a portfolio's metrics from its events alone, as they pass: PORTFOLIO_UPDATE, FILL, POSITION_CLOSE. */
export class MetricsObserver implements Stateful {
  readonly componentId = 'metrics';
  readonly performance: PerformanceAccumulator;

  constructor(options: PerformanceOptions) {
    this.performance = new PerformanceAccumulator(options);
  }

  /** The metrics up to now; may be asked for at any time. */
  get metrics(): PerformanceMetrics {
    return this.performance.metrics();
  }

  listenTo(bus: EventBus): void {
    bus.listen(TYPE.PORTFOLIO_UPDATE, (event) => this.#onUpdate(event as PortfolioUpdateEvent), this.componentId);
    bus.listen(TYPE.FILL, (event) => this.#onFill(event as FillEvent), this.componentId);
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

  #onClose(event: PositionCloseEvent): void {
    const { pnl, grossPnl, costs, entryTime, timestamp, direction, quantity, entryPrice, multiplier } = event;
    this.performance.onRoundTrip({
      pnl,
      grossPnl,
      costs,
      entryTime,
      exitTime: timestamp,
      direction: direction > 0 ? 1 : -1,
      barsHeld: event.exitIndex - event.entryIndex,
      returnPct: (100 * pnl) / (quantity * entryPrice * multiplier),
    });
  }
}
