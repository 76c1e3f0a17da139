import type { EventName } from '../events/event.ts';
import type { EventBus } from '../events/event-bus.ts';
import { EventPool } from '../events/event-pool.ts';
import type { EventSpan } from '../events/event-span.ts';
import { TYPE } from '../events/event-type.ts';
import type { BarEvent } from '../events/market-events.ts';
import type { FillEvent } from '../events/order-events.ts';
import {
  CorporateActionEvent,
  PortfolioUpdateEvent,
  PositionCloseEvent,
  PositionOpenEvent,
} from '../events/portfolio-events.ts';
import type { Stateful, StateReader, StateWriter } from '../foundation/state.ts';
import type { CorporateAction } from '../market/corporate-action.ts';
import { roundMoney } from '../market/money.ts';
import type { Ledger, RoundTrip } from './ledger.ts';

/**
 * Keeps a portfolio's ledger by its events: BAR, FILL, splits and dividends in; POSITION_OPEN, POSITION_CLOSE, PORTFOLIO_UPDATE,
 * CORPORATE_ACTION out.
 */
export class PositionTracker implements Stateful {
  readonly componentId = 'positions';
  readonly #bus: EventBus;
  readonly ledger: Ledger;
  readonly #opens: EventPool<PositionOpenEvent>;
  readonly #closes: EventPool<PositionCloseEvent>;
  readonly #updates: EventPool<PortfolioUpdateEvent>;
  readonly #actions: EventPool<CorporateActionEvent>;
  readonly #portfolioId: string;
  readonly #row = new Float64Array(4);
  #barKey = 0;
  #barSequence = 0;
  /** By symbol, the last bar heard; −1 before the first. */
  readonly #indexes: Int32Array;

  constructor(bus: EventBus, portfolioId: string, ledger: Ledger) {
    this.#bus = bus;
    this.#portfolioId = portfolioId;
    this.ledger = ledger;
    this.#indexes = new Int32Array(ledger.instruments.length).fill(-1);
    this.#opens = new EventPool(bus, TYPE.POSITION_OPEN, this.componentId, PositionOpenEvent);
    this.#closes = new EventPool(bus, TYPE.POSITION_CLOSE, this.componentId, PositionCloseEvent);
    this.#updates = new EventPool(bus, TYPE.PORTFOLIO_UPDATE, this.componentId, PortfolioUpdateEvent);
    this.#actions = new EventPool(bus, TYPE.CORPORATE_ACTION, this.componentId, CorporateActionEvent);
  }

