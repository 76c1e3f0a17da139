import { EquityCurve } from '../analytics/equity-curve.ts';
import { MetricsObserver } from '../analytics/metrics-observer.ts';
import { OrderFunnel } from '../analytics/order-funnel.ts';
import { TYPE } from '../events/event-type.ts';
import type { BarEvent } from '../events/market-events.ts';
import type { FillEvent, OrderEvent, OrderRequestEvent } from '../events/order-events.ts';
import type { PortfolioUpdateEvent, PositionCloseEvent } from '../events/portfolio-events.ts';
import type { SignalEvent } from '../events/signal-event.ts';
import { Broker } from '../execution/broker.ts';
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
import { TradeLineageRecorder } from '../tracing/trade-lineage.ts';
import type { BacktestSpec, PortfolioSpec } from './backtest-spec.ts';
import type { ContainerTree, PortfolioNode, SymbolNode } from './topology.ts';

/** A portfolio, and the execution of its orders: components, and who of them hears what. */
export function portfolioNode(
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
  const lineage = portfolio.keepTrades ? new TradeLineageRecorder(bus, tree.traceWriter) : null;
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

  const node: PortfolioNode = {
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
  if (lineage !== null) {
    container.add({
      componentId: 'lineage',
      inspect: () => ({ trades: lineage.count, events: lineage.events, bytes: lineage.bytes }),
      save: (out) => lineage.save(out),
      restore: (from) => lineage.restore(from),
    });
  }
  if (equity !== null) {
    container.add({
      componentId: 'equity_curve',
      save: (out) => equity.save(out),
      restore: (from) => equity.restore(from),
    });
  }
  listen(node, trades);
  return node;
}

// Apart from the function above: what closures share lives as long as the run, for each portfolio anew.
/** Who hears what, in this order. */
function listen(
  {
    container: { bus },
    execution,
    positions,
    orders,
    risk,
    broker,
    metrics,
    funnel,
    equity,
    lineage,
  }: PortfolioNode,
  trades: TrackRecord | null,
): void {
  if (lineage !== null) bus.attach(lineage, TradeLineageRecorder.types);
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
  }
  execution.bus.listen(TYPE.ORDER, (event) => broker.onOrder(event as OrderEvent), 'broker');
  execution.bus.listen(TYPE.ORDER_CANCELLED, (event) => broker.onCancelled(event as OrderEvent), 'broker');
}

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
