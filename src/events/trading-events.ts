import type { BarSeries } from '../market/bar-series.ts';
import { EngineEvent } from './event.ts';
import type { EventSink } from './event-sink.ts';
import {
  ACTIONS,
  type Condition,
  DIRECTIONS,
  FILL_RULES,
  HALT_ACTIONS,
  ORDER_TYPES,
  type Payloads,
  TIMES_IN_FORCE,
} from './payloads.ts';

/** Actions, order types and the like as the small numbers that flyweights carry: positions in the lists of payloads.ts. */
export const ACTION = { BUY: 0, SELL: 1, EXIT: 2 } as const;
export const ORDER = { market: 0, limit: 1, stop: 2, trailing_stop: 3 } as const;
export const TIME_IN_FORCE = { GTC: 0, DAY: 1 } as const;
export const RULE = { open: 0, limit: 1, stop: 2, close: 3 } as const;

/** What a strategy read and tested for its decision; filled by the strategy's side, copied by `record()`. */
export interface Evidence {
  conditions(): Condition[];
  values(): Record<string, number>;
  /** The reason in words, built from the conditions when the strategy gave none. */
  reason(): string;
  /**
   * Writes all three: whether a reason was given and that, the number of conditions and each, the number of values and
   * each. A reason that is built from the conditions is not written.
   */
  encode(out: EventSink): void;
}

export class SignalEvent extends EngineEvent {
  series: BarSeries | undefined = undefined;
  evidence: Evidence | undefined = undefined;
  strategyId = '';
  /** Position of the strategy in the run's configuration. */
  strategyIndex = 0;
  symbolIndex = 0;
  index = 0;
  action = 0;
  timeInForce = 0;
  /** NaN where not given, as are limit and stop. */
  target = Number.NaN;
  limit = Number.NaN;
  stop = Number.NaN;
  strength = 1;
  confidence = 1;
  /** Prices of the exits, distance of the trailing stop, bars to be held; NaN where not given. */
  stopLoss = Number.NaN;
  takeProfit = Number.NaN;
  trailingStop = Number.NaN;
  maxBars = Number.NaN;

  get hasExits(): boolean {
    const { stopLoss, takeProfit, trailingStop, maxBars } = this;
    return !(
      Number.isNaN(stopLoss) &&
      Number.isNaN(takeProfit) &&
      Number.isNaN(trailingStop) &&
      Number.isNaN(maxBars)
    );
  }

  override payload(): Payloads['SIGNAL'] {
    const series = this.series as BarSeries;
    const evidence = this.evidence as Evidence;
    return {
      strategyId: this.strategyId,
      symbol: series.symbol,
      index: this.index,
      action: ACTIONS[this.action],
      target: orNull(this.target),
      limit: orNull(this.limit),
      stop: orNull(this.stop),
      timeInForce: TIMES_IN_FORCE[this.timeInForce],
      exits: this.hasExits
        ? {
            stopLoss: orNull(this.stopLoss),
            takeProfit: orNull(this.takeProfit),
            trailingStop: orNull(this.trailingStop),
            maxBars: orNull(this.maxBars),
          }
        : null,
      strength: this.strength,
      confidence: this.confidence,
      reason: evidence.reason(),
      conditions: evidence.conditions(),
      values: evidence.values(),
      price: series.close[this.index],
    };
  }

  override encode(out: EventSink): void {
    out.header(
      this.key,
      this.sequenceNumber,
      this.timestamp,
      this.sourceId,
      this.causeKey,
      this.causeSequence,
      this.tradeContainer,
      this.tradeNumber,
    );
    const series = this.series as BarSeries;
    out.name(this.strategyId);
    out.name(series.symbol);
    out.numbers8(
      this.index,
      this.action,
      this.target,
      this.limit,
      this.stop,
      this.timeInForce,
      this.strength,
      this.confidence,
    );
    const exits = this.hasExits;
    out.numbers2(series.close[this.index], exits ? 1 : 0);
    if (exits) out.numbers4(this.stopLoss, this.takeProfit, this.trailingStop, this.maxBars);
    (this.evidence as Evidence).encode(out);
  }
}

/** The terms of an order, shared by everything that happens to it. */
export abstract class OrderEvent extends EngineEvent {
  orderNumber = 0;
  portfolioId = '';
  strategyId = '';
  strategyIndex = 0;
  symbol = '';
  symbolIndex = 0;
  /** Signed whole lots, and the units they are. */
  lots = 0;
  units = 0;
  orderType = 0;
  /** Limit or stop price; NaN for a market order. */
  price = Number.NaN;
  timeInForce = 0;
  decisionIndex = 0;
  decisionPrice = 0;
  /** Index of the first bar of its symbol that may fill it, where that is not the one after its decision. */
  liveFrom = 0;
  /** Of a trailing stop: it stands at the best price so far × factor + offset. NaN for other orders. */
  watermark = Number.NaN;
  trailFactor = Number.NaN;
  trailOffset = Number.NaN;

