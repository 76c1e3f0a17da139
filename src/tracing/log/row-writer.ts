import type { EventKey } from '../../events/event-id.ts';
import type { EventSink } from '../../events/event-sink.ts';
import { type BarSeries, SYNTHETIC_BAR } from '../../market/bar-series.ts';
import type { FeatureColumns } from '../../market/feature-columns.ts';
import { Envelopes } from './envelopes.ts';
import * as row from './row.ts';
import { SpanRows } from './span-rows.ts';

// A module's own constants are compiled into its code; those of others are read anew at each use.
const {
  CAUSE_SEQUENCE,
  ENVELOPE,
  HEADER_WORDS,
  NAME_TAG,
  SEQUENCE,
  SERIES_TAG,
  SIDE_TAG,
  TIME_WORD,
  TRADE_NUMBER,
} = row;

/** A value that does not fit in words, and the number by which its row names it. */
export interface SideValue {
  readonly number: number;
  readonly value: unknown;
}

/** The columns of a table, and their keys as one name. */
interface TableColumns {
  readonly keys: string;
  readonly columns: readonly Float64Array[];
}

/** The most that a row grows by at once, the terms of an order. */
const STEP = 10;

/** The names in the terms of an order, and their numbers. */
interface OrderNames {
  readonly portfolioId: string;
  readonly strategyId: string;
  readonly symbolName: string;
  readonly portfolio: number;
  readonly strategy: number;
  readonly symbol: number;
}

const NO_ORDER: OrderNames = {
  portfolioId: '',
  strategyId: '',
  symbolName: '',
  portfolio: 0,
  strategy: 0,
  symbol: 0,
};

/** 32 places for each of 32 types; a power of two. */
const REMEMBERED = 1024;

/**
 * Turns events into rows, for all logs of a run: they share its envelopes, names and series. With `selfContained`, bars
 * and features are written with their values and not as a place in a series that only this process holds.
 */
export class RowWriter implements EventSink {
  readonly selfContained: boolean;
  readonly envelopes = new Envelopes();
  readonly spanRows = new SpanRows();
  readonly names: string[] = [];
  readonly series: (BarSeries | FeatureColumns)[] = [];
  readonly #nameNumbers = new Map<string, number>();
  readonly #seriesNumbers = new Map<object, number>();
  readonly #tables = new Map<FeatureColumns, TableColumns>();
  /** The name that was last written at a place of a row of one type: mostly the same again, and cheaper to compare than to look up. */
  readonly #lastNames: string[] = Array<string>(REMEMBERED).fill('');
  readonly #lastNumbers: number[] = Array<number>(REMEMBERED).fill(0);
  /** Where the row should go, and where it goes. */
  #target: Float64Array = new Float64Array(0);
  #words: Float64Array = this.#target;
  #halves: Int32Array = new Int32Array(0);
  /** Where the row begins, where it goes on, and where there is no more room. */
  #start = 0;
  #at = 0;
  #end = 0;
  /** What the row's envelope is made of. */
  #key: EventKey = 0;
  #causeKey: EventKey = 0;
  #tradeContainer = 0;
  #sourceId = '';
  /** Rows that do not fit where they should go are made here. */
  #scratch: Float64Array = new Float64Array(256);
  #nextSide = 0;
  #lastOrder = NO_ORDER;
  /** Values beside the last row. */
  readonly sides: SideValue[] = [];

  constructor(selfContained = false) {
    this.selfContained = selfContained;
    this.nameNumber('');
  }

  /** Begins a row in `words` (`halves` are the same bytes) at word `at`. The event is to write itself to this, then comes `end`. */
  begin(words: Float64Array, halves: Int32Array, at: number): void {
    this.#target = words;
    if (this.#words !== words) {
      this.#words = words;
      this.#halves = halves;
      this.#end = words.length;
    }
    this.#start = at;
    this.#at = at;
    if (this.sides.length > 0) this.sides.length = 0;
  }

