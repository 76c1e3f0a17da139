import { EquityCurve } from '../analytics/equity-curve.ts';
import { MetricsObserver } from '../analytics/metrics-observer.ts';
import { OrderFunnel } from '../analytics/order-funnel.ts';
import type { EngineEvent } from '../events/event.ts';
import { TYPE } from '../events/event-type.ts';
import { BarEvent, FeaturesEvent } from '../events/market-events.ts';
import type {
  FillEvent,
  OrderEvent,
  OrderRequestEvent,
  PortfolioUpdateEvent,
  PositionCloseEvent,
  SignalEvent,
} from '../events/trading-events.ts';
import { ValidatingObserver } from '../events/validation.ts';
import { Broker } from '../execution/broker.ts';
import { FeatureTable } from '../features/index.ts';
import { seedOf } from '../foundation/random.ts';
import { tradingDays } from '../market/trading-day.ts';
import { Financing } from '../portfolio/financing.ts';
import { Ledger } from '../portfolio/ledger.ts';
import { PositionTracker } from '../portfolio/position-tracker.ts';
import { buyingPower } from '../risk/limits.ts';
import { OrderManager } from '../risk/order-manager.ts';
import type { FollowedStrategy } from '../risk/order-manager-options.ts';
import { RiskManager } from '../risk/risk-manager.ts';
import { RiskMonitor } from '../risk/risk-monitor.ts';
import { TrackRecord } from '../risk/track-record.ts';
import { StrategyRunner } from '../strategies/strategy-runner.ts';
import { decidesOnAll } from '../strategies/universe.ts';
import { UniverseRunner, type UniverseSymbol } from '../strategies/universe-runner.ts';
import { TradeLineageRecorder } from '../tracing/trade-lineage.ts';
import type { BacktestSpec, PortfolioSpec, StrategySpec } from './backtest-spec.ts';
import type { Container } from './container.ts';
import { wireOwnParts } from './own/wire.ts';
import { broadcast, filter, pipe, type Router } from './router.ts';
import {
  ContainerTree,
  type PortfolioNode,
  type StrategyNode,
  type SymbolNode,
  type Topology,
} from './topology.ts';

/**
 * data → features → strategies → portfolios → risk → execution, and fills back:
 *
 *   data_X ──BAR──▶ features_X ──FEATURES──▶ strategy_S ──SIGNAL──▶ portfolio_P ──ORDER, ORDER_CANCELLED──▶ execution_P
 *     └──────────────────BAR (marks)───────────────────────────────▶     ◀──FILL, ORDER_EXPIRED──────────────────┘
 */
