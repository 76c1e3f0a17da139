/**
 * Runs the real engine on a plain case and puts what its event stream says into the naive engine's shape. Only events
 * are read, so that the comparison covers what users see.
 */

import { z } from 'zod';
import { Backtest } from '../../src/engine/backtest.ts';
import type { BacktestSpec } from '../../src/engine/backtest-spec.ts';
import type { EventRecord } from '../../src/events/event.ts';
import { commissionRegistry } from '../../src/execution/commission.ts';
import { slippageRegistry } from '../../src/execution/slippage.ts';
import { barSeriesFromRows } from '../../src/market/bar-series.ts';
import { makeInstrument } from '../../src/market/instrument.ts';
import { riskLimitRegistry } from '../../src/risk/limits.ts';
import { sizingRegistry } from '../../src/risk/sizing.ts';
import { strategyRegistry } from '../../src/strategies/index.ts';
import { defineStrategy } from '../../src/strategies/strategy.ts';
import type { AnyStrategy } from '../../src/strategies/universe.ts';
import type { PlainCase, PlainExits, PlainOrder, PlainResult, PlainSizing, PlainStrategy } from './plain.ts';

export interface SpecOptions {
  readonly featureMode?: BacktestSpec['featureMode'];
  readonly validation?: BacktestSpec['validation'];
  readonly keepTrades?: boolean;
  readonly keepEquity?: boolean;
}

/** The case as the engine's own specification. */
export function specOf(input: PlainCase, options: SpecOptions = {}): BacktestSpec {
  const symbols = Object.keys(input.bars);
  return {
    markets: symbols.map((symbol) => ({
      series: barSeriesFromRows(symbol, input.bars[symbol]),
      instrument: makeInstrument(symbol, input.instruments?.[symbol] ?? {}),
    })),
    strategies: input.strategies.map((strategy) => ({
      id: strategy.id,
      symbols: strategy.symbols ?? symbols,
      ...definitionOf(strategy),
    })),
    portfolios: input.portfolios.map((portfolio) => ({
      id: portfolio.id,
      strategies: portfolio.strategies,
      cash: portfolio.cash,
      direction: portfolio.direction,
      sizing: sizingOf(portfolio.sizing),
      ...(portfolio.exits === undefined ? {} : { exits: exitRules(portfolio.exits) }),
      limits: portfolio.risk.map((limit) => make(riskLimitRegistry, limit)),
      leverage: portfolio.leverage,
      keepEquity: options.keepEquity ?? true,
      keepTrades: options.keepTrades ?? true,
    })),
    execution: {
      profile: input.execution.profile,
      slippage: make(slippageRegistry, input.execution.slippage),
      commission: make(commissionRegistry, input.execution.commission),
      closeAtEnd: input.execution.closeAtEnd,
      ...financingOf(input.execution),
      ...dayOf(input.execution),
    },
    onError: 'stop',
    validation: options.validation ?? 'off',
    featureMode: options.featureMode ?? 'columns',
    riskFreeRate: 0,
  };
}

/** All events of a portfolio and its execution, in order, while the backtest runs. */
export function recordEvents(backtest: Backtest): Map<string, EventRecord[]> {
  const streams = new Map<string, EventRecord[]>();
  for (const { spec, container, execution } of backtest.engine.topology.portfolios) {
    const stream: EventRecord[] = [];
    streams.set(spec.id, stream);
    for (const { bus } of [container, execution]) {
      bus.attach({
        // What came from elsewhere has been recorded there.
        observe: (event) => {
          const record = event.record(bus.containers);
          if (record.containerId === bus.containerId && record.type !== 'LIFECYCLE') stream.push(record);
        },
      });
    }
  }
  return streams;
}

export function runEngine(input: PlainCase, options: SpecOptions = {}): PlainResult[] {
  const backtest = new Backtest(specOf(input, options));
  const streams = recordEvents(backtest);
  backtest.runSync();
  return input.portfolios.map(({ id }) => plainResult(backtest, id, streams.get(id) as EventRecord[]));
}

