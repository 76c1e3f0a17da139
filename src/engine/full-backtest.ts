import type { EngineEvent } from '../events/event.ts';
import { TYPE } from '../events/event-type.ts';
import { BarEvent, FeaturesEvent } from '../events/market-events.ts';
import type { FillEvent } from '../events/order-events.ts';
import { ValidatingObserver } from '../events/validation.ts';
import { FeatureTable } from '../features/index.ts';
import { seedOf } from '../foundation/random.ts';
import { tradingDays } from '../market/trading-day.ts';
import { StrategyRunner } from '../strategies/strategy-runner.ts';
import { decidesOnAll } from '../strategies/universe.ts';
import { UniverseRunner, type UniverseSymbol } from '../strategies/universe-runner.ts';
import type { BacktestSpec, PortfolioSpec, StrategySpec } from './backtest-spec.ts';
import type { Container } from './container.ts';
import { wireOwnParts } from './own/wire.ts';
import { portfolioNode } from './portfolio-node.ts';
import { broadcast, filter, pipe, type Router } from './router.ts';
import { ContainerTree, type StrategyNode, type SymbolNode, type Topology } from './topology.ts';

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

function follows(portfolio: PortfolioSpec, strategy: StrategySpec): boolean {
  return portfolio.strategies.some(({ id }) => id === strategy.id);
}