  /** Takes over the terms, the trade and the time of another event of the same order, and names it as the cause. */
  follow(order: OrderEvent): void {
    this.orderNumber = order.orderNumber;
    this.portfolioId = order.portfolioId;
    this.strategyId = order.strategyId;
    this.strategyIndex = order.strategyIndex;
    this.symbol = order.symbol;
    this.symbolIndex = order.symbolIndex;
    this.lots = order.lots;
    this.units = order.units;
    this.orderType = order.orderType;
    this.price = order.price;
    this.timeInForce = order.timeInForce;
    this.decisionIndex = order.decisionIndex;
    this.decisionPrice = order.decisionPrice;
    this.liveFrom = order.liveFrom;
    this.watermark = order.watermark;
    this.trailFactor = order.trailFactor;
    this.trailOffset = order.trailOffset;
    this.timestamp = order.timestamp;
    this.tradeContainer = order.tradeContainer;
    this.tradeNumber = order.tradeNumber;
    this.causedBy(order);
  }

  protected terms(): Payloads['ORDER'] {
    return {
      orderNumber: this.orderNumber,
      portfolioId: this.portfolioId,
      strategyId: this.strategyId,
      symbol: this.symbol,
      units: this.units,
      orderType: ORDER_TYPES[this.orderType],
      price: orNull(this.price),
      timeInForce: TIMES_IN_FORCE[this.timeInForce],
      decisionIndex: this.decisionIndex,
      decisionPrice: this.decisionPrice,
    };
  }
}

export class OrderRequestEvent extends OrderEvent {
  /** An exit, or what closes positions: risk has no say in it. */
  exempt = false;
  sizingRule = '';
  fullUnits = 0;
  target = 1;
  weight = 1;
  equity = 0;

  override payload(): Payloads['ORDER_REQUEST'] {
    return {
      ...this.terms(),
      sizing: {
        rule: this.sizingRule,
        fullUnits: this.fullUnits,
        target: this.target,
        weight: this.weight,
        equity: this.equity,
      },
    };
  }

  override encode(out: EventSink): void {
    out.header(
      this.key,
      this.sequenceNumber,
      this.timestamp,
      this.sourceId,
      this.causeKey,
      this.causeSequence,
      this.tradeContainer,
      this.tradeNumber,
    );
    out.terms(
      this.orderNumber,
      this.portfolioId,
      this.strategyId,
      this.symbol,
      this.units,
      this.orderType,
      this.price,
      this.timeInForce,
      this.decisionIndex,
      this.decisionPrice,
    );
    out.name(this.sizingRule);
    out.numbers4(this.fullUnits, this.target, this.weight, this.equity);
  }
}

/** An order that risk approved: only these reach a broker. */
export class ApprovedOrderEvent extends OrderEvent {
  override payload(): Payloads['ORDER'] {
    return this.terms();
  }

  override encode(out: EventSink): void {
    out.header(
      this.key,
      this.sequenceNumber,
      this.timestamp,
      this.sourceId,
      this.causeKey,
      this.causeSequence,
      this.tradeContainer,
      this.tradeNumber,
    );
    out.terms(
      this.orderNumber,
      this.portfolioId,
      this.strategyId,
      this.symbol,
      this.units,
      this.orderType,
      this.price,
      this.timeInForce,
      this.decisionIndex,
      this.decisionPrice,
    );
  }
}

export class OrderRejectedEvent extends OrderEvent {
  stage: 'sizing' | 'risk' = 'sizing';
  code = '';
  reason = '';
  /** NaN where there is no number to tell. */
  value = Number.NaN;
  limit = Number.NaN;

  override payload(): Payloads['ORDER_REJECTED'] {
    return {
      ...this.terms(),
      stage: this.stage,
      code: this.code,
      reason: this.reason,
      value: orNull(this.value),
      limit: orNull(this.limit),
    };
  }

  override encode(out: EventSink): void {
    out.header(
      this.key,
      this.sequenceNumber,
      this.timestamp,
      this.sourceId,
      this.causeKey,
      this.causeSequence,
      this.tradeContainer,
      this.tradeNumber,
    );
    out.terms(
      this.orderNumber,
      this.portfolioId,
      this.strategyId,
      this.symbol,
      this.units,
      this.orderType,
      this.price,
      this.timeInForce,
      this.decisionIndex,
      this.decisionPrice,
    );
    out.name(this.stage);
    out.name(this.code);
    out.name(this.reason);
    out.numbers2(this.value, this.limit);
  }
}

