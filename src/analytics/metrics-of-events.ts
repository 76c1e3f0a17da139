import type { EventRecord } from '../events/event.ts';
import type { CurveMetrics } from './curve-metrics.ts';
import { curveMetrics } from './curve-statistics.ts';
import { EquityCurve } from './equity-curve.ts';
import type { PerformanceMetrics } from './metrics.ts';
import { PerformanceAccumulator, type PerformanceOptions } from './performance.ts';

/**
 * All metrics of a portfolio from its recorded events (PORTFOLIO_UPDATE, FILL, FINANCING, CORPORATE_ACTION,
 * POSITION_CLOSE; others are passed over): the same numbers, to the last bit, as the run told when it made them. What needs a benchmark, or bars, is not among them.
 *
 * @param events of one portfolio and its execution, in order.
 */
export async function metricsOfEvents(
  events: AsyncIterable<EventRecord> | Iterable<EventRecord>,
  options: PerformanceOptions,
): Promise<PerformanceMetrics & CurveMetrics> {
  const performance = new PerformanceAccumulator(options);
  const curve = new EquityCurve();
  for await (const event of events) {
    if (is(event, 'PORTFOLIO_UPDATE')) {
      const { equity, grossExposure, netExposure } = event.payload;
      performance.onEquity(event.timestamp, equity, grossExposure, netExposure);
      curve.record(event.timestamp, equity, grossExposure);
    } else if (is(event, 'FILL')) {
      const { units, fillPrice, multiplier, commission, slippage } = event.payload;
      performance.onFill(Math.abs(units) * fillPrice * multiplier, commission, slippage);
    } else if (is(event, 'FINANCING')) {
      const { interest, borrowCost, marginInterest } = event.payload;
      performance.onFinancing(interest, borrowCost, marginInterest);
    } else if (is(event, 'CORPORATE_ACTION')) {
      performance.onDividend(event.payload.dividendCash);
    } else if (is(event, 'POSITION_CLOSE')) {
      const p = event.payload;
      performance.onRoundTrip({
        pnl: p.pnl,
        grossPnl: p.grossPnl,
        costs: p.costs,
        entryTime: p.entryTime,
        exitTime: p.exitTime,
        direction: p.direction === 'long' ? 1 : -1,
        barsHeld: p.barsHeld,
        returnPct: (100 * p.pnl) / (p.quantity * p.entryPrice * p.multiplier),
      });
    }
  }
  const metrics = performance.metrics();
  return { ...metrics, ...curveMetrics(curve.toColumns(), metrics, options.riskFreeRate) };
}

function is<T extends string>(event: EventRecord, type: T): event is EventRecord<T> {
  return event.type === type;
}