  /** Ends the row. Returns its length, or 0 when there was not enough room: then `overflow` holds the row. */
  end(): number {
    const start = this.#start;
    const length = this.#at - start;
    this.#halves[2 * start + ENVELOPE] = this.envelopes.numberOf(
      this.#key,
      this.#causeKey,
      this.#tradeContainer,
      this.#sourceId,
      length,
    );
    return this.#words === this.#target ? length : 0;
  }

  /** The row that did not fit, after `end` returned 0. */
  get overflow(): Float64Array {
    return this.#words.subarray(0, this.#at);
  }

  header(
    key: EventKey,
    sequenceNumber: number,
    timestamp: number,
    sourceId: string,
    causeKey: EventKey,
    causeSequence: number,
    tradeContainer: number,
    tradeNumber: number,
  ): void {
    const at = this.#take(HEADER_WORDS);
    const halves = this.#halves;
    const head = 2 * at;
    halves[head + SEQUENCE] = sequenceNumber;
    halves[head + CAUSE_SEQUENCE] = causeSequence;
    halves[head + TRADE_NUMBER] = tradeNumber;
    this.#words[at + TIME_WORD] = timestamp;
    this.#key = key;
    this.#causeKey = causeSequence === 0 ? 0 : causeKey;
    this.#tradeContainer = tradeNumber === 0 ? 0 : tradeContainer;
    this.#sourceId = sourceId;
  }

  number(value: number): void {
    const at = this.#take(1);
    this.#words[at] = value;
  }

  numbers2(a: number, b: number): void {
    const at = this.#take(2);
    const words = this.#words;
    words[at] = a;
    words[at + 1] = b;
  }

  numbers4(a: number, b: number, c: number, d: number): void {
    const at = this.#take(4);
    const words = this.#words;
    words[at] = a;
    words[at + 1] = b;
    words[at + 2] = c;
    words[at + 3] = d;
  }

  numbers8(a: number, b: number, c: number, d: number, e: number, f: number, g: number, h: number): void {
    const at = this.#take(8);
    const words = this.#words;
    words[at] = a;
    words[at + 1] = b;
    words[at + 2] = c;
    words[at + 3] = d;
    words[at + 4] = e;
    words[at + 5] = f;
    words[at + 6] = g;
    words[at + 7] = h;
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
    const names = this.#namesOf(portfolioId, strategyId, symbol);
    const at = this.#take(10);
    const words = this.#words;
    words[at] = orderNumber;
    words[at + 4] = units;
    words[at + 5] = orderType;
    words[at + 6] = price;
    words[at + 7] = timeInForce;
    words[at + 8] = decisionIndex;
    words[at + 9] = decisionPrice;
    const halves = this.#halves;
    const half = 2 * at;
    halves[half + 2] = names.portfolio;
    halves[half + 3] = NAME_TAG;
    halves[half + 4] = names.strategy;
    halves[half + 5] = NAME_TAG;
    halves[half + 6] = names.symbol;
    halves[half + 7] = NAME_TAG;
  }

  name(value: string): void {
    this.#tagged(NAME_TAG, this.#remember(value, this.#at - this.#start));
  }

  text(value: string): void {
    this.#side(value);
  }

  data(value: Readonly<Record<string, unknown>>): void {
    this.#side(value);
  }

  bar(series: BarSeries, index: number): void {
    if (!this.selfContained) {
      this.#tagged(SERIES_TAG + this.#seriesNumber(series), index);
      return;
    }
    this.name(series.symbol);
    this.number(index);
    this.numbers4(
      series.openTime[index],
      series.closeTime[index],
      series.volume[index],
      series.flags[index] & SYNTHETIC_BAR,
    );
    this.numbers4(series.open[index], series.high[index], series.low[index], series.close[index]);
  }

  features(features: FeatureColumns, index: number): void {
    if (!this.selfContained) {
      this.#tagged(SERIES_TAG + this.#seriesNumber(features), index);
      this.number(features.size);
      return;
    }
    const { keys, columns } = this.#table(features);
    this.name(features.series.symbol);
    this.number(index);
    this.name(keys);
    for (let i = 0; i < columns.length; i++) this.number(columns[i][index]);
  }

  nameNumber(name: string): number {
    let number = this.#nameNumbers.get(name);
    if (number === undefined) {
      number = this.names.push(name) - 1;
      this.#nameNumbers.set(name, number);
    }
    return number;
  }

  /** Columns whose values a self-contained row of FEATURES holds, in order. */
  columnsOf(features: FeatureColumns): readonly Float64Array[] {
    return this.#table(features).columns;
  }

  /** Numbers wrap after four billion; by then whoever had one is long gone. */
  takeSideNumber(): number {
    this.#nextSide = (this.#nextSide + 1) | 0;
    return this.#nextSide;
  }

  #remember(name: string, at: number): number {
    const place = (this.#key * 32 + at) & (REMEMBERED - 1);
    if (this.#lastNames[place] === name) return this.#lastNumbers[place];
    const number = this.nameNumber(name) | 0;
    this.#lastNames[place] = name;
    this.#lastNumbers[place] = number;
    return number;
  }

  #seriesNumber(series: BarSeries | FeatureColumns): number {
    let number = this.#seriesNumbers.get(series);
    if (number === undefined) {
      number = this.series.push(series) - 1;
      if (number > 0xffff) throw new RangeError('more than 65,536 series in one trace');
      this.#seriesNumbers.set(series, number);
    }
    return number;
  }

  /** Looked up anew when columns have been added. */
  #table(features: FeatureColumns): TableColumns {
    let table = this.#tables.get(features);
    if (table?.columns.length !== features.size) {
      const keys = features.keys.slice(0, features.size);
      table = { keys: JSON.stringify(keys), columns: keys.map((key) => features.columnByKey(key)) };
      this.#tables.set(features, table);
    }
    return table;
  }

  #side(value: unknown): void {
    const number = this.takeSideNumber();
    this.sides.push({ number, value });
    this.#tagged(SIDE_TAG, number);
  }

  /** The numbers of the names in an order's terms: mostly those of the last one. */
  #namesOf(portfolioId: string, strategyId: string, symbol: string): OrderNames {
    const last = this.#lastOrder;
    if (last.symbolName === symbol && last.strategyId === strategyId && last.portfolioId === portfolioId)
      return last;
    return this.#takeNames(portfolioId, strategyId, symbol);
  }

  #takeNames(portfolioId: string, strategyId: string, symbolName: string): OrderNames {
    const names = {
      portfolioId,
      strategyId,
      symbolName,
      portfolio: this.nameNumber(portfolioId),
      strategy: this.nameNumber(strategyId),
      symbol: this.nameNumber(symbolName),
    };
    this.#lastOrder = names;
    return names;
  }

  #tagged(tag: number, value: number): void {
    const at = 2 * this.#take(1);
    this.#halves[at] = value;
    this.#halves[at + 1] = tag;
  }

  /** Where the next so many words of the row go. */
  #take(words: number): number {
    if (this.#at + words > this.#end) this.#grow();
    const at = this.#at;
    this.#at = at + words;
    return at;
  }

  /** Out of room: the row goes on in the scratch space, or in a larger one. */
  #grow(): void {
    if (this.#words !== this.#scratch) {
      this.#leave();
      return;
    }
    const larger = new Float64Array(2 * this.#scratch.length);
    larger.set(this.#scratch);
    this.#use(larger);
  }

  #leave(): void {
    const part = this.#words.subarray(this.#start, this.#at);
    if (this.#scratch.length < part.length + STEP) {
      this.#scratch = new Float64Array(2 * part.length + STEP);
    }
    this.#scratch.set(part);
    this.#at = part.length;
    this.#start = 0;
    this.#use(this.#scratch);
  }

  #use(scratch: Float64Array): void {
    this.#scratch = scratch;
    this.#words = scratch;
    this.#halves = new Int32Array(scratch.buffer);
    this.#end = scratch.length;
  }
}