/** Of ORDER_CANCELLED and ORDER_EXPIRED. */
export class OrderEndedEvent extends OrderEvent {
  code = '';
  reason = '';

  override payload(): Payloads['ORDER_CANCELLED'] {
    return { ...this.terms(), code: this.code, reason: this.reason };
  }

  override encode(out: EventSink): void {
    out.header(
      this.key,
      this.sequenceNumber,
      this.timestamp,
      this.sourceId,
      this.causeKey,
      this.causeSequence,
      this.tradeContainer,
      this.tradeNumber,
    );
    out.terms(
      this.orderNumber,
      this.portfolioId,
      this.strategyId,
      this.symbol,
      this.units,
      this.orderType,
      this.price,
      this.timeInForce,
      this.decisionIndex,
      this.decisionPrice,
    );
    out.name(this.code);
    out.name(this.reason);
  }
}

export class FillEvent extends OrderEvent {
  index = 0;
  rule = 0;
  fillPrice = 0;
  referencePrice = 0;
  slippage = 0;
  commission = 0;
  cashChange = 0;
  multiplier = 1;

  override payload(): Payloads['FILL'] {
    return {
      ...this.terms(),
      index: this.index,
      rule: FILL_RULES[this.rule],
      fillPrice: this.fillPrice,
      referencePrice: this.referencePrice,
      slippage: this.slippage,
      commission: this.commission,
      cashChange: this.cashChange,
      multiplier: this.multiplier,
    };
  }

  override encode(out: EventSink): void {
    out.header(
      this.key,
      this.sequenceNumber,
      this.timestamp,
      this.sourceId,
      this.causeKey,
      this.causeSequence,
      this.tradeContainer,
      this.tradeNumber,
    );
    out.terms(
      this.orderNumber,
      this.portfolioId,
      this.strategyId,
      this.symbol,
      this.units,
      this.orderType,
      this.price,
      this.timeInForce,
      this.decisionIndex,
      this.decisionPrice,
    );
    out.numbers8(
      this.index,
      this.rule,
      this.fillPrice,
      this.referencePrice,
      this.slippage,
      this.commission,
      this.cashChange,
      this.multiplier,
    );
  }
}

export class PositionOpenEvent extends EngineEvent {
  symbol = '';
  direction = 1;
  units = 0;
  price = 0;
  costs = 0;
  index = 0;

  override payload(): Payloads['POSITION_OPEN'] {
    return {
      tradeNumber: this.tradeNumber,
      symbol: this.symbol,
      direction: DIRECTIONS[this.direction > 0 ? 0 : 1],
      units: this.units,
      price: this.price,
      costs: this.costs,
      index: this.index,
    };
  }

  override encode(out: EventSink): void {
    out.header(
      this.key,
      this.sequenceNumber,
      this.timestamp,
      this.sourceId,
      this.causeKey,
      this.causeSequence,
      this.tradeContainer,
      this.tradeNumber,
    );
    out.name(this.symbol);
    out.numbers4(this.direction, this.units, this.price, this.costs);
    out.number(this.index);
  }
}

export class PositionCloseEvent extends EngineEvent {
  symbol = '';
  direction = 1;
  quantity = 0;
  entryTime = 0;
  entryIndex = 0;
  exitIndex = 0;
  entryPrice = 0;
  exitPrice = 0;
  grossPnl = 0;
  costs = 0;
  pnl = 0;
  multiplier = 1;

  override payload(): Payloads['POSITION_CLOSE'] {
    return {
      tradeNumber: this.tradeNumber,
      symbol: this.symbol,
      direction: DIRECTIONS[this.direction > 0 ? 0 : 1],
      quantity: this.quantity,
      entryTime: this.entryTime,
      exitTime: this.timestamp,
      entryIndex: this.entryIndex,
      exitIndex: this.exitIndex,
      entryPrice: this.entryPrice,
      exitPrice: this.exitPrice,
      multiplier: this.multiplier,
      grossPnl: this.grossPnl,
      costs: this.costs,
      pnl: this.pnl,
      barsHeld: this.exitIndex - this.entryIndex,
    };
  }

