import { decodePayload } from '../../events/decode-payload.ts';
import type { EventRecord } from '../../events/event.ts';
import { type ContainerNames, formatEventId, keyContainer, keyType } from '../../events/event-id.ts';
import type { EventSource } from '../../events/event-sink.ts';
import { eventTypeName } from '../../events/event-type.ts';
import { barPayload, featuresPayload } from '../../events/market-events.ts';
import type { Payloads } from '../../events/payloads.ts';
import type { BarSeries } from '../../market/bar-series.ts';
import type { FeatureColumns } from '../../market/feature-columns.ts';
import {
  CAUSE_KEY,
  CAUSE_SEQUENCE,
  HEADER_WORDS,
  KEY,
  SEQUENCE,
  SERIES_TAG,
  SOURCE,
  TIME_WORD,
  TRADE_CONTAINER,
  TRADE_NUMBER,
} from './row.ts';

/** What rows refer to. */
export interface RowContext {
  readonly containers: ContainerNames;
  readonly names: readonly string[];
  /** Bars and features of this process; empty when rows are self-contained. */
  readonly series: readonly (BarSeries | FeatureColumns)[];
  /** Whether bars and features stand in the rows with their values. */
  readonly selfContained: boolean;
  /** Name of an event type by number; those of this process by default. */
  readonly typeName?: (type: number) => string;
  side(number: number): unknown;
}

/** Turns rows back into the records that their events would have given. */
export class RowReader implements EventSource {
  readonly #context: RowContext;
  #words: Float64Array = new Float64Array(0);
  #halves: Int32Array = new Int32Array(0);
  #at = 0;
  timestamp = 0;
  tradeNumber = 0;

  constructor(context: RowContext) {
    this.#context = context;
  }

  record(words: Float64Array, halves: Int32Array, at: number): EventRecord {
    const { containers, names, typeName = eventTypeName } = this.#context;
    const head = 2 * at;
    const key = halves[head + KEY];
    const causeSequence = halves[head + CAUSE_SEQUENCE] >>> 0;
    const sequenceNumber = halves[head + SEQUENCE] >>> 0;
    this.#words = words;
    this.#halves = halves;
    this.#at = at + HEADER_WORDS;
    this.timestamp = words[at + TIME_WORD];
    this.tradeNumber = halves[head + TRADE_NUMBER];
    return {
      id: formatEventId(key, sequenceNumber, containers, typeName),
      type: typeName(keyType(key)),
      sequenceNumber,
      timestamp: this.timestamp,
      sourceId: names[halves[head + SOURCE]],
      containerId: containers[keyContainer(key)],
      correlationId:
        this.tradeNumber === 0
          ? null
          : `${containers[halves[head + TRADE_CONTAINER]]}/trade-${this.tradeNumber}`,
      causationId:
        causeSequence === 0
          ? null
          : formatEventId(halves[head + CAUSE_KEY], causeSequence, containers, typeName),
      payload: decodePayload(keyType(key), this),
    };
  }

  number(): number {
    return this.#words[this.#at++];
  }

  name(): string {
    return this.#context.names[this.#halves[2 * this.#at++]];
  }

  text(): string {
    return this.#side() as string;
  }

  data(): Readonly<Record<string, unknown>> {
    return this.#side() as Record<string, unknown>;
  }

  bar(): Payloads['BAR'] {
    if (!this.#context.selfContained) {
      const series = this.#series() as BarSeries;
      return barPayload(series, this.#halves[2 * this.#at++]);
    }
    const bar = {
      symbol: this.name(),
      index: this.number(),
      openTime: this.number(),
      closeTime: this.number(),
      open: this.number(),
      high: this.number(),
      low: this.number(),
      close: this.number(),
    };
    const volume = this.number();
    return { ...bar, volume: Number.isNaN(volume) ? null : volume, synthetic: this.number() !== 0 };
  }

  features(): Payloads['FEATURES'] {
    if (!this.#context.selfContained) {
      const features = this.#series() as FeatureColumns;
      const index = this.#halves[2 * this.#at++];
      return featuresPayload(features, this.number(), index);
    }
    const symbol = this.name();
    const index = this.number();
    const values: Record<string, number> = {};
    for (let left = this.number(); left > 0; left--) {
      const key = this.name();
      const value = this.number();
      if (!Number.isNaN(value)) values[key] = value;
    }
    return { symbol, index, values };
  }

  /** The series that the word here names; stays at the word, which holds the index too. */
  #series(): BarSeries | FeatureColumns {
    return this.#context.series[this.#halves[2 * this.#at + 1] - SERIES_TAG];
  }

  #side(): unknown {
    return this.#context.side(this.#halves[2 * this.#at++]);
  }
}