export function fullBacktest(spec: BacktestSpec): Topology {
  const tree = new ContainerTree(spec);
  const symbols = [...spec.markets]
    .sort((a, b) => (a.series.symbol < b.series.symbol ? -1 : 1))
    .map((market, symbolIndex) => symbolNode(tree, spec, market, symbolIndex));
  const strategies = spec.strategies.map((strategy, index) =>
    strategyNode(tree, spec, strategy, index, symbols),
  );
  const strategyIds = spec.strategies.map((s) => s.id);
  const portfolios = spec.portfolios.map((p) => portfolioNode(tree, spec, p, symbols, strategyIds));

  const options = { validate: spec.validation === 'boundary' };
  if (options.validate) {
    // What the engine itself hands from container to container is checked where it is published.
    for (const { data, features } of symbols) {
      data.bus.attach(new ValidatingObserver(), [TYPE.BAR]);
      features.bus.attach(new ValidatingObserver(), [TYPE.FEATURES]);
    }
  }
  const routers: Router[] = [];
  for (const symbol of symbols) {
    const traders = strategies.filter((s) => s.runners[symbol.symbolIndex] !== undefined);
    const holders = portfolios.filter((p) => traders.some((t) => follows(p.spec, t.spec)));
    routers.push(
      pipe([TYPE.BAR], symbol.data, symbol.features, { ...options, driven: true }),
      broadcast(
        [TYPE.BAR],
        symbol.data,
        holders.map((p) => p.container),
        { ...options, driven: true },
      ),
      broadcast(
        [TYPE.FEATURES],
        symbol.features,
        traders.map((s) => s.container),
        { ...options, driven: true },
      ),
    );
  }
  for (const strategy of strategies) {
    const followers = portfolios.filter((p) => follows(p.spec, strategy.spec)).map((p) => p.container);
    routers.push(broadcast([TYPE.SIGNAL], strategy.container, followers, options));
  }
  for (const { container, execution } of portfolios) {
    routers.push(
      pipe([TYPE.ORDER, TYPE.ORDER_CANCELLED], container, execution, options),
      pipe([TYPE.FILL, TYPE.ORDER_EXPIRED], execution, container, options),
    );
  }
  // After the portfolio's own: it has booked a fill before a strategy hears of it.
  strategies.forEach(({ spec: { definition }, container }, index) => {
    if (decidesOnAll(definition) || definition.onFill === undefined) return;
    const accepts = (event: EngineEvent) => (event as FillEvent).strategyIndex === index;
    for (const { execution, spec: portfolio } of portfolios) {
      if (!follows(portfolio, strategies[index].spec)) continue;
      routers.push(filter([TYPE.FILL], execution, [container], accepts, options));
    }
  });
  // After all others, whose numbers and listeners stay what they are without any.
  const own = wireOwnParts([...tree.all], (id, parent) => tree.add(id, parent), {
    containers: spec.containers,
    routes: spec.routes,
    seed: spec.seed ?? 0,
  });
  return { spec, containers: tree.all, routers, symbols, strategies, portfolios, own, tracers: tree.tracers };
}

function symbolNode(
  tree: ContainerTree,
  spec: BacktestSpec,
  { series }: BacktestSpec['markets'][number],
  symbolIndex: number,
): SymbolNode {
  const data = tree.add(`data_${series.symbol}`);
  const features = tree.add(`features_${series.symbol}`, data);
  const table = spec.featureTables?.get(series.symbol) ?? new FeatureTable(series, spec.featureMode);
  features.add({
    componentId: 'features',
    inspect: () => ({ mode: spec.featureMode, keys: table.keys }),
    save: (out) => table.save(out),
    restore: (from) => table.restore(from),
  });
  const bar = new BarEvent(data.number, series, symbolIndex);
  data.add({
    componentId: 'feed',
    inspect: () => ({ symbol: series.symbol, bars: series.length, bar: bar.index }),
  });
  return {
    symbolIndex,
    series,
    data,
    features,
    table,
    bar,
    featuresEvent: new FeaturesEvent(features.number, table, bar),
  };
}

function strategyNode(
  tree: ContainerTree,
  { seed = 0, execution }: BacktestSpec,
  spec: StrategySpec,
  strategyIndex: number,
  symbols: readonly SymbolNode[],
): StrategyNode {
  const container = tree.add(`strategy_${spec.id}`);
  const { definition } = spec;
  const own = {
    bus: container.bus,
    strategyId: spec.id,
    strategyIndex,
    params: spec.params,
    trusted: spec.trusted,
  };
  const traded = symbols.map((symbol) => (spec.symbols.includes(symbol.series.symbol) ? symbol : undefined));
  const dayOf = tradingDays(execution.day);
  // One listener a container: what it does at a bar is the runner's of that symbol.
  const listenerId = `strategy ${spec.id}`;
  if (decidesOnAll(definition)) {
    const universe = container.add(
      new UniverseRunner({
        ...own,
        definition,
        symbols: traded.flatMap((symbol) => (symbol === undefined ? [] : [universeSymbol(symbol)])),
        seed: seedOf(seed, spec.id, ''),
      }),
    );
    const listeners = traded.map((symbol) => (symbol === undefined ? undefined : universe));
    listenToFeatures(container, listeners, listenerId);
    const runners = symbols.map(({ symbolIndex }) => universe.memberOf(symbolIndex));
    return { spec, container, runners, listeners, universe, listenerId };
  }
  const runners = traded.map((symbol) =>
    symbol === undefined
      ? undefined
      : container.add(
          new StrategyRunner({
            ...own,
            definition,
            series: symbol.series,
            symbolIndex: symbol.symbolIndex,
            column: (request) => symbol.table.column(request),
            seed: seedOf(seed, spec.id, symbol.series.symbol),
            dayOf,
          }),
        ),
  );
  listenToFeatures(container, runners, listenerId);
  if (definition.onFill !== undefined) {
    const onFill = (event: EngineEvent) => {
      const fill = event as FillEvent;
      runners[fill.symbolIndex]?.onFill(fill);
    };
    container.bus.listen(TYPE.FILL, onFill, listenerId);
  }
  return { spec, container, runners, listeners: runners, universe: null, listenerId };
}

