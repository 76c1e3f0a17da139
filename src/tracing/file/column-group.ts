import { HEADER_HALVES, TIME_WORD } from '../log/row.ts';
import type { ChunkGroup } from './chunk.ts';

/** Room at the start, in events, and by how much it grows. */
const SMALLEST = 16;
const GROWTH = 4;
const INTEGERS = HEADER_HALVES - 1;

/**
 * The events of one envelope, column by column: their rows have one shape. All columns lie in one piece of memory, each with
 * the same room.
 */
export class ColumnGroup implements ChunkGroup {
  readonly envelope: number;
  /** Words of a row, header included. */
  readonly length: number;
  count = 0;
  /** Among the groups that hold anything. */
  place = 0;
  #room = SMALLEST;
  /** Sequence number, that of the cause and number of the trade. */
  #integers: Int32Array;
  /** The time, then a column for each word that the event wrote; and the same as halves of words. */
  #words: Float64Array;
  #halves: Int32Array;

  constructor(envelope: number, length: number) {
    this.envelope = envelope;
    this.length = length;
    this.#integers = new Int32Array(INTEGERS * SMALLEST);
    this.#words = new Float64Array((length - TIME_WORD) * SMALLEST);
    this.#halves = new Int32Array(this.#words.buffer);
  }

  get integers(): Int32Array[] {
    return Array.from({ length: INTEGERS }, (_, i) => {
      return this.#integers.subarray(i * this.#room, i * this.#room + this.count);
    });
  }

  get columns(): Float64Array[] {
    return Array.from({ length: this.length - TIME_WORD }, (_, column) => this.column(column, 0));
  }

  /** A column from one event on. */
  column(column: number, from: number): Float64Array {
    return this.#words.subarray(column * this.#room + from, column * this.#room + this.count);
  }

  /** @param row halves of the words of a row. */
  append(row: Int32Array): void {
    const at = this.count;
    if (at === this.#room) this.#grow(at + 1);
    const room = this.#room;
    const integers = this.#integers;
    integers[at] = row[1];
    integers[at + room] = row[2];
    integers[at + 2 * room] = row[3];
    const halves = this.#halves;
    const end = 2 * this.length;
    for (let half = 2 * TIME_WORD, to = 2 * at; half < end; half += 2, to += 2 * room) {
      halves[to] = row[half];
      halves[to + 1] = row[half + 1];
    }
    this.count = at + 1;
  }

  /**
   * Puts `events` more in that are like the last one, but for the time, and for the numbers of event and cause, which rise by
   * one. The caller writes the columns that are not among `constant`.
   */
  repeat(events: number, times: Float64Array, from: number, constant: readonly number[]): void {
    const last = this.count - 1;
    const end = last + 1 + events;
    if (end > this.#room) this.#grow(end);
    const room = this.#room;
    const integers = this.#integers;
    const sequence = integers[last];
    const cause = integers[last + room];
    const trade = integers[last + 2 * room];
    const step = cause === 0 ? 0 : 1;
    const words = this.#words;
    for (let i = 1, at = last + 1; i <= events; i++, at++) {
      integers[at] = sequence + i;
      integers[at + room] = cause + step * i;
      integers[at + 2 * room] = trade;
      words[at] = times[from + i - 1];
    }
    const halves = this.#halves;
    for (let i = 0; i < constant.length; i++) {
      // By halves, since a double in a register may lose the bits of a NaN.
      const start = 2 * (constant[i] * room + last);
      const low = halves[start];
      const high = halves[start + 1];
      for (let half = start + 2; half < start + 2 * (events + 1); half += 2) {
        halves[half] = low;
        halves[half + 1] = high;
      }
    }
    this.count = end;
  }

  clear(): void {
    this.count = 0;
  }

  #grow(needed: number): void {
    const before = this.#room;
    let room = before;
    while (room < needed) room *= GROWTH;
    const integers = new Int32Array(INTEGERS * room);
    for (let i = 0; i < INTEGERS; i++) {
      integers.set(this.#integers.subarray(i * before, i * before + this.count), i * room);
    }
    const words = new Float64Array((this.length - TIME_WORD) * room);
    for (let i = 0; i < this.length - TIME_WORD; i++) {
      words.set(this.#words.subarray(i * before, i * before + this.count), i * room);
    }
    this.#integers = integers;
    this.#words = words;
    this.#halves = new Int32Array(words.buffer);
    this.#room = room;
  }
}
