import { EngineEvent } from './event.ts';
import type { EventSink } from './event-sink.ts';
import { orNull } from './or-null.ts';
import { DIRECTIONS, HALT_ACTIONS, type Payloads } from './payloads.ts';

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
    this.encodeHeader(out);
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
    this.encodeHeader(out);
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
    this.encodeHeader(out);
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
