import type { EngineEvent } from '../../events/event.ts';
import type { EventSpan } from '../../events/event-span.ts';
import { SYNTHETIC_BAR } from '../../market/bar-series.ts';
import { HEADER_HALVES, SIDE_TAG } from '../log/row.ts';
import { RowWriter } from '../log/row-writer.ts';
import { ColumnGroup } from './column-group.ts';

/** Columns of a group in front of what its events wrote: the time. */
const TIMES = 1;
/** Columns that are the same at all bars of a span: the symbol; the symbol and the keys; the cash. */
const CONSTANT = { bars: [TIMES], features: [TIMES, TIMES + 2], update: [TIMES] } as const;

/**
 * Events on their way to a file, column by column from the first: those of a span are copied from the columns of the market
 * whole, without a row in between.
 */
export class EventColumns {
  readonly writer = new RowWriter(true);
  /** Of the events held, in the order in which they were first met. */
  readonly groups: ColumnGroup[] = [];
  /** Values beside the words, which name them by their place here. */
  readonly sides: unknown[] = [];
  /** Events held, and the words of their rows. */
  count = 0;
  words = 0;
  /** All groups ever met, by the number of their envelope: their room is used again. */
  readonly #known: (ColumnGroup | undefined)[] = [];
  /** Place in `groups` of each event, in order. */
  #order = new Int32Array(1024);
  readonly #row = new Float64Array(2048);
  readonly #rowHalves = new Int32Array(this.#row.buffer);
  /** Groups of the events at the first bar of a span. */
  readonly #first: ColumnGroup[] = [];
  readonly #appendFirst = (event: EngineEvent): void => {
    this.#first.push(this.append(event));
  };

  /** Place in `groups` of each event held. */
  get order(): Int32Array {
    return this.#order.subarray(0, this.count);
  }

  /** Puts an event in, and returns its group. */
  append(event: EngineEvent): ColumnGroup {
    const { writer } = this;
    let halves: Int32Array = this.#rowHalves;
    writer.begin(this.#row, halves, 0);
    event.encode(writer);
    if (writer.end() === 0) {
      const row = writer.overflow;
      halves = new Int32Array(row.buffer, row.byteOffset, 2 * row.length);
    }
    const group = this.#groupOf(halves[0]);
    if (writer.sides.length > 0) this.#keepSides(halves, group.length);
    group.append(halves);
    this.#place(group, 1, 1);
    return group;
  }

  /** Puts the events of a span in, as if one by one. */
  appendSpan(span: EventSpan): void {
    const { from, to } = span;
    // Those of the first bar show what the others look like.
    const first = this.#first;
    first.length = 0;
    span.to = from + 1;
    span.each(this.#appendFirst);
    span.to = to;
    const bars = to - from - 1;
    if (bars === 0) return;
    const times = span.bar.series.closeTime;
    let part = 0;
    if (span.bars) {
      const group = first[part++];
      group.repeat(bars, times, from + 1, CONSTANT.bars);
      this.#bars(group, span, bars);
    }
    if (span.features !== null) {
      const group = first[part++];
      group.repeat(bars, times, from + 1, CONSTANT.features);
      this.#features(group, span, bars);
    }
    if (span.update !== null) {
      const group = first[part];
      group.repeat(bars, times, from + 1, CONSTANT.update);
      updates(group, span, bars);
    }
    for (let i = 0; i < first.length; i++) this.#place(first[i], bars, first.length);
    // Each wrote its first place and every so many after it: the next of them begins one further.
    this.count += (bars - 1) * first.length;
  }

  /** Lets go of all events, and keeps their room. */
  clear(): void {
    for (const group of this.groups) group.clear();
    this.groups.length = 0;
    this.sides.length = 0;
    this.count = 0;
    this.words = 0;
  }

  #groupOf(envelope: number): ColumnGroup {
    let group = this.#known[envelope];
    if (group === undefined) {
      group = new ColumnGroup(envelope, this.writer.envelopes.lengths[envelope]);
      this.#known[envelope] = group;
    }
    if (group.count === 0) group.place = this.groups.push(group) - 1;
    return group;
  }

  /** Notes where `events` of a group stand, every `stride`th from the end on, and counts the first of them. */
  #place(group: ColumnGroup, events: number, stride: number): void {
    const end = this.count + (events - 1) * stride + 1;
    if (end > this.#order.length) {
      const larger = new Int32Array(2 * end);
      larger.set(this.#order);
      this.#order = larger;
    }
    const order = this.#order;
    const { place } = group;
    for (let at = this.count; at < end; at += stride) order[at] = place;
    this.count++;
    this.words += events * group.length;
  }

  #keepSides(halves: Int32Array, length: number): void {
    const { sides } = this.writer;
    let next = 0;
    for (let half = HEADER_HALVES + 2; half < 2 * length; half += 2) {
      if (halves[half + 1] === SIDE_TAG) halves[half] = this.sides.push(sides[next++].value) - 1;
    }
  }

  /** As `RowWriter.bar`: symbol, index, times, volume, flag, prices. */
  #bars(group: ColumnGroup, { bar, from, to }: EventSpan, count: number): void {
    const { openTime, closeTime, volume, flags, open, high, low, close } = bar.series;
    const at = group.count - count;
    const index = group.column(TIMES + 1, at);
    const synthetic = group.column(TIMES + 5, at);
    for (let i = 0; i < count; i++) {
      index[i] = from + 1 + i;
      synthetic[i] = flags[from + 1 + i] & SYNTHETIC_BAR;
    }
    const copied = [openTime, closeTime, volume, undefined, open, high, low, close];
    copied.forEach((source, i) => {
      if (source !== undefined) group.column(TIMES + 2 + i, at).set(source.subarray(from + 1, to));
    });
  }

  /** As `RowWriter.features`: symbol, index, keys, then a value a column. */
  #features(group: ColumnGroup, span: EventSpan, count: number): void {
    const { features, from, to } = span;
    if (features === null) return;
    const at = group.count - count;
    const index = group.column(TIMES + 1, at);
    for (let i = 0; i < count; i++) index[i] = from + 1 + i;
    const sources = this.writer.columnsOf(features.features);
    for (let i = 0; i < sources.length; i++) {
      group.column(TIMES + 3 + i, at).set(sources[i].subarray(from + 1, to));
    }
  }
}

/** As PORTFOLIO_UPDATE writes itself: cash, which stays, equity, gross and net exposure. */
function updates(group: ColumnGroup, { rows, row }: EventSpan, count: number): void {
  const at = group.count - count;
  const equity = group.column(TIMES + 1, at);
  const gross = group.column(TIMES + 2, at);
  const net = group.column(TIMES + 3, at);
  for (let i = 0, from = row + 4; i < count; i++, from += 4) {
    equity[i] = rows[from + 1];
    gross[i] = rows[from + 2];
    net[i] = rows[from + 3];
  }
}
