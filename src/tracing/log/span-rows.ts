import type { EventSpan } from '../../events/event-span.ts';
import * as row from './row.ts';
import type { Chunk, Position } from './row-store.ts';

// A module's own constants are compiled into its code; those of others are read anew at each use.
const { CAUSE_SEQUENCE, ENVELOPE, HEADER_WORDS, SEQUENCE, TIME_WORD, TRADE_NUMBER } = row;

/** Words after the header that may be the same in all rows of a type: names and sizes. */
const CONSTANTS = 3;

/** The first row of each event of a span, from which those of the bars after it are told. */
export interface FirstRow {
  readonly chunk: Chunk;
  readonly position: Position;
  readonly length: number;
}

/**
 * Writes the rows of spans in loops without a call and without making an object: what `RowWriter` would write for one event
 * after another. Rows of one type are written together, `stride` words apart.
 */
export class SpanRows {
  #words: Float64Array = new Float64Array(0);
  #halves: Int32Array = new Int32Array(0);
  #stride = 0;
  #count = 0;

  /**
   * Writes rows for `count` bars from `index` to the end of a chunk, where they fit. Bars and features are named by their place
   * in a series.
   */
  write(span: EventSpan, first: readonly FirstRow[], chunk: Chunk, index: number, count: number): void {
    this.#words = chunk.words;
    this.#halves = chunk.halves;
    this.#count = count;
    this.#stride = 0;
    for (const { length } of first) this.#stride += length;
    const { series } = span.bar;
    const offset = index - span.from;
    let at = chunk.used;
    let part = 0;
    if (span.bars) {
      this.#repeat(first[part], at, series.closeTime, index, offset);
      this.#indexes(at, index);
      at += first[part++].length;
    }
    if (span.features !== null) {
      this.#repeat(first[part], at, series.closeTime, index, offset);
      this.#indexes(at, index);
      at += first[part++].length;
    }
    if (span.update !== null) {
      this.#repeat(first[part], at, series.closeTime, index, offset);
      this.#updates(at, span.update.cash, span.rows, span.row + 4 * offset);
    }
  }

  /** Headers, in which all numbers rise by one a bar, and the words that stay the same; the others are written over. */
  #repeat(
    { chunk, position, length }: FirstRow,
    at: number,
    times: Float64Array,
    index: number,
    offset: number,
  ): void {
    const words = this.#words;
    const halves = this.#halves;
    const source = chunk.halves;
    const head = 2 * (position - chunk.base);
    const envelope = source[head + ENVELOPE];
    const sequence = source[head + SEQUENCE] + offset;
    const trade = source[head + TRADE_NUMBER];
    const step = source[head + CAUSE_SEQUENCE] === 0 ? 0 : 1;
    const cause = source[head + CAUSE_SEQUENCE] + step * offset;
    const constants = Math.min(length - HEADER_WORDS, CONSTANTS);
    for (let i = 0, word = at; i < this.#count; i++, word += this.#stride) {
      const half = 2 * word;
      halves[half + ENVELOPE] = envelope;
      halves[half + SEQUENCE] = sequence + i;
      halves[half + CAUSE_SEQUENCE] = cause + step * i;
      halves[half + TRADE_NUMBER] = trade;
      words[word + TIME_WORD] = times[index + i];
      for (let k = 2 * HEADER_WORDS; k < 2 * (HEADER_WORDS + constants); k++)
        halves[half + k] = source[head + k];
    }
  }

  #indexes(at: number, index: number): void {
    const halves = this.#halves;
    const step = 2 * this.#stride;
    for (let i = 0, half = 2 * (at + HEADER_WORDS); i < this.#count; i++, half += step)
      halves[half] = index + i;
  }

  #updates(at: number, cash: number, rows: Float64Array, row: number): void {
    const words = this.#words;
    for (let i = 0, word = at + HEADER_WORDS; i < this.#count; i++, word += this.#stride) {
      const from = row + 4 * i;
      words[word] = cash;
      words[word + 1] = rows[from + 1];
      words[word + 2] = rows[from + 2];
      words[word + 3] = rows[from + 3];
    }
  }
}