  /** Name of the last bar heard; its sequence number is 0 before the first. */
  get latestBar(): EventName {
    return { key: this.#barKey, sequenceNumber: this.#barSequence };
  }

  /** Index of the last bar of a symbol that was heard; −1 before the first. */
  latestIndex(symbol: number): number {
    return this.#indexes[symbol];
  }

  onBar(bar: BarEvent): void {
    this.#indexes[bar.symbolIndex] = bar.index;
    this.ledger.setMark(bar.symbolIndex, bar.series.close[bar.index]);
    this.#barKey = bar.key;
    this.#barSequence = bar.sequenceNumber;
  }

  onFill(fill: FillEvent): void {
    this.ledger.book(fill);
    const { closed, opened } = this.ledger;
    // The close comes first: a reversal is a close, then an open.
    if (closed !== null) this.#close(closed, fill, fill.multiplier);
    if (opened !== null) {
      const event = this.#opens.take();
      event.tradeContainer = this.#bus.container;
      event.tradeNumber = opened.tradeNumber;
      event.symbol = fill.symbol;
      event.direction = opened.direction;
      event.units = opened.units;
      event.price = opened.price;
      event.costs = opened.costs;
      event.index = fill.index;
      event.timestamp = fill.timestamp;
      event.causedBy(fill);
      this.#opens.emit(event);
    }
  }

  /**
   * A split or dividend takes effect at the open of a bar.
   *
   * @param lotsAfter of the position, after the split. @returns the name of the CORPORATE_ACTION.
   */
  onAction({ series, index, symbolIndex }: BarEvent, action: CorporateAction, lotsAfter: number): EventName {
    const { ledger } = this;
    const { multiplier } = ledger.instruments[symbolIndex];
    const event = this.#actions.take();
    event.tradeContainer = this.#bus.container;
    event.tradeNumber = ledger.tradeNumber(symbolIndex);
    const { unitsBefore, unitsAfter, price, cashInLieu } = ledger.split(symbolIndex, action.ratio, lotsAfter);
    const { closed } = ledger;
    event.portfolioId = this.#portfolioId;
    event.symbol = series.symbol;
    event.symbolIndex = symbolIndex;
    event.index = index;
    event.ratio = action.ratio;
    event.dividend = action.dividend;
    event.lotsAfter = lotsAfter;
    event.unitsBefore = unitsBefore;
    event.unitsAfter = unitsAfter;
    event.price = price;
    event.cashInLieu = cashInLieu;
    event.dividendCash = action.dividend === 0 ? 0 : ledger.payDividend(symbolIndex, action.dividend);
    event.cashChange = roundMoney(cashInLieu + event.dividendCash);
    event.timestamp = series.openTime[index];
    event.causedBy(this.latestBar);
    this.#actions.emit(event);
    const { key, sequenceNumber } = event;
    if (closed !== null) this.#close(closed, event, multiplier);
    return { key, sequenceNumber };
  }

  #close(closed: RoundTrip, cause: FillEvent | CorporateActionEvent, multiplier: number): void {
    const event = this.#closes.take();
    event.tradeContainer = this.#bus.container;
    event.tradeNumber = closed.tradeNumber;
    event.symbol = cause.symbol;
    event.direction = closed.direction;
    event.quantity = closed.quantity;
    event.entryTime = closed.entryTime;
    event.entryIndex = closed.entryIndex;
    event.exitIndex = cause.index;
    event.entryPrice = closed.entryPrice;
    event.exitPrice = closed.exitPrice;
    event.grossPnl = closed.grossPnl;
    event.costs = closed.costs;
    event.pnl = closed.pnl;
    event.multiplier = multiplier;
    event.timestamp = cause.timestamp;
    event.causedBy(cause);
    this.#closes.emit(event);
  }

  /** Marks the portfolio at the end of a slice. */
  update(timestamp: number): void {
    const event = this.#updates.take();
    this.ledger.measureInto(this.#row, 0, timestamp);
    this.#fill(event, this.#row, 0);
    this.#updates.emit(event);
  }

  /** The same for observers alone, by what `measureInto` wrote to `row` from position `at`. */
  showUpdate(row: Float64Array, at: number): void {
    const event = this.#updates.take();
    this.#fill(event, row, at);
    this.#updates.show(event);
  }

  /** The same for all bars of a span, which the last `onBar` was of: `span.rows` is what `Ledger.measureBars` wrote. */
  showUpdates(span: EventSpan): void {
    const event = this.#updates.take();
    this.#fill(event, span.rows, span.row);
    event.sequenceNumber = this.#bus.sequence + 1;
    span.update = event;
    this.#bus.showSpan(span);
    span.update = null;
    this.#updates.giveBack(event);
    this.#bus.skip(span.to - span.from);
  }

  #fill(event: PortfolioUpdateEvent, row: Float64Array, at: number): void {
    event.timestamp = row[at];
    event.cash = this.ledger.cash;
    event.equity = row[at + 1];
    event.grossExposure = row[at + 2];
    event.netExposure = row[at + 3];
    event.causeKey = this.#barKey;
    event.causeSequence = this.#barSequence;
  }

  inspect(): Record<string, unknown> {
    return this.ledger.inspect();
  }

  save(out: StateWriter): void {
    out.number(this.#barKey);
    out.number(this.#barSequence);
    out.array(this.#indexes);
    this.ledger.save(out);
  }

  restore(from: StateReader): void {
    this.#barKey = from.number();
    this.#barSequence = from.number();
    from.array(this.#indexes);
    this.ledger.restore(from);
  }
}
