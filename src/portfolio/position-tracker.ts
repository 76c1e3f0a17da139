import type { EventName } from '../events/event.ts';
import type { EventBus } from '../events/event-bus.ts';
import { EventPool } from '../events/event-pool.ts';
import type { EventSpan } from '../events/event-span.ts';
import { TYPE } from '../events/event-type.ts';
import type { BarEvent } from '../events/market-events.ts';
import {
  type FillEvent,
  PortfolioUpdateEvent,
  PositionCloseEvent,
  PositionOpenEvent,
} from '../events/trading-events.ts';
import type { Stateful, StateReader, StateWriter } from '../foundation/state.ts';
import type { Ledger } from './ledger.ts';

/** Keeps a portfolio's ledger by its events: BAR and FILL in; POSITION_OPEN, POSITION_CLOSE, PORTFOLIO_UPDATE out. */
export class PositionTracker implements Stateful {
  readonly componentId = 'positions';
  readonly #bus: EventBus;
  readonly ledger: Ledger;
  readonly #opens: EventPool<PositionOpenEvent>;
  readonly #closes: EventPool<PositionCloseEvent>;
  readonly #updates: EventPool<PortfolioUpdateEvent>;
  readonly #row = new Float64Array(4);
  #barKey = 0;
  #barSequence = 0;
  /** By symbol, the last bar heard; −1 before the first. */
  readonly #indexes: Int32Array;

  constructor(bus: EventBus, ledger: Ledger) {
    this.#bus = bus;
    this.ledger = ledger;
    this.#indexes = new Int32Array(ledger.instruments.length).fill(-1);
    this.#opens = new EventPool(bus, TYPE.POSITION_OPEN, this.componentId, PositionOpenEvent);
    this.#closes = new EventPool(bus, TYPE.POSITION_CLOSE, this.componentId, PositionCloseEvent);
    this.#updates = new EventPool(bus, TYPE.PORTFOLIO_UPDATE, this.componentId, PortfolioUpdateEvent);
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
    if (closed !== null) {
      const event = this.#closes.take();
      event.tradeContainer = this.#bus.container;
      event.tradeNumber = closed.tradeNumber;
      event.symbol = fill.symbol;
      event.direction = closed.direction;
      event.quantity = closed.quantity;
      event.entryTime = closed.entryTime;
      event.entryIndex = closed.entryIndex;
      event.exitIndex = fill.index;
      event.entryPrice = closed.entryPrice;
      event.exitPrice = closed.exitPrice;
      event.grossPnl = closed.grossPnl;
      event.costs = closed.costs;
      event.pnl = closed.pnl;
      event.multiplier = fill.multiplier;
      event.timestamp = fill.timestamp;
      event.causedBy(fill);
      this.#closes.emit(event);
    }
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
