import { EngineEvent } from './event.ts';
import type { EventSink } from './event-sink.ts';
import { orNull } from './or-null.ts';
import { FILL_RULES, ORDER_TYPES, type Payloads, TIMES_IN_FORCE } from './payloads.ts';

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

  /** Header and terms, for events that are rare. */
  protected encodeTerms(out: EventSink): void {
    this.encodeHeader(out);
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
    this.encodeTerms(out);
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
    this.encodeTerms(out);
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
