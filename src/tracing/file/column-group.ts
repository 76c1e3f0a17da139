import { HEADER_HALVES, TIME_WORD } from '../log/row.ts';

/** Room at the start, in events. */
const SMALLEST = 16;
const INTEGERS = HEADER_HALVES - 1;

/** The events of one envelope, column by column: their rows have one shape. */
export class ColumnGroup {
  readonly envelope: number;
  /** Words of a row, header included. */
  readonly length: number;
  count = 0;
  /** Among the groups that hold anything. */
  place = 0;
  /** Sequence number, that of the cause and number of the trade, each a column of `count` integers and room for more. */
  readonly integers: Int32Array[];
  /** The time, then a column for each word that the event wrote; and the same as halves of words. */
  readonly columns: Float64Array[];
  readonly halves: Int32Array[];
  #room = SMALLEST;

  constructor(envelope: number, length: number) {
    this.envelope = envelope;
    this.length = length;
    this.integers = Array.from({ length: INTEGERS }, () => new Int32Array(SMALLEST));
    this.columns = Array.from({ length: length - TIME_WORD }, () => new Float64Array(SMALLEST));
    this.halves = this.columns.map(({ buffer }) => new Int32Array(buffer));
  }

  /** @param row halves of the words of a row. */
  append(row: Int32Array): void {
    const at = this.count;
    if (at === this.#room) this.#grow(at + 1);
    const { integers, halves } = this;
    for (let i = 0; i < INTEGERS; i++) integers[i][at] = row[1 + i];
    for (let i = 0, half = 2 * TIME_WORD; i < halves.length; i++, half += 2) {
      const column = halves[i];
      column[2 * at] = row[half];
      column[2 * at + 1] = row[half + 1];
    }
    this.count = at + 1;
  }

  /**
   * Puts `events` more in that are like the last one, but for the time, and for the numbers of event and cause, which rise by
   * one. The caller writes the columns that are not among `constant`.
   */
  repeat(events: number, times: Float64Array, constant: readonly number[]): this {
    const last = this.count - 1;
    const end = last + 1 + events;
    if (end > this.#room) this.#grow(end);
    const [sequences, causes, trades] = this.integers;
    const sequence = sequences[last];
    const cause = causes[last];
    const trade = trades[last];
    const step = cause === 0 ? 0 : 1;
    for (let i = 1, at = last + 1; i <= events; i++, at++) {
      sequences[at] = sequence + i;
      causes[at] = cause + step * i;
      trades[at] = trade;
    }
    this.columns[0].set(times, last + 1);
    for (const column of constant) {
      // By halves, since a double in a register may lose the bits of a NaN.
      const halves = this.halves[column];
      const low = halves[2 * last];
      const high = halves[2 * last + 1];
      for (let half = 2 * (last + 1); half < 2 * end; half += 2) {
        halves[half] = low;
        halves[half + 1] = high;
      }
    }
    this.count = end;
    return this;
  }

  clear(): void {
    this.count = 0;
  }

  #grow(needed: number): void {
    const room = Math.max(2 * this.#room, needed);
    for (let i = 0; i < INTEGERS; i++) {
      const larger = new Int32Array(room);
      larger.set(this.integers[i]);
      this.integers[i] = larger;
    }
    for (let i = 0; i < this.columns.length; i++) {
      const larger = new Float64Array(room);
      larger.set(this.columns[i]);
      this.columns[i] = larger;
      this.halves[i] = new Int32Array(larger.buffer);
    }
    this.#room = room;
  }
}
