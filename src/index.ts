/**
 * The public API of ADMF. Notebooks, the kernel, the terminal app and users' programs import from here alone.
 */

export type { EquityColumns } from './analytics/equity-curve.ts';
export type { PerformanceMetrics } from './analytics/metrics.ts';
export { METRICS, namedMetrics } from './analytics/metrics.ts';
export { metricsOfEvents } from './analytics/metrics-of-events.ts';
export type { OrderFunnelCounts } from './analytics/order-funnel.ts';
export { DATASETS } from './data/catalogue.ts';
export { generateBars } from './data/generate-bars.ts';
export { type LoadRequest, loadBars } from './data/load-bars.ts';
export { back, forward } from './debugger/motions/history.ts';
export { type JumpKind, type JumpOptions, jump } from './debugger/motions/jump.ts';
export { readPlace } from './debugger/motions/place.ts';
export { continueRun, type RunOptions, reverseContinue, runTo, until } from './debugger/motions/run.ts';
export { type EventTable, eventSeries } from './debugger/series/event-series.ts';
export { type SeriesTable, series } from './debugger/series/series.ts';
export { logValues } from './debugger/stops/logged.ts';
export type { RunView } from './debugger/stops/run-view.ts';
export { type Stops, stopsOf } from './debugger/stops/stops.ts';
export { Backtest, type BacktestResult, type PortfolioResult } from './engine/backtest.ts';
export type { Container } from './engine/container.ts';
export { describeCondition } from './events/describe-condition.ts';
export type { EventRecord } from './events/event.ts';
export { defineEventType, type EventTypeDefinition } from './events/event-type.ts';
export type { Condition, Payloads } from './events/payloads.ts';
export {
  atr,
  bollinger,
  ema,
  type FeatureRequest,
  FeatureTable,
  featureKey,
  rsi,
  sma,
  stdDev,
  trueRange,
} from './features/index.ts';
export { Random } from './foundation/random.ts';
export { renderUserErrors } from './foundation/render-user-errors.ts';
export { UserError, UserErrors } from './foundation/user-error.ts';
export { type BarRow, BarSeries, barSeriesFromRows } from './market/bar-series.ts';
export { Conditions } from './strategies/conditions.ts';
export type { FeatureSeries } from './strategies/feature-series.ts';
export { type Bar, defineStrategy, type Signal, type StrategyDefinition } from './strategies/strategy.ts';
export { eventText } from './tracing/event-text.ts';
export { readTraceFile, type TraceFileOptions } from './tracing/file/trace-reader.ts';
export { TraceFileWriter } from './tracing/file/trace-writer.ts';
export { EventLog, type EventLogOptions, type TradeName } from './tracing/log/event-log.ts';
export type { Retention, SpillStore, TraceBudget, TracerSettings } from './tracing/retention.ts';
export { type ReadTraceOptions, readTrace } from './tracing/stores/read-trace.ts';
export { whyFromDisk } from './tracing/stores/stored-events.ts';
export { findTraces } from './tracing/stores/trace-catalogue.ts';
export type { TraceNotice } from './tracing/stores/trace-reader.ts';
export { type TraceMemoryStats, Tracer, type TradeCompleteHandler } from './tracing/tracer.ts';
export type { FillLineage, OrderLineage, TradeLineage } from './tracing/trade-lineage.ts';
export {
  type EventLookup,
  type MissingCause,
  type WhyStep,
  type WhyTrade,
  whyChain,
  whyTrade,
} from './tracing/why.ts';
export { whyText, whyTradeText } from './tracing/why-text.ts';
export { type LoadedWorkflow, loadWorkflow } from './workflows/load-workflow.ts';
export { type PreparedRun, prepare } from './workflows/prepare.ts';
export { type RunWorkflowOptions, run, type WorkflowRun } from './workflows/run-workflow.ts';
export { whyLine } from './workflows/trade-record.ts';
export { VERSION } from './workflows/version.ts';
