import { type BarSeries, SYNTHETIC_BAR } from '../market/bar-series.ts';
import type { FeatureColumns } from '../market/feature-columns.ts';
import { EngineEvent } from './event.ts';
import { eventKey } from './event-id.ts';
import type { EventSink } from './event-sink.ts';
import { TYPE } from './event-type.ts';
import type { Payloads } from './payloads.ts';

/** A closed bar: an index into shared columns. */
export class BarEvent extends EngineEvent {
  readonly series: BarSeries;
  readonly symbolIndex: number;
  index = 0;

  constructor(container: number, series: BarSeries, symbolIndex: number) {
    super(eventKey(container, TYPE.BAR), TYPE.BAR);
    this.series = series;
    this.symbolIndex = symbolIndex;
    this.sourceId = 'feed';
  }

  /** Points at bar `index`. One BAR a bar, so its sequence number is its number. */
  point(index: number): void {
    this.index = index;
    this.sequenceNumber = index + 1;
    this.timestamp = this.series.closeTime[index];
  }

  /** Before the first bar: numbered 0. */
  unpoint(): void {
    this.index = 0;
    this.sequenceNumber = 0;
    this.timestamp = 0;
  }

  override payload(): Payloads['BAR'] {
    return barPayload(this.series, this.index);
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
    out.bar(this.series, this.index);
  }
}

/** Bar i of a series as the payload of its BAR event. */
export function barPayload(series: BarSeries, i: number): Payloads['BAR'] {
  const volume = series.volume[i];
  return {
    symbol: series.symbol,
    index: i,
    openTime: series.openTime[i],
    closeTime: series.closeTime[i],
    open: series.open[i],
    high: series.high[i],
    low: series.low[i],
    close: series.close[i],
    volume: Number.isNaN(volume) ? null : volume,
    synthetic: (series.flags[i] & SYNTHETIC_BAR) !== 0,
  };
}

/** Features of a closed bar; those still warming up are absent. */
export class FeaturesEvent extends EngineEvent {
  readonly features: FeatureColumns;
  readonly bar: BarEvent;
  index = 0;

  constructor(container: number, features: FeatureColumns, bar: BarEvent) {
    super(eventKey(container, TYPE.FEATURES), TYPE.FEATURES);
    this.features = features;
    this.bar = bar;
    this.sourceId = 'features';
  }

  /** Points at the bar that its BAR event points at. */
  follow(): void {
    const { bar } = this;
    this.index = bar.index;
    this.sequenceNumber = bar.sequenceNumber;
    this.timestamp = bar.timestamp;
    this.causeKey = bar.key;
    this.causeSequence = bar.sequenceNumber;
  }

  override payload(): Payloads['FEATURES'] {
    return featuresPayload(this.features, this.features.size, this.index);
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
    out.features(this.features, this.index);
  }
}

/** What the first `size` columns hold at bar i, as the payload of its FEATURES event. */
export function featuresPayload(features: FeatureColumns, size: number, i: number): Payloads['FEATURES'] {
  const values: Record<string, number> = {};
  for (const key of features.keys.slice(0, size)) {
    const value = features.columnByKey(key)[i];
    if (!Number.isNaN(value)) values[key] = value;
  }
  return { symbol: features.series.symbol, index: i, values };
}