function plainResult(backtest: Backtest, portfolio: string, events: readonly EventRecord[]): PlainResult {
  const { timeline, topology } = backtest.engine;
  const node = topology.portfolios.find(
    (p) => p.spec.id === portfolio,
  ) as (typeof topology.portfolios)[number];
  const result: PlainResult = {
    portfolio,
    orders: [],
    fills: [],
    roundTrips: [],
    positions: [],
    equity: [],
    events: [],
    breaches: [],
    financing: [],
    actions: [],
  };
  /** By the engine's order number. */
  const orders = new Map<number, PlainOrder>();
  /** Splits and dividends, by their ids. */
  const acted = new Set<string>();
  let slice = 0;
  let cash = node.spec.cash;
  const add = (
    payload: EventRecord<'ORDER'>['payload'],
    decidedTime: number,
    exit: string | null = null,
  ): PlainOrder => {
    const order: PlainOrder = {
      number: result.orders.length + 1,
      strategy: payload.strategyId === 'close_at_end' ? null : payload.strategyId,
      symbol: payload.symbol,
      units: payload.units,
      type: payload.orderType,
      price: payload.price,
      timeInForce: payload.timeInForce,
      decidedSlice:
        payload.strategyId === 'close_at_end' || exit !== null ? slice : timeline.sliceAt(decidedTime),
      decidedTime,
      status: 'open_at_end',
      stage: null,
      code: null,
      exit,
      value: null,
      limit: null,
      endSlice: null,
      endTime: null,
    };
    result.orders.push(order);
    return order;
  };
  const end = (order: PlainOrder, status: PlainOrder['status'], time: number) => {
    order.status = status;
    order.endSlice = slice;
    order.endTime = time;
  };

  for (const event of events) {
    const time = event.timestamp;
    let number = 0;
    if (is(event, 'ORDER_REQUEST')) {
      const { payload } = event;
      const { rule } = payload.sizing;
      const exit = rule === node.spec.sizing.type || rule === 'close_at_end' ? null : rule;
      orders.set(payload.orderNumber, add(payload, time, exit));
      continue;
    }
    if (is(event, 'PORTFOLIO_UPDATE')) {
      result.equity.push({ slice, time, cash: event.payload.cash, equity: event.payload.equity });
      slice++;
      continue;
    }
    if (is(event, 'FINANCING')) {
      const { borrowCost, interest, marginInterest, cashChange } = event.payload;
      cash = Math.round((cash + cashChange) * 1e6) / 1e6;
      result.financing.push({ slice, time, borrowCost, interest, marginInterest, cashAfter: cash });
      continue;
    }
    if (is(event, 'CORPORATE_ACTION')) {
      const { portfolioId: _, index: __, cashChange, ...action } = event.payload;
      cash = Math.round((cash + cashChange) * 1e6) / 1e6;
      result.actions.push({ slice, time, ...action, cashAfter: cash });
      acted.add(event.id);
      continue;
    }
    if (is(event, 'RISK_BREACH')) {
      const { code, value, limit, equity, action } = event.payload;
      result.breaches.push({ slice, time, code, value, limit, equity, action });
      continue;
    }
    if (is(event, 'ORDER_REJECTED')) {
      const { payload } = event;
      const order = orders.get(payload.orderNumber) ?? add(payload, time);
      end(order, 'rejected', time);
      order.stage = payload.stage;
      order.code = payload.code as PlainOrder['code'];
      if (payload.stage === 'risk') {
        order.value = payload.value;
        order.limit = payload.limit;
      }
      number = order.number;
    } else if (is(event, 'ORDER')) {
      number = (orders.get(event.payload.orderNumber) as PlainOrder).number;
    } else if (is(event, 'ORDER_CANCELLED') || is(event, 'ORDER_EXPIRED')) {
      const order = orders.get(event.payload.orderNumber) as PlainOrder;
      end(order, event.type === 'ORDER_EXPIRED' ? 'expired' : 'cancelled', time);
      if (event.type === 'ORDER_CANCELLED') order.code = event.payload.code;
      number = order.number;
    } else if (is(event, 'FILL')) {
      const { payload } = event;
      const order = orders.get(payload.orderNumber) as PlainOrder;
      end(order, 'filled', time);
      cash = Math.round((cash + payload.cashChange) * 1e6) / 1e6;
      number = order.number;
      result.fills.push({
        order: number,
        strategy: order.strategy,
        symbol: payload.symbol,
        slice,
        time,
        units: payload.units,
        price: payload.fillPrice,
        referencePrice: payload.referencePrice,
        rule: payload.rule,
        commission: payload.commission,
        cashAfter: cash,
      });
    } else if (is(event, 'POSITION_CLOSE')) {
      const { payload } = event;
      result.roundTrips.push({
        symbol: payload.symbol,
        direction: payload.direction,
        entryTime: payload.entryTime,
        exitTime: payload.exitTime,
        quantity: payload.quantity,
        entryPrice: payload.entryPrice,
        exitPrice: payload.exitPrice,
        realised: payload.grossPnl,
        costs: payload.costs,
        netPnl: payload.pnl,
        barsHeld: payload.barsHeld,
        exitIndex: payload.exitIndex,
      });
      // A split may leave nothing of a position.
      number = acted.has(event.causationId ?? '') ? 0 : result.fills[result.fills.length - 1].order;
    } else if (is(event, 'POSITION_OPEN')) {
      number = result.fills[result.fills.length - 1].order;
    } else {
      throw new Error(`unexpected ${event.type}`);
    }
    result.events.push({
      type: event.type as PlainResult['events'][number]['type'],
      slice,
      time,
      order: number,
    });
  }
  for (const position of node.ledger.inspect().positions as Record<string, number>[]) {
    result.positions.push({
      symbol: String(position.symbol),
      units: position.units,
      averagePrice: position.averagePrice,
      realised: position.realisedPnl,
      costs: position.costs,
      mark: position.mark,
    });
  }
  return result;
}

