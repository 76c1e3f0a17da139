/**
 * The public API of ADMF. Notebooks, the kernel, the terminal app and users' programs import from here alone.
 */

/** Parameters of strategies, features and other components are described with it. */
export { z } from 'zod';
export type { EquityColumns } from './analytics/equity-curve.ts';
export { formatNumber } from './analytics/format.ts';
export type { PerformanceMetrics } from './analytics/metrics.ts';
export { METRICS, namedMetrics } from './analytics/metrics.ts';
export { metricsOfEvents } from './analytics/metrics-of-events.ts';
export type { OrderFunnelCounts } from './analytics/order-funnel.ts';
export { performanceOf, type ReturnSeriesMetrics, type ReturnSeriesOptions } from './analytics/returns.ts';
export {
  namedRunMetrics,
  RUN_METRICS,
  type RunMetrics,
  type SummaryMetrics,
  summaryMetrics,
} from './analytics/run-metrics.ts';
export { type OverfittingEstimate, overfittingProbability } from './analytics/significance/overfitting.ts';
export { type GivenCalendar, makeCalendar, marketCalendar } from './calendars/given-calendar.ts';
export { TradingCalendar } from './calendars/trading-calendar.ts';
export { runProgram } from './cli/attach/run-program.ts';
/** What a notebook needs to let terminals walk its sessions: the protocol between them, and where they meet. */
export * as attaching from './cli/attach/session-side.ts';
export { suspendGroup } from './cli/attach/suspend-group.ts';
export { DATASETS } from './data/catalogue.ts';
export { type GenerateRequest, generateBars } from './data/generate-bars.ts';
export {
  type LoadedBars,
  type LoadRequest,
  loadBars,
  loadCheckedBars,
  type QualityReport,
} from './data/load-bars.ts';
export { type Alignment, alignSeries } from './data/shape/align.ts';
export { writeBars } from './data/writing/write-bars.ts';
export type { PlacedEvent } from './debugger/branch.ts';
export type { Answer, Command, CommandGroup, CommandText, WordKind } from './debugger/commands/command.ts';
export { type Candidate, type Completion, complete } from './debugger/commands/complete.ts';
export { Desk, type DeskChange } from './debugger/commands/desk.ts';
export { commandsOf, type Executed, execute, type Pending } from './debugger/commands/execute.ts';
export {
  commandPage,
  GROUPS as COMMAND_GROUPS,
  usageOf as commandUsage,
} from './debugger/commands/help-text.ts';
export { COMMANDS, findCommand } from './debugger/commands/table.ts';
export { DebugSession, type Loaded } from './debugger/debug-session.ts';
export type { Place, RunLimits } from './debugger/facade/motions.ts';
export type { Shown, ShownBundle } from './debugger/facade/shown.ts';
export type { Changes } from './debugger/forks/change.ts';
export type { CompareOptions, Comparison } from './debugger/forks/compare.ts';
export type { Forked, ForkOptions } from './debugger/forks/fork.ts';
export { changesText, type ForkNode } from './debugger/forks/fork-tree.ts';
export type { Mark } from './debugger/keep/marks.ts';
export type { LoggedCommand } from './debugger/keep/notebook.ts';
export type { RegressionTest } from './debugger/keep/regression-test.ts';
export type { LoadOptions } from './debugger/keep/session-file.ts';
export type { ChangeListener, SessionChange } from './debugger/listeners.ts';
export { type DisplayedValue, displayName } from './debugger/look/display.ts';
export type { EditCommand } from './debugger/look/editor.ts';
export type { EventFilter, EventList } from './debugger/look/event-list.ts';
export type { EventRows, RowFilter } from './debugger/look/event-rows.ts';
export type { Listing, Printed } from './debugger/look/look.ts';
export type { SourceWindow } from './debugger/look/source.ts';
export type { StateDiff } from './debugger/look/state-diff.ts';
export type { CausalFrame } from './debugger/look/where.ts';
export type { OpenOptions } from './debugger/open-session.ts';
export { Charts, type ChartWish } from './debugger/panes/chart-data.ts';
export { EventWindow } from './debugger/panes/event-window.ts';
export { followEvent } from './debugger/panes/follow-event.ts';
export { oscillators, overlays } from './debugger/panes/indicator-panes.ts';
export { momentText } from './debugger/panes/moment-text.ts';
export type {
  ChartData,
  ChartMark,
  EventRow,
  EventsData,
  TreeRow,
  WhyData,
} from './debugger/panes/pane-data.ts';
export { shortId } from './debugger/panes/short-event-text.ts';
export { FIRST_SPEED, paceOf, SPEEDS, speedText } from './debugger/panes/speeds.ts';
export { stateTree } from './debugger/panes/state-tree.ts';
export { WhyView } from './debugger/panes/why-view.ts';
export type { Position } from './debugger/position.ts';
export type { Buckets } from './debugger/series/buckets.ts';
export type { EventTable } from './debugger/series/event-series.ts';
export type { FocusedSeriesOptions, SeriesOptions, SeriesTable } from './debugger/series/series.ts';
export type { SeriesView } from './debugger/series/series-view.ts';
export type { Motion, Status } from './debugger/status.ts';
export type { Logged, LogOptions, LogRow } from './debugger/stops/logged.ts';
export type { RunView } from './debugger/stops/run-view.ts';
export type { Predicate, StopInfo } from './debugger/stops/stop.ts';
export type { StopOptions } from './debugger/stops/stops.ts';
export type { WhyAnswer, WhyReport } from './debugger/why/why.ts';
export type { WhynotAnswer } from './debugger/why/whynot.ts';
export { Backtest, type BacktestResult, type PortfolioResult } from './engine/backtest.ts';
export type { Container } from './engine/container.ts';
export {
  type ComponentContext,
  type ComponentDefinition,
  type ComponentListeners,
  defineComponent,
  type EventOf,
} from './engine/own/component.ts';
export type { DeadLetter } from './engine/own/dead-letters.ts';
export { describeCondition } from './events/describe-condition.ts';
export type { EventRecord } from './events/event.ts';
export { defineEventType, type EventTypeDefinition } from './events/event-type.ts';
export type { Condition, Payloads } from './events/payloads.ts';
export {
  adx,
  aroon,
  atr,
  autocorrelation,
  barVariance,
  beta,
  blend,
  bollinger,
  calendar,
  cci,
  columnwise,
  correlation,
  type DefinedFeature,
  defineFeature,
  dema,
  donchian,
  efficiencyRatio,
  ema,
  type FeatureCalculator,
  type FeatureDefinition,
  type FeatureRequest,
  type FeatureSource,
  FeatureTable,
  fastStochastic,
  featureKey,
  garmanKlassVolatility,
  halfLife,
  highest,
  hma,
  hurst,
  intradayReturn,
  kama,
  keltner,
  lowest,
  macd,
  macdAligned,
  mfi,
  momentum,
  moneyFlow,
  multiplierParam,
  obv,
  overnightReturn,
  parkinsonVolatility,
  periodParam,
  returns,
  roc,
  rogersSatchellVolatility,
  rollingVwap,
  rsi,
  skew,
  sma,
  sourceParam,
  stateless,
  stdDev,
  stochastic,
  supertrend,
  tema,
  trueRange,
  turnover,
  typicalPrice,
  volatility,
  vwap,
  vwma,
  williamsR,
  wma,
  yangZhangVolatility,
  zScore,
} from './features/index.ts';
export { nameHint, nearestName } from './foundation/nearest-name.ts';
export { Random } from './foundation/random.ts';
export { renderUserErrors } from './foundation/render-user-errors.ts';
export { UserError, UserErrors } from './foundation/user-error.ts';
export { type BarRow, BarSeries, barSeriesFromRows } from './market/bar-series.ts';
export type { Figure, FigureBundle, ImageOptions, TextOptions } from './reports/figures/figure.ts';
export type { ThemeName } from './reports/figures/theme.ts';
export type { Column } from './reports/frames/column.ts';
export { danfo } from './reports/frames/danfo.ts';
export type { FolderOptions } from './reports/frames/folder-tables.ts';
export type { FramePlot } from './reports/frames/frame-plot.ts';
export { type ResampleOptions, resample } from './reports/frames/resample.ts';
export { type Rolling, type RollingOptions, rolling } from './reports/frames/rolling.ts';
export { pctChange, shift } from './reports/frames/shift.ts';
export { Table } from './reports/frames/table.ts';
export type { RunTables, TableOptions } from './reports/frames/tables.ts';
export type { FigureOptions } from './reports/run/figure-options.ts';
export { report } from './reports/run/report.ts';
export { RUN_FIGURE_NAMES, type RunFigureName } from './reports/run/run-figures.ts';
export { RunReport } from './reports/run/run-report.ts';
export { loadSession as load, openSession as open, RunSession } from './reports/run/run-session.ts';
export type { SessionWidget, WidgetOptions } from './reports/run/session-widget.ts';
export {
  CellGrid,
  type CellStyle,
  type ChartSpec,
  type Color,
  type ColorDepth,
  chart,
  chartIndexAt,
  type Layer,
  type Marker,
  type PaneSpec,
  renderAnsi,
  renderChanges,
  renderPlain,
  SHADES,
  sparkline,
  type Tier,
  textFor,
} from './reports/text-chart/index.ts';
export { viewOf } from './reports/views/view-of.ts';
export type { ProposedOrder, Refusal, RiskLimit } from './risk/limit.ts';
export { defineSizing, type SizingDefinition, type SizingInput } from './risk/sizing.ts';
export type { TradeStatistics } from './risk/track-record.ts';
export { Conditions, named, type Operand } from './strategies/conditions.ts';
export type { FeatureSeries } from './strategies/feature-series.ts';
export {
  type Bar,
  defineStatefulStrategy,
  defineStrategy,
  type Signal,
  type StatefulStrategy,
  type StrategyContext,
  type StrategyDefinition,
  type StrategyFill,
} from './strategies/strategy.ts';
export {
  type AnyStrategy,
  defineUniverseStrategy,
  type SymbolSignal,
  type Universe,
  type UniverseDefinition,
  type UniverseMember,
} from './strategies/universe.ts';
export { eventText } from './tracing/event-text.ts';
export { readTraceFile } from './tracing/file/trace-reader.ts';
export { TraceFileWriter } from './tracing/file/trace-writer.ts';
export type { BarLookup, BarPlace } from './tracing/fill-bar.ts';
export { EventLog, type EventLogOptions, type TradeName } from './tracing/log/event-log.ts';
export type { Retention, SpillStore, TraceBudget, TracerSettings } from './tracing/retention.ts';
export { type ReadTraceOptions, readTrace } from './tracing/stores/read-trace.ts';
export { whyFromDisk } from './tracing/stores/stored-events.ts';
export { findTraces } from './tracing/stores/trace-catalogue.ts';
export type { TraceNotice } from './tracing/stores/trace-reader.ts';
export type { TraceLog } from './tracing/trace-log.ts';
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
export { type LoadedWorkflow, loadWorkflow, parseWorkflow } from './workflows/load-workflow.ts';
export { type PreparedRun, prepare } from './workflows/prepare.ts';
export { type RunWorkflowOptions, run, type WorkflowRun } from './workflows/run-workflow.ts';
export { whyLine } from './workflows/trade-record.ts';
export { VERSION } from './workflows/version.ts';