  override encode(out: EventSink): void {
    out.header(
      this.key,
      this.sequenceNumber,
      this.timestamp,
      this.sourceId,
      this.causeKey,
      this.causeSequence,
      this.tradeContainer,
      this.tradeNumber,
    );
    out.name(this.symbol);
    out.numbers8(
      this.direction,
      this.quantity,
      this.entryTime,
      this.entryIndex,
      this.exitIndex,
      this.entryPrice,
      this.exitPrice,
      this.multiplier,
    );
    out.numbers2(this.grossPnl, this.costs);
    out.number(this.pnl);
  }
}

/** A limit broke that stops a portfolio's trading. */
export class RiskBreachEvent extends EngineEvent {
  portfolioId = '';
  code = '';
  reason = '';
  value = 0;
  limit = 0;
  equity = 0;
  action: 'halt' | 'close' = 'halt';

  override payload(): Payloads['RISK_BREACH'] {
    const { portfolioId, code, reason, value, limit, equity, action } = this;
    return { portfolioId, code, reason, value, limit, equity, action };
  }

  override encode(out: EventSink): void {
    out.header(
      this.key,
      this.sequenceNumber,
      this.timestamp,
      this.sourceId,
      this.causeKey,
      this.causeSequence,
      this.tradeContainer,
      this.tradeNumber,
    );
    out.name(this.portfolioId);
    out.name(this.code);
    out.name(this.reason);
    out.numbers4(this.value, this.limit, this.equity, HALT_ACTIONS.indexOf(this.action));
  }
}

/** What a split or a dividend made of a portfolio's position. */
export class CorporateActionEvent extends EngineEvent {
  portfolioId = '';
  symbol = '';
  symbolIndex = 0;
  index = 0;
  ratio = 1;
  dividend = 0;
  lotsAfter = 0;
  unitsBefore = 0;
  unitsAfter = 0;
  price = 0;
  cashInLieu = 0;
  dividendCash = 0;
  cashChange = 0;

  override payload(): Payloads['CORPORATE_ACTION'] {
    const { portfolioId, symbol, index, ratio, dividend, unitsBefore, unitsAfter } = this;
    const { cashInLieu, dividendCash, cashChange } = this;
    return {
      portfolioId,
      symbol,
      index,
      ratio,
      dividend,
      unitsBefore,
      unitsAfter,
      price: orNull(this.price),
      cashInLieu,
      dividendCash,
      cashChange,
    };
  }

  override encode(out: EventSink): void {
    out.header(
      this.key,
      this.sequenceNumber,
      this.timestamp,
      this.sourceId,
      this.causeKey,
      this.causeSequence,
      this.tradeContainer,
      this.tradeNumber,
    );
    out.name(this.portfolioId);
    out.name(this.symbol);
    out.numbers4(this.index, this.ratio, this.dividend, this.unitsBefore);
    out.numbers4(this.unitsAfter, this.price, this.cashInLieu, this.dividendCash);
    out.number(this.cashChange);
  }
}

/** What the days since the last slice brought and cost. */
export class FinancingEvent extends EngineEvent {
  portfolioId = '';
  days = 0;
  borrowCost = 0;
  interest = 0;
  marginInterest = 0;
  cashChange = 0;
  shortValue = 0;
  cash = 0;

  override payload(): Payloads['FINANCING'] {
    const { portfolioId, days, borrowCost, interest, marginInterest, cashChange, shortValue, cash } = this;
    return { portfolioId, days, borrowCost, interest, marginInterest, cashChange, shortValue, cash };
  }

  override encode(out: EventSink): void {
    out.header(
      this.key,
      this.sequenceNumber,
      this.timestamp,
      this.sourceId,
      this.causeKey,
      this.causeSequence,
      this.tradeContainer,
      this.tradeNumber,
    );
    out.name(this.portfolioId);
    out.number(this.days);
    out.numbers4(this.borrowCost, this.interest, this.marginInterest, this.cashChange);
    out.numbers2(this.shortValue, this.cash);
  }
}

export class PortfolioUpdateEvent extends EngineEvent {
  cash = 0;
  equity = 0;
  grossExposure = 0;
  netExposure = 0;

  override payload(): Payloads['PORTFOLIO_UPDATE'] {
    return {
      cash: this.cash,
      equity: this.equity,
      grossExposure: this.grossExposure,
      netExposure: this.netExposure,
    };
  }

  override encode(out: EventSink): void {
    out.header(
      this.key,
      this.sequenceNumber,
      this.timestamp,
      this.sourceId,
      this.causeKey,
      this.causeSequence,
      this.tradeContainer,
      this.tradeNumber,
    );
    out.numbers4(this.cash, this.equity, this.grossExposure, this.netExposure);
  }
}

function orNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
