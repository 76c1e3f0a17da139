import type { EquityColumns } from '../analytics/equity-curve.ts';
import type { PerformanceMetrics } from '../analytics/metrics.ts';
import type { OrderFunnelCounts } from '../analytics/order-funnel.ts';
import { ambientSignal, heedful } from '../foundation/ambient-signal.ts';
import type { TraceMemoryStats } from '../tracing/tracer.ts';
import type { TradeLineage } from '../tracing/trade-lineage.ts';
import type { BacktestSpec } from './backtest-spec.ts';
import { Engine } from './engine.ts';
import { fullBacktest } from './full-backtest.ts';
import type { Tier } from './own/own-container.ts';
import type { OwnRoute, RouteCounts } from './own/own-route.ts';
import type { RouteKind } from './own/spec.ts';
import type { PortfolioNode } from './topology.ts';

/** What became of one portfolio, in money of its own currency. */
export interface PortfolioResult {
  readonly id: string;
  readonly initialCash: number;
  readonly cash: number;
  readonly equity: number;
  readonly metrics: PerformanceMetrics;
  readonly funnel: OrderFunnelCounts;
  /** Closed trades, oldest first, each with its signals, orders and fills; null when they were not kept. */
  readonly trades: readonly TradeLineage[] | null;
  /** Null when it was not kept. */
  readonly equityCurve: EquityColumns | null;
  /** Positions still open, marked at the last closes. */
  readonly openPositions: readonly Record<string, unknown>[];
  /** Orders that were still waiting. */
  readonly ordersOpenAtEnd: number;
}

/** What came of a run: how far it went, and each portfolio at its end. */
export interface BacktestResult {
  readonly status: 'complete' | 'interrupted';
  readonly slices: number;
  readonly bars: number;
  /** Events published, over all containers. */
  readonly events: number;
  /** ERROR events among them. */
  readonly errors: number;
  /** Times of the first bar's open and the last slice, UTC milliseconds; NaN when nothing was run. */
  readonly from: number;
  readonly to: number;
  readonly portfolios: readonly PortfolioResult[];
  /** What the containers that trace hold in memory, by container. */
  readonly traceMemory: Readonly<Record<string, TraceMemoryStats>>;
  /** Absent in a run without any. */
  readonly routes?: readonly RouteResult[];
}

/** What went along a route of the user's. */
export interface RouteResult extends RouteCounts {
  readonly route: string;
  readonly kind: RouteKind;
  readonly tier: Tier;
}

export interface RunOptions {
  /** Stops after the block of slices in work; the result is whole up to there, with status `interrupted`. */
  readonly signal?: AbortSignal;
  /** Called at most every `progressMs` (100 by default) of work. */
  readonly onProgress?: (done: number, total: number) => void;
  readonly progressMs?: number;
  /** Told how many slices are done after every step, whose length depends on the run alone and not on the clock. */
  readonly onStep?: (done: number) => void;
}

/** Slices between two looks at the clock: well under a millisecond of work for a portfolio. */
const SLICES_BETWEEN_LOOKS = 1024;
/** The longest time in which an interrupt is not heard, in milliseconds. */
const BREATHE_MS = 20;

/** Slices that are done in one go: fewer where strategies take their time, so that an interrupt is heard. */
class Piece {
  size: number;
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
    this.size = Math.min(most, 64);
  }

  took(milliseconds: number): void {
    if (milliseconds > BREATHE_MS) this.size = Math.max(1, Math.floor(this.size / 2));
    else if (milliseconds < BREATHE_MS / 4) this.size = Math.min(this.#most, 2 * this.size);
  }
}

/** One run of the full backtest topology. */
export class Backtest {
  readonly engine: Engine;

  constructor(spec: BacktestSpec) {
    this.engine = new Engine(fullBacktest(spec));
  }

  /**
   * Runs to the end without a pause.
   *
   * @throws ComponentFailure when a component threw and the policy is `stop`.
   */
  runSync(): BacktestResult {
    this.engine.advance(this.engine.slices);
    return this.result();
  }

  /**
   * Runs to the end, giving the event loop a turn every 20 ms, so that the run can be interrupted and watched.
   *
   * @throws ComponentFailure when a component threw and the policy is `stop`.
   */
  async run({
    signal = ambientSignal(),
    onProgress,
    progressMs = 100,
    onStep,
  }: RunOptions = {}): Promise<BacktestResult> {
    const { engine } = this;
    // A step costs time with every lane; the clock must still be looked at often enough.
    const step = Math.max(1, Math.floor(SLICES_BETWEEN_LOOKS / Math.max(1, engine.lanes.length / 4)));
    let breathed = performance.now();
    let told = breathed;
    let end = engine.slice + step;
    const piece = new Piece(step);
    while (engine.slice < engine.slices && signal?.aborted !== true) {
      const begun = performance.now();
      heedful(() => engine.advance(Math.min(end, engine.slice + piece.size)));
      if (engine.slice >= Math.min(end, engine.slices)) {
        onStep?.(engine.slice);
        end += step;
      }
      const now = performance.now();
      piece.took(now - begun);
      if (onProgress !== undefined && now - told >= progressMs) {
        onProgress(engine.slice, engine.slices);
        told = now;
      }
      if (now - breathed >= BREATHE_MS) {
        await new Promise((resolve) => setImmediate(resolve));
        breathed = performance.now();
      }
    }
    return this.result();
  }

  /** The result up to the last slice done. */
  result(): BacktestResult {
    const { engine } = this;
    const { topology, timeline } = engine;
    const bars = timeline.offsets[engine.slice];
    const published = topology.containers.reduce((sum, container) => sum + container.bus.sequence, 0);
    const starts = topology.symbols.filter((s) => s.series.length > 0).map((s) => s.series.openTime[0]);
    return {
      status: engine.slice === engine.slices ? 'complete' : 'interrupted',
      slices: engine.slice,
      bars,
      // BAR and FEATURES are numbered by their bar and not by their bus.
      events: published + 2 * bars,
      errors: engine.errors,
      from: starts.length === 0 ? Number.NaN : Math.min(...starts),
      to: engine.now,
      portfolios: topology.portfolios.map(portfolioResult),
      traceMemory: Object.fromEntries([...topology.tracers].map(([id, tracer]) => [id, tracer.memoryStats])),
      ...(topology.own.routes.length === 0 ? {} : { routes: topology.own.routes.map(routeResult) }),
    };
  }
}

function routeResult({ kind, delivery, counts }: OwnRoute): RouteResult {
  return { route: delivery.route, kind, tier: delivery.tier, ...counts };
}

function portfolioResult({
  spec,
  ledger,
  metrics,
  funnel,
  lineage,
  equity,
  broker,
}: PortfolioNode): PortfolioResult {
  const list = lineage?.list() ?? null;
  return {
    id: spec.id,
    initialCash: spec.cash,
    cash: ledger.cash,
    equity: ledger.equity,
    metrics: metrics.metrics,
    funnel: funnel.counts,
    // Decoding costs more than the run does, and many only want the metrics.
    get trades() {
      return list?.trades ?? null;
    },
    equityCurve: equity?.toColumns() ?? null,
    openPositions: ledger.inspect().positions as Record<string, unknown>[],
    ordersOpenAtEnd: broker.waiting,
  };
}
