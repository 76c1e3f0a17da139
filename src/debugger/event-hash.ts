import { type EngineEvent, ErrorEvent } from '../events/event.ts';
import type { EventSink } from '../events/event-sink.ts';
import type { BarSeries } from '../market/bar-series.ts';
import type { FeatureColumns } from '../market/feature-columns.ts';

/** Takes what an event says into one number, to tell whether it was published with the same content again. */
class HashSink implements EventSink {
  readonly #number = new Float64Array(1);
  readonly #halves = new Int32Array(this.#number.buffer);
  hash = 0;

  header(
    _key: number,
    _sequenceNumber: number,
    timestamp: number,
    _sourceId: string,
    causeKey: number,
    causeSequence: number,
    _tradeContainer: number,
    tradeNumber: number,
  ): void {
    this.numbers4(timestamp, causeKey, causeSequence, tradeNumber);
  }

  number(value: number): void {
    this.#number[0] = value;
    this.hash = Math.imul(this.hash ^ this.#halves[0], 0x01000193);
    this.hash = Math.imul(this.hash ^ this.#halves[1], 0x01000193);
  }

  numbers2(a: number, b: number): void {
    this.number(a);
    this.number(b);
  }

  numbers4(a: number, b: number, c: number, d: number): void {
    this.number(a);
    this.number(b);
    this.number(c);
    this.number(d);
  }

  numbers8(a: number, b: number, c: number, d: number, e: number, f: number, g: number, h: number): void {
    this.numbers4(a, b, c, d);
    this.numbers4(e, f, g, h);
  }

  terms(
    orderNumber: number,
    portfolioId: string,
    strategyId: string,
    symbol: string,
    units: number,
    orderType: number,
    price: number,
    timeInForce: number,
    decisionIndex: number,
    decisionPrice: number,
  ): void {
    this.number(orderNumber);
    this.name(portfolioId);
    this.name(strategyId);
    this.name(symbol);
    this.numbers4(units, orderType, price, timeInForce);
    this.numbers2(decisionIndex, decisionPrice);
  }

  name(value: string): void {
    this.text(value);
  }

  text(value: string): void {
    for (let i = 0; i < value.length; i++) this.hash = Math.imul(this.hash ^ value.charCodeAt(i), 0x01000193);
  }

  data(value: Readonly<Record<string, unknown>>): void {
    this.text(JSON.stringify(value));
  }

  bar(_series: BarSeries, index: number): void {
    this.number(index);
  }

  features(_features: FeatureColumns, index: number): void {
    this.number(index);
  }
}

const sink = new HashSink();

/** FNV-1a over an event's content, cause and time; 32 bits. */
export function eventHash(event: EngineEvent): number {
  sink.hash = 0x811c9dc5 | 0;
  if (event instanceof ErrorEvent) {
    // Not its stack, which goes on into whoever ran the engine that time.
    sink.numbers4(event.timestamp, event.causeKey, event.causeSequence, event.tradeNumber);
    sink.text(event.componentId);
    sink.text(event.message);
  } else {
    event.encode(sink);
  }
  return sink.hash;
}