function is<T extends string>(event: EventRecord, type: T): event is EventRecord<T> {
  return event.type === type;
}

function make<C>(
  registry: { get(type: string): { params: z.ZodType; create(params: never): C } },
  { type, ...params }: { type: string },
): C {
  const component = registry.get(type);
  return component.create(component.params.parse(params) as never);
}

function sizingOf({ type, ...given }: PlainSizing): BacktestSpec['portfolios'][number]['sizing'] {
  const definition = sizingRegistry.get(type);
  const params = definition.params.parse(given);
  const { readsTrades } = definition;
  return { type, rule: definition.create(params), features: definition.features?.(params), readsTrades };
}

function financingOf({ financing }: PlainCase['execution']): Pick<BacktestSpec['execution'], 'financing'> {
  if (financing === undefined) return {};
  const { borrow_percent, interest_percent, margin_percent } = financing;
  return {
    financing: {
      borrowPercent: borrow_percent,
      interestPercent: interest_percent,
      marginPercent: margin_percent,
    },
  };
}

function dayOf({ day }: PlainCase['execution']): Pick<BacktestSpec['execution'], 'day'> {
  if (day === undefined) return {};
  const [hours, minutes] = day.starts.split(':').map(Number);
  return { day: { timeZone: day.timezone, starts: 60 * hours + minutes } };
}

function exitRules(exits: PlainExits): NonNullable<BacktestSpec['portfolios'][number]['exits']> {
  return {
    stopLossPercent: exits.stop_loss_percent ?? Number.NaN,
    takeProfitPercent: exits.take_profit_percent ?? Number.NaN,
    trailingStopPercent: exits.trailing_stop_percent ?? Number.NaN,
    maxBars: exits.max_bars ?? Number.NaN,
    liveFrom: exits.live_from,
  };
}

function definitionOf(strategy: PlainStrategy): {
  definition: AnyStrategy;
  params: unknown;
  trusted: boolean;
} {
  if ('type' in strategy) {
    const definition = strategyRegistry.get(strategy.type);
    return { definition, params: definition.params.parse(strategy.params), trusted: true };
  }
  const definition = defineStrategy({
    type: 'scripted',
    description: 'Says what the script says.',
    params: z.strictObject({}),
    features: () => ({}),
    decide: (_features, bar) => strategy.script[bar.symbol]?.[bar.number - 1] ?? null,
  });
  return { definition: definition as unknown as AnyStrategy, params: {}, trusted: false };
}
