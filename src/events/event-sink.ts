import type { BarSeries } from '../market/bar-series.ts';
import type { FeatureColumns } from '../market/feature-columns.ts';
import type { EventKey } from './event-id.ts';
import type { Payloads } from './payloads.ts';

/**
 * Where an event writes itself, in a fixed order, so that it can be kept without making an object. Whoever reads its payload
 * back asks an `EventSource` for the same things in the same order (see `decodePayload`).
 */
export interface EventSink {
  /** What every event has, its cause (sequence 0: none) and its trade (number 0: none) included; the first that it writes. */
  header(
    key: EventKey,
    sequenceNumber: number,
    timestamp: number,
    sourceId: string,
    causeKey: EventKey,
    causeSequence: number,
    tradeContainer: number,
    tradeNumber: number,
  ): void;
  number(value: number): void;
  /** The same as so many times `number`, for events that come by the million. */
  numbers2(a: number, b: number): void;
  numbers4(a: number, b: number, c: number, d: number): void;
  numbers8(a: number, b: number, c: number, d: number, e: number, f: number, g: number, h: number): void;
  /** The same as `number`, three times `name`, and six times `number`: the terms of an order, of which all its events tell. */
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
  ): void;
  /** Text that comes again and again (ids, symbols, rules): kept once. */
  name(value: string): void;
  /** Text that may differ every time (messages, reasons): kept with the event. */
  text(value: string): void;
  /** Plain data that nobody changes any more: kept as it is. */
  data(value: Readonly<Record<string, unknown>>): void;
  bar(series: BarSeries, index: number): void;
  features(features: FeatureColumns, index: number): void;
}

/** Gives back what an event wrote to a sink. */
export interface EventSource {
  readonly timestamp: number;
  readonly tradeNumber: number;
  number(): number;
  name(): string;
  text(): string;
  data(): Readonly<Record<string, unknown>>;
  bar(): Payloads['BAR'];
  features(): Payloads['FEATURES'];
}
