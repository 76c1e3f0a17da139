import type { EquityCurve } from '../analytics/equity-curve.ts';
import type { MetricsObserver } from '../analytics/metrics-observer.ts';
import type { OrderFunnel } from '../analytics/order-funnel.ts';
import type { BarEvent, FeaturesEvent } from '../events/market-events.ts';
import { ValidatingObserver } from '../events/validation.ts';
import type { Broker } from '../execution/broker.ts';
import type { FeatureTable } from '../features/index.ts';
import type { BarSeries } from '../market/bar-series.ts';
import type { Financing } from '../portfolio/financing.ts';
import type { Ledger } from '../portfolio/ledger.ts';
import type { PositionTracker } from '../portfolio/position-tracker.ts';
import type { OrderManager } from '../risk/order-manager.ts';
import type { RiskManager } from '../risk/risk-manager.ts';
import type { RiskMonitor } from '../risk/risk-monitor.ts';
import type { StrategyRunner, SymbolRunner } from '../strategies/strategy-runner.ts';
import type { UniverseRunner } from '../strategies/universe-runner.ts';
import { RowWriter } from '../tracing/log/row-writer.ts';
import { Tracer } from '../tracing/tracer.ts';
import type { TradeLineageRecorder } from '../tracing/trade-lineage.ts';
import type { BacktestSpec, PortfolioSpec, StrategySpec } from './backtest-spec.ts';
import { Container } from './container.ts';
import { seesTrades } from './own/passing-types.ts';
import type { OwnParts } from './own/wire.ts';
import type { Router } from './router.ts';

/** One symbol: its bars and its features, each in a container. */
export interface SymbolNode {
  readonly symbolIndex: number;
  readonly series: BarSeries;
  readonly data: Container;
  readonly features: Container;
  readonly table: FeatureTable;
  readonly bar: BarEvent;
  readonly featuresEvent: FeaturesEvent;
}

export interface StrategyNode {
  readonly spec: StrategySpec;
  readonly container: Container;
  /** By symbol index; undefined where it does not trade. */
  readonly runners: readonly (SymbolRunner | undefined)[];
  /** What hears FEATURES, by symbol index; the same for all symbols of a strategy that decides on them at once. */
  readonly listeners: readonly (StrategyRunner | UniverseRunner | undefined)[];
  /** Of a strategy that decides on all its symbols at once; else null. */
  readonly universe: UniverseRunner | null;
  /** Name under which the container listens to FEATURES. */
  readonly listenerId: string;
}

export interface PortfolioNode {
  readonly spec: PortfolioSpec;
  readonly container: Container;
  readonly execution: Container;
  readonly ledger: Ledger;
  readonly positions: PositionTracker;
  readonly orders: OrderManager;
  readonly risk: RiskManager;
  /** Null where no limit halts. */
  readonly monitor: RiskMonitor | null;
  /** Null where neither cash nor short positions earn or cost anything. */
  readonly financing: Financing | null;
  readonly broker: Broker;
  readonly metrics: MetricsObserver;
  readonly funnel: OrderFunnel;
  readonly equity: EquityCurve | null;
  readonly lineage: TradeLineageRecorder | null;
}

/** A wired run: what a topology builder makes and the engine drives. */
export interface Topology {
  readonly spec: BacktestSpec;
  readonly containers: readonly Container[];
  readonly routers: readonly Router[];
  /** Sorted by symbol. */
  readonly symbols: readonly SymbolNode[];
  readonly strategies: readonly StrategyNode[];
  readonly portfolios: readonly PortfolioNode[];
  /** Containers and routes of the user's. */
  readonly own: OwnParts;
  /** By container, those that trace. */
  readonly tracers: Map<string, Tracer>;
}

/** Containers of a run, in the order in which they are made; the first is the root. */
export class ContainerTree {
  readonly names: string[] = [];
  readonly all: Container[] = [];
  /** Of all event logs of the run, which share its names. */
  readonly traceWriter = new RowWriter();
  readonly tracers = new Map<string, Tracer>();
  readonly #spec: BacktestSpec;

  constructor(spec: BacktestSpec) {
    this.#spec = spec;
    this.add('root', null);
  }

  get root(): Container {
    return this.all[0];
  }

  add(id: string, parent: Container | null = this.root): Container {
    const container = new Container(id, this.names, parent, this.#spec.onError);
    if (this.#spec.validation === 'all') container.bus.attach(new ValidatingObserver());
    const tracing = this.#spec.tracing?.(id) ?? null;
    if (tracing !== null) {
      const options = { writer: this.traceWriter, seesTrades: seesTrades(id) };
      this.tracers.set(id, container.add(new Tracer(container.bus, tracing, options)));
    }
    this.all.push(container);
    return container;
  }
}