function universeSymbol({ series, symbolIndex, table, featuresEvent }: SymbolNode): UniverseSymbol {
  return { series, symbolIndex, featuresEvent, column: (request) => table.column(request) };
}

function listenToFeatures(container: Container, listeners: StrategyNode['listeners'], id: string): void {
  const onFeatures = (event: EngineEvent) => {
    const features = event as FeaturesEvent;
    listeners[features.bar.symbolIndex]?.onFeatures(features);
  };
  container.bus.listen(TYPE.FEATURES, onFeatures, id);
}

function portfolioNode(
  tree: ContainerTree,
  spec: BacktestSpec,
  portfolio: PortfolioSpec,
  symbols: readonly SymbolNode[],
  strategyIds: readonly string[],
): PortfolioNode {
  const container = tree.add(`portfolio_${portfolio.id}`);
  const execution = tree.add(`execution_${portfolio.id}`, container);
  const { bus } = container;
  const series = symbols.map((symbol) => symbol.series);
  const instruments = series.map(
    ({ symbol }) =>
      (spec.markets.find((m) => m.series.symbol === symbol) as BacktestSpec['markets'][number]).instrument,
  );

  const dayOf = tradingDays(spec.execution.day);
  const ledger = new Ledger(instruments, portfolio.cash);
  const positions = container.add(new PositionTracker(bus, portfolio.id, ledger));
  const limits = [...portfolio.limits, buyingPower(portfolio.leverage)];
  const readsTrades =
    portfolio.sizing.readsTrades === true || limits.some((limit) => limit.readsTrades === true);
  const trades = readsTrades ? container.add(new TrackRecord(instruments)) : null;
  const orders = container.add(
    new OrderManager({
      bus,
      portfolioId: portfolio.id,
      strategies: followed(spec, portfolio, strategyIds),
      direction: portfolio.direction,
      sizing: { ...portfolio.sizing, features: sizingColumns(spec, portfolio, symbols) },
      account: ledger,
      series,
      exits: portfolio.exits ?? null,
      trades,
      latestBar: (symbol) => positions.latestIndex(symbol),
    }),
  );
  const monitor = limits.some(({ halt }) => halt !== undefined)
    ? container.add(
        new RiskMonitor({ bus, portfolioId: portfolio.id, account: ledger, limits, orders, dayOf }),
      )
    : null;
  const risk = container.add(
    new RiskManager({ bus, limits, account: ledger, waiting: orders, trades, monitor }),
  );
  const { financing: rates } = spec.execution;
  const financing =
    rates === undefined ? null : container.add(new Financing(bus, portfolio.id, ledger, rates));
  const metrics = container.add(
    new MetricsObserver({
      initialEquity: ledger.cash,
      startTime: Math.min(...series.map((s) => s.openTime[0])),
      riskFreeRate: spec.riskFreeRate,
    }),
  );
  const funnel = container.add(new OrderFunnel());
  const equity = portfolio.keepEquity ? new EquityCurve() : null;
  const lineage = portfolio.keepTrades ? new TradeLineageRecorder(bus.containers, tree.traceWriter) : null;
  const broker = execution.add(
    new Broker({
      bus: execution.bus,
      portfolioId: portfolio.id,
      portfolioContainer: container.number,
      strategyIds,
      series,
      instruments,
      ...spec.execution,
      dayOf,
    }),
  );

  if (lineage !== null) {
    bus.attach(lineage, TradeLineageRecorder.types);
    container.add({
      componentId: 'lineage',
      inspect: () => ({ trades: lineage.count, events: lineage.events, bytes: lineage.bytes }),
      save: (out) => lineage.save(out),
      restore: (from) => lineage.restore(from),
    });
  }
  bus.listen(TYPE.BAR, (event) => positions.onBar(event as BarEvent), 'positions');
  bus.listen(TYPE.SIGNAL, (event) => orders.onSignal(event as SignalEvent), 'order_manager');
  bus.listen(TYPE.ORDER_REQUEST, (event) => risk.onOrderRequest(event as OrderRequestEvent), 'risk_manager');
  // Before the broker hears of it: with fills at the close the fill comes back at once.
  bus.listen(TYPE.ORDER, (event) => orders.onOrder(event as OrderEvent), 'order_manager');
  bus.listen(TYPE.FILL, (event) => positions.onFill(event as FillEvent), 'positions');
  bus.listen(TYPE.FILL, (event) => orders.onFill(event as FillEvent), 'order_manager');
  if (trades !== null) {
    bus.listen(TYPE.POSITION_CLOSE, (event) => trades.onClose(event as PositionCloseEvent), 'track_record');
  }
  bus.listen(TYPE.ORDER_EXPIRED, (event) => orders.onExpired(event as OrderEvent), 'order_manager');
  metrics.listenTo(bus);
  funnel.listenTo(bus);
  if (equity !== null) {
    bus.listen(
      TYPE.PORTFOLIO_UPDATE,
      (event) => {
        const update = event as PortfolioUpdateEvent;
        equity.record(update.timestamp, update.equity, update.grossExposure);
      },
      'equity_curve',
    );
    container.add({
      componentId: 'equity_curve',
      save: (out) => equity.save(out),
      restore: (from) => equity.restore(from),
    });
  }
  execution.bus.listen(TYPE.ORDER, (event) => broker.onOrder(event as OrderEvent), 'broker');
  execution.bus.listen(TYPE.ORDER_CANCELLED, (event) => broker.onCancelled(event as OrderEvent), 'broker');
  return {
    spec: portfolio,
    container,
    execution,
    ledger,
    positions,
    orders,
    risk,
    monitor,
    financing,
    broker,
    metrics,
    funnel,
    equity,
    lineage,
  };
}

