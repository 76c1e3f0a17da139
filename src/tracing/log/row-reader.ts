import { decodePayload } from '../../events/decode-payload.ts';
import type { EventRecord } from '../../events/event.ts';
import { type ContainerNames, formatEventId, keyContainer, keyType } from '../../events/event-id.ts';
import type { EventSink, EventSource } from '../../events/event-sink.ts';
import { eventTypeName } from '../../events/event-type.ts';
import { barPayload, featuresPayload } from '../../events/market-events.ts';
import type { Payloads } from '../../events/payloads.ts';
import type { BarSeries } from '../../market/bar-series.ts';
import type { FeatureColumns } from '../../market/feature-columns.ts';
import type { Envelopes } from './envelopes.ts';
import {
  CAUSE_SEQUENCE,
  DROPPED,
  ENVELOPE,
  HEADER_WORDS,
  NAME_TAG,
  SEQUENCE,
  SERIES_TAG,
  SIDE_TAG,
  TIME_WORD,
  TRADE_NUMBER,
} from './row.ts';

/** What rows refer to. */
export interface RowContext {
  readonly containers: ContainerNames;
  readonly envelopes: Envelopes;
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
  readonly #keyLists = new Map<string, readonly string[]>();
  #words: Float64Array = new Float64Array(0);
  #halves: Int32Array = new Int32Array(0);
  #at = 0;
  timestamp = 0;
  tradeNumber = 0;

  constructor(context: RowContext) {
    this.#context = context;
  }

  record(words: Float64Array, halves: Int32Array, at: number): EventRecord {
    const { containers, envelopes, typeName = eventTypeName } = this.#context;
    const head = 2 * at;
    const envelope = halves[head + ENVELOPE] & ~DROPPED;
    const key = envelopes.keys[envelope];
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
      sourceId: envelopes.sourceIds[envelope],
      containerId: containers[keyContainer(key)],
      correlationId:
        this.tradeNumber === 0
          ? null
          : `${containers[envelopes.tradeContainers[envelope]]}/trade-${this.tradeNumber}`,
      causationId:
        causeSequence === 0
          ? null
          : formatEventId(envelopes.causeKeys[envelope], causeSequence, containers, typeName),
      payload: decodePayload(keyType(key), this),
    };
  }

  /** Writes a row of `length` words as its event did. Not one of bars or features. */
  encode(words: Float64Array, halves: Int32Array, at: number, length: number, out: EventSink): void {
    const { envelopes, names } = this.#context;
    const head = 2 * at;
    const envelope = halves[head + ENVELOPE] & ~DROPPED;
    out.header(
      envelopes.keys[envelope],
      halves[head + SEQUENCE] >>> 0,
      words[at + TIME_WORD],
      envelopes.sourceIds[envelope],
      envelopes.causeKeys[envelope],
      halves[head + CAUSE_SEQUENCE] >>> 0,
      envelopes.tradeContainers[envelope],
      halves[head + TRADE_NUMBER],
    );
    for (let word = at + HEADER_WORDS; word < at + length; word++) {
      const number = halves[2 * word];
      const tag = halves[2 * word + 1];
      if (tag === NAME_TAG) {
        out.name(names[number]);
      } else if (tag === SIDE_TAG) {
        const value = this.#context.side(number);
        if (typeof value === 'string') out.text(value);
        else out.data(value as Record<string, unknown>);
      } else {
        out.number(words[word]);
      }
    }
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
    const symbol = this.name();
    const index = this.number();
    const [openTime, closeTime, volume, synthetic] = this.#numbers4();
    const [open, high, low, close] = this.#numbers4();
    return {
      symbol,
      index,
      openTime,
      closeTime,
      open,
      high,
      low,
      close,
      volume: Number.isNaN(volume) ? null : volume,
      synthetic: synthetic !== 0,
    };
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
    for (const key of this.#keys(this.name())) {
      const value = this.number();
      if (!Number.isNaN(value)) values[key] = value;
    }
    return { symbol, index, values };
  }

  #numbers4(): [number, number, number, number] {
    return [this.number(), this.number(), this.number(), this.number()];
  }

  /** Keys of a table, which stand in the rows as one name. */
  #keys(text: string): readonly string[] {
    let keys = this.#keyLists.get(text);
    if (keys === undefined) {
      keys = JSON.parse(text) as string[];
      this.#keyLists.set(text, keys);
    }
    return keys;
  }

  /** The series that the word here names; stays at the word, which holds the index too. */
  #series(): BarSeries | FeatureColumns {
    return this.#context.series[this.#halves[2 * this.#at + 1] - SERIES_TAG];
  }

  #side(): unknown {
    return this.#context.side(this.#halves[2 * this.#at++]);
  }
}
