/**
 * What one would write first: an EventEmitter for each portfolio, events as fresh objects spread from what led to them,
 * ids as strings, times as ISO text, state replaced and never changed. It does the same work as the engine on the same
 * shared feature columns (SMA crossover, long and short, market orders at the next open, a fixed commission, money on
 * the grid of millionths, marks and streaming statistics at every bar) and comes to the same equity, bit for bit.
 */
import { EventEmitter } from 'node:events';
import type { BarSeries } from '../../src/market/bar-series.ts';
import { roundMoney } from '../../src/market/money.ts';

export interface NaiveEvent {
  id: string;
  type: string;
  timestamp: string;
  sourceId: string;
  containerId: string;
  correlationId: string;
  causationId: string | null;
  payload: Record<string, number | string>;
}

interface Statistics {
  updates: number;
  mean: number;
  squares: number;
  downside: number;
  peak: number;
  maxDrawdown: number;
  inMarket: number;
}

/** The BAR event of one bar: made for each portfolio, or once for all of them. */
export function naiveBar(containerId: string, series: BarSeries, index: number): NaiveEvent {
  return {
    id: `${containerId}-bar-${index + 1}`,
    type: 'BAR',
    timestamp: new Date(series.closeTime[index]).toISOString(),
    sourceId: 'feed',
    containerId,
    correlationId: `${containerId}-${index}`,
    causationId: null,
    payload: {
      index,
      open: series.open[index],
      high: series.high[index],
      low: series.low[index],
      close: series.close[index],
      volume: series.volume[index],
    },
  };
}

/** One portfolio that follows one SMA crossover. */
export class NaivePortfolio {
  readonly #bus = new EventEmitter();
  readonly #id: string;
  readonly #statistics: Statistics;
  #sequence = 0;
  #state: { cash: number; units: number; average: number; mark: number };
  #lastEquity: number;
  #waiting: NaiveEvent[] = [];
  fills = 0;
  /** Events published, those of the feed included. */
  events = 0;

  /**
   * @param cash money at the start. @param fast and `slow`, the shared columns of the averages. @param quantity units
   *   of a full position. @param commission money for a fill.
   */
  constructor(
    id: string,
    cash: number,
    fast: Float64Array,
    slow: Float64Array,
    quantity: number,
    commission: number,
  ) {
    this.#id = id;
    this.#state = { cash, units: 0, average: 0, mark: 0 };
    this.#lastEquity = cash;
    this.#statistics = {
      updates: 0,
      mean: 0,
      squares: 0,
      downside: 0,
      peak: cash,
      maxDrawdown: 0,
      inMarket: 0,
    };
    const bus = this.#bus;
    bus.on('BAR', (bar: NaiveEvent) => {
      this.#state = { ...this.#state, mark: bar.payload.close as number };
      const index = bar.payload.index as number;
      this.#publish('FEATURES', 'features', bar, { ...bar.payload, fast: fast[index], slow: slow[index] });
    });
    bus.on('FEATURES', (features: NaiveEvent) => {
      const index = features.payload.index as number;
      if (index === 0) return;
      const { fast: f, slow: s } = features.payload as { fast: number; slow: number };
      if (f > s && fast[index - 1] <= slow[index - 1]) {
        this.#publish('SIGNAL', 'strategy', features, { action: 'BUY', fast: f, slow: s });
      } else if (f < s && fast[index - 1] >= slow[index - 1]) {
        this.#publish('SIGNAL', 'strategy', features, { action: 'SELL', fast: f, slow: s });
      }
    });
    bus.on('SIGNAL', (signal: NaiveEvent) => {
      const direction = signal.payload.action === 'BUY' ? 1 : -1;
      if (Math.sign(this.#state.units) === direction) {
        this.#publish('ORDER_REJECTED', 'order_manager', signal, { code: 'no_change' });
        return;
      }
      this.#publish('ORDER_REQUEST', 'order_manager', signal, {
        units: direction * quantity - this.#state.units,
      });
    });
    bus.on('ORDER_REQUEST', (request: NaiveEvent) => {
      const after = Math.abs(this.#state.units + (request.payload.units as number)) * this.#state.mark;
      if (after <= this.#equity) this.#publish('ORDER', 'risk_manager', request, { ...request.payload });
      else this.#publish('ORDER_REJECTED', 'risk_manager', request, { code: 'buying_power' });
    });
    bus.on('ORDER', (order: NaiveEvent) => {
      this.#waiting.push(order);
    });
    bus.on('FILL', (fill: NaiveEvent) => {
      const { units, price } = fill.payload as { units: number; price: number };
      this.fills++;
      const before = this.#state;
      const change = roundMoney(roundMoney(-units * price) - commission);
      this.#state = {
        ...before,
        cash: roundMoney(before.cash + change),
        units: before.units + units,
      };
      if (before.units !== 0) {
        const pnl = (price - before.average) * before.units;
        this.#publish('POSITION_CLOSE', 'positions', fill, { ...fill.payload, pnl });
      }
      if (this.#state.units !== 0) {
        this.#state = { ...this.#state, average: price };
        this.#publish('POSITION_OPEN', 'positions', fill, { ...this.#state });
      }
    });
    bus.on('PORTFOLIO_UPDATE', (update: NaiveEvent) => this.#measure(update));
  }

  get #equity(): number {
    return this.#state.cash + this.#state.units * this.#state.mark;
  }

  get equity(): number {
    return this.#equity;
  }

  get maxDrawdown(): number {
    return this.#statistics.maxDrawdown;
  }

  /** A BAR event: waiting orders are filled at its open, the strategy decides on its close, and the position is marked. */
  onBar(bar: NaiveEvent): void {
    for (const order of this.#waiting.splice(0)) {
      this.#publish('FILL', 'broker', order, { ...order.payload, price: bar.payload.open });
    }
    this.events++;
    this.#bus.emit('BAR', bar);
    this.#publish('PORTFOLIO_UPDATE', 'positions', bar, { ...this.#state, equity: this.#equity });
  }

  #measure(update: NaiveEvent): void {
    const s = this.#statistics;
    const equity = update.payload.equity as number;
    const r = (equity - this.#lastEquity) / this.#lastEquity;
    this.#lastEquity = equity;
    s.updates++;
    const delta = r - s.mean;
    s.mean += delta / s.updates;
    s.squares += delta * (r - s.mean);
    if (r < 0) s.downside += r * r;
    s.peak = Math.max(s.peak, equity);
    s.maxDrawdown = Math.min(s.maxDrawdown, equity / s.peak - 1);
    if (this.#state.units !== 0) s.inMarket++;
  }

  #publish(type: string, sourceId: string, cause: NaiveEvent, payload: NaiveEvent['payload']): void {
    this.events++;
    this.#bus.emit(type, {
      ...cause,
      id: `${this.#id}-${type.toLowerCase()}-${++this.#sequence}`,
      type,
      sourceId,
      containerId: this.#id,
      causationId: cause.id,
      payload,
    });
  }
}