// Not within the function above: what its closures share lives as long as the run, for each portfolio anew.
function followed(
  { strategies }: BacktestSpec,
  portfolio: PortfolioSpec,
  strategyIds: readonly string[],
): FollowedStrategy[] {
  return portfolio.strategies.map(({ id, weight }) => {
    const index = strategyIds.indexOf(id);
    return { id, weight, index, symbols: strategies[index].symbols.length };
  });
}

/** The columns that a portfolio's sizing rule reads, of each symbol that its strategies trade. */
function sizingColumns(
  spec: BacktestSpec,
  { sizing, strategies }: PortfolioSpec,
  symbols: readonly SymbolNode[],
): readonly (Readonly<Record<string, Float64Array>> | undefined)[] | undefined {
  const requests = Object.entries(sizing.features ?? {});
  if (requests.length === 0) return undefined;
  const traders = spec.strategies.filter(({ id }) => strategies.some((one) => one.id === id));
  const traded = new Set(traders.flatMap((strategy) => strategy.symbols));
  return symbols.map(({ series, table }) =>
    traded.has(series.symbol)
      ? Object.fromEntries(requests.map(([name, request]) => [name, table.column(request)]))
      : undefined,
  );
}

function follows(portfolio: PortfolioSpec, strategy: StrategySpec): boolean {
  return portfolio.strategies.some(({ id }) => id === strategy.id);
}
