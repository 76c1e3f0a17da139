import type { EngineEvent } from '../../events/event.ts';
import type { EventSpan } from '../../events/event-span.ts';
import { SYNTHETIC_BAR } from '../../market/bar-series.ts';
import * as row from '../log/row.ts';
import { RowWriter } from '../log/row-writer.ts';
import { flagWords, spanMark } from './row-stream.ts';

// A module's own constants are compiled into its code; those of others are read anew at each use.
const { HEADER_WORDS, SIDE_TAG } = row;

/** Words at the start, and when these are not enough: many containers have next to nothing to tell, and the others a chunk's fill. */
const SMALLEST = 1 << 10;
const USUAL = 1 << 17;
/** Of the usual size, a megabyte each, left by files that were closed: fresh memory takes as long as what is written into it. */
const spares: Float64Array<ArrayBuffer>[] = [];
const MOST_SPARES = 16;

/**
 * Events on their way to a file as they come, in a stream of words: nothing is sought in them, and those of a span are copied from the
 * columns of the market whole.
 */
export class EventRows {
  readonly writer = new RowWriter(true);
  /** Values beside the words, which name them by their place here. */
  readonly sides: unknown[] = [];
  /** Events held, and the words that they take up. */
  count = 0;
  words = 0;
  #words = new Float64Array(SMALLEST);
  #halves = new Int32Array(this.#words.buffer);
  readonly #append = (event: EngineEvent): void => this.append(event);

  /** The stream; good until events are put in or let go. */
  get stream(): Float64Array {
    return this.#words.subarray(0, this.words);
  }

  append(event: EngineEvent): void {
    const { writer } = this;
    const at = this.words;
    writer.begin(this.#words, this.#halves, at);
    event.encode(writer);
    let length = writer.end();
    if (length === 0) {
      const row = writer.overflow;
      length = row.length;
      this.#reserve(length);
      this.#words.set(row, at);
    }
    if (writer.sides.length > 0) this.#keepSides(at, length);
    this.words = at + length;
    this.count++;
  }

  /** Puts the events of a span in, as if one by one. */
  appendSpan(span: EventSpan): void {
    const { from, to, bar, features, update } = span;
    const bars = to - from;
    if (bars === 1) {
      span.each(this.#append);
      return;
    }
    const follows = update !== null && updatesFollow(span, update.cash);
    this.#reserve(1);
    this.#halves[2 * this.words] = spanMark(span, follows);
    this.#halves[2 * this.words + 1] = bars;
    this.words++;
    span.to = from + 1;
    span.each(this.#append);
    span.to = to;
    const { series } = bar;
    const others = bars - 1;
    const next = from + 1;
    this.#times(series.closeTime, next, others);
    if (span.bars) {
      this.#times(series.openTime, next, others);
      this.#copy(series.volume, next, others);
      this.#copy(series.open, next, others);
      this.#copy(series.high, next, others);
      this.#copy(series.low, next, others);
      this.#copy(series.close, next, others);
      this.#flags(series.flags, next, others);
      this.count += others;
    }
    if (features !== null) {
      for (const column of this.writer.columnsOf(features.features)) this.#copy(column, next, others);
      this.count += others;
    }
    if (update !== null) {
      this.#updates(span, others, follows);
      this.count += others;
    }
  }

  /** Lets go of all events, and keeps their room. */
  clear(): void {
    this.sides.length = 0;
    this.count = 0;
    this.words = 0;
  }

  /** Gives the room back. Nothing can be put in any more. */
  release(): void {
    if (this.#words.length === USUAL && spares.length < MOST_SPARES) spares.push(this.#words);
    this.#use(new Float64Array(0));
  }

  #times(times: Float64Array, from: number, count: number): void {
    this.#reserve(1);
    const step = times[from] - times[from - 1];
    const regular = hasStep(times, from, count, step);
    this.#words[this.words++] = regular ? step : 0;
    if (!regular) this.#copy(times, from, count);
  }

  #updates({ rows, row }: EventSpan, count: number, follows: boolean): void {
    this.#reserve(3 * count);
    const words = this.#words;
    let at = this.words;
    for (let i = 1; i <= count; i++) words[at++] = rows[row + 4 * i + 3];
    if (!follows) {
      for (let i = 1; i <= count; i++) words[at++] = rows[row + 4 * i + 1];
      for (let i = 1; i <= count; i++) words[at++] = rows[row + 4 * i + 2];
    }
    this.words = at;
  }

  #copy(column: Float64Array, from: number, count: number): void {
    this.#reserve(count);
    this.#words.set(column.subarray(from, from + count), this.words);
    this.words += count;
  }

  #flags(flags: Uint8Array, from: number, count: number): void {
    const words = flagWords(count);
    this.#reserve(words);
    const bytes = new Uint8Array(this.#words.buffer, 8 * this.words, 8 * words).fill(0);
    for (let i = 0; i < count; i++) bytes[i] = flags[from + i] & SYNTHETIC_BAR;
    this.words += words;
  }

  #keepSides(at: number, length: number): void {
    const { sides } = this.writer;
    const halves = this.#halves;
    let next = 0;
    for (let half = 2 * (at + HEADER_WORDS); half < 2 * (at + length); half += 2) {
      if (halves[half + 1] === SIDE_TAG) halves[half] = this.sides.push(sides[next++].value) - 1;
    }
  }

  #reserve(count: number): void {
    const needed = this.words + count;
    if (needed <= this.#words.length) return;
    const larger = needed <= USUAL ? (spares.pop() ?? new Float64Array(USUAL)) : new Float64Array(2 * needed);
    larger.set(this.stream);
    this.#use(larger);
  }

  #use(words: Float64Array<ArrayBuffer>): void {
    this.#words = words;
    this.#halves = new Int32Array(words.buffer);
  }
}

/** Whether each time lies that step behind the one before; from the second on, whole milliseconds above 0. */
function hasStep(times: Float64Array, from: number, count: number, step: number): boolean {
  if (!(step > 0) || !Number.isSafeInteger(times[from - 1]) || !Number.isSafeInteger(step)) return false;
  for (let i = from; i < from + count; i++) if (times[i] - times[i - 1] !== step) return false;
  return Number.isSafeInteger(times[from + count - 1]);
}

/** Whether equity is cash and net exposure, and gross exposure the size of that, at all bars but the first. */
function updatesFollow({ rows, row, from, to }: EventSpan, cash: number): boolean {
  const end = row + 4 * (to - from);
  for (let at = row + 4; at < end; at += 4) {
    const net = rows[at + 3];
    // A sum of 0 has no sign to be lost unless both have it, and a size has none.
    if (rows[at + 1] !== cash + net || rows[at + 2] !== Math.abs(net)) return false;
    if (rows[at + 1] === 0 || rows[at + 2] === 0) {
      if (!Object.is(rows[at + 1], cash + net) || !Object.is(rows[at + 2], Math.abs(net))) return false;
    }
  }
  return true;
}
