import type { BarSeries } from '../market/bar-series.ts';
import type { FeatureColumns } from '../market/feature-columns.ts';
import type { Payloads } from './payloads.ts';

/**
 * Where an event writes its payload, in a fixed order, so that it can be kept without making an object. Whoever reads
 * it back asks an `EventSource` for the same things in the same order (see `decodePayload`).
 */
export interface EventSink {
  number(value: number): void;
  /** The same as four times `number`, for events that come by the million. */
  numbers4(a: number, b: number, c: number, d: number): void;
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
