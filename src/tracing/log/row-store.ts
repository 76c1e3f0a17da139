import * as row from './row.ts';

// A module's own constants are compiled into its code; those of others are read anew at each use.
const { DROPPED, ENVELOPE } = row;

/** Chunks that are moved up one by one. */
const MOVED_AT_MOST = 16;

/** Where an event stands in a log; rises with every event, and is never given twice but after `truncate`. */
export type Position = number;

/** A stretch of memory for rows. Its first word is at position `base`. */
export interface Chunk {
  readonly words: Float64Array;
  readonly halves: Int32Array;
  /** Words that have room in it. */
  readonly size: number;
  base: Position;
  used: number;
  /** Events in it that have not been let go. */
  live: number;
}

/**
 * Rows in chunks, the unit in which memory is taken and given back. Rows can be let go in any order, and a chunk's memory
 * with the last of its rows.
 */
export class RowStore {
  readonly #chunkWords: number;
  /** Lengths of rows by envelope. */
  readonly #lengths: readonly number[];
  /** By number less `#firstChunk`; undefined where all events are gone, or where a chunk is longer than usual. */
  #chunks: (Chunk | undefined)[] = [];
  #firstChunk = 0;
  #tail: Chunk | undefined = undefined;
  /** Kept to be used again. */
  #spare: Chunk | undefined = undefined;
  #bytes = 0;
  #count = 0;
  /** No event is held before this. */
  #head: Position = 0;

  constructor(chunkWords: number, lengths: readonly number[]) {
    this.#chunkWords = chunkWords;
    this.#lengths = lengths;
  }

  get count(): number {
    return this.#count;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Position that the next row gets, if it fits where it should go. */
  get end(): Position {
    const tail = this.#tail;
    if (tail !== undefined) return tail.base + tail.used;
    return (this.#firstChunk + this.#chunks.length) * this.#chunkWords;
  }

  /** The chunk being written to, always the last one. */
  get tail(): Chunk {
    return this.#tail ?? this.#addChunk(1);
  }

  /** The chunk being written to, a new one unless that many words fit. */
  tailWith(words: number): Chunk {
    const { tail } = this;
    return tail.used + words > tail.size ? this.#addChunk(words) : tail;
  }

  /** Counts in a row that was written at the end of the tail. */
  take(length: number): Position {
    const { tail } = this;
    const position = tail.base + tail.used;
    tail.used += length;
    tail.live++;
    this.#count++;
    return position;
  }

  /** Counts in several rows at once. */
  takeAll(tail: Chunk, rows: number, words: number): void {
    tail.used += words;
    tail.live += rows;
    this.#count += rows;
  }

  /** Undefined where nothing is held. */
  chunkOf(position: Position): Chunk | undefined {
    const tail = this.#tail;
    if (tail !== undefined && position >= tail.base) return tail;
    const i = Math.floor(position / this.#chunkWords) - this.#firstChunk;
    return i >= 0 && i < this.#chunks.length ? this.#chunks[i] : undefined;
  }

  has(position: Position): boolean {
    const chunk = this.chunkOf(position);
    return chunk !== undefined && isLive(chunk, position - chunk.base);
  }

  /** Half of the row's header, by its place in 32-bit steps. */
  header(position: Position, field: number): number {
    const { halves, base } = this.chunkOf(position) as Chunk;
    return halves[2 * (position - base) + field];
  }

  envelope(position: Position): number {
    return this.header(position, ENVELOPE) & ~DROPPED;
  }

  length({ halves }: Chunk, at: number): number {
    return this.#lengths[halves[2 * at + ENVELOPE] & ~DROPPED];
  }

  /** Positions of all rows held, oldest first. */
  *positions(from: Position = 0): Generator<Position> {
    const first = Math.max(0, Math.floor(from / this.#chunkWords) - this.#firstChunk);
    for (let i = first; i < this.#chunks.length; i++) {
      const chunk = this.#chunks[i];
      if (chunk === undefined) continue;
      for (let at = 0; at < chunk.used; at += this.length(chunk, at)) {
        if (chunk.base + at >= from && isLive(chunk, at)) yield chunk.base + at;
      }
    }
  }

  /** The chunks that hold anything, oldest first. */
  chunks(): Chunk[] {
    return this.#chunks.filter((chunk) => chunk !== undefined);
  }

  /** Position of the oldest row held. */
  get oldest(): Position | undefined {
    if (this.#count === 0) return undefined;
    let place = Math.floor(this.#head / this.#chunkWords) - this.#firstChunk;
    let at = this.#head % this.#chunkWords;
    if (place < 0) {
      place = 0;
      at = 0;
    }
    for (; place < this.#chunks.length; place++, at = 0) {
      const chunk = this.#chunks[place];
      if (chunk === undefined) continue;
      for (; at < chunk.used; at += this.length(chunk, at)) {
        if (isLive(chunk, at)) {
          this.#head = chunk.base + at;
          return this.#head;
        }
      }
    }
    return undefined;
  }

  /** Lets a row go. Not to be told twice. */
  drop(position: Position): void {
    const chunk = this.chunkOf(position) as Chunk;
    chunk.halves[2 * (position - chunk.base) + ENVELOPE] |= DROPPED;
    this.#count--;
    if (--chunk.live === 0) this.#release(chunk);
  }

  /** Takes back what was written at `position` and after; all rows there must have been let go. */
  truncate(position: Position): void {
    const last = Math.floor(position / this.#chunkWords) - this.#firstChunk;
    for (let i = Math.max(0, last + 1); i < this.#chunks.length; i++) this.#forget(this.#chunks[i]);
    this.#chunks.length = Math.max(0, Math.min(this.#chunks.length, last + 1));
    const chunk = this.#chunks[last];
    this.#tail = chunk;
    if (chunk !== undefined) chunk.used = position - chunk.base;
    if (this.#chunks.length === 0) this.#firstChunk = Math.ceil(position / this.#chunkWords);
    this.#head = Math.min(this.#head, position);
  }

  clear(): void {
    for (const chunk of this.#chunks) this.#forget(chunk);
    this.#firstChunk += this.#chunks.length;
    this.#chunks = [];
    this.#tail = undefined;
    this.#count = 0;
  }

  #addChunk(needed: number): Chunk {
    const chunkWords = this.#chunkWords;
    const full = this.#tail;
    this.#tail = undefined;
    if (full?.live === 0) this.#release(full);
    const base = (this.#firstChunk + this.#chunks.length) * chunkWords;
    const chunk = needed <= chunkWords ? this.#usualChunk(base) : this.#longChunk(base, needed);
    this.#chunks.push(chunk);
    for (let words = chunkWords; words < needed; words += chunkWords) this.#chunks.push(undefined);
    this.#tail = chunk;
    return chunk;
  }

  #usualChunk(base: Position): Chunk {
    const spare = this.#spare;
    if (spare === undefined) return this.#longChunk(base, this.#chunkWords);
    this.#spare = undefined;
    spare.base = base;
    spare.used = 0;
    spare.live = 0;
    return spare;
  }

  /** One that is longer than usual holds one event, so that every event begins in the place it is numbered by. */
  #longChunk(base: Position, length: number): Chunk {
    const words = new Float64Array(length);
    this.#bytes += words.byteLength;
    return { words, halves: new Int32Array(words.buffer), size: length, base, used: 0, live: 0 };
  }

  /** A chunk without events gives its memory back; the one being written to is let go when it is full. */
  #release(chunk: Chunk): void {
    if (chunk === this.#tail) return;
    this.#chunks[chunk.base / this.#chunkWords - this.#firstChunk] = undefined;
    this.#forget(chunk);
    this.#forgetGone();
  }

  /** Forgets the places of chunks before the first that is held. Mostly that is one, and there are hardly more. */
  #forgetGone(): void {
    const chunks = this.#chunks;
    let gone = 0;
    while (gone < chunks.length && chunks[gone] === undefined) gone++;
    if (gone === 0) return;
    this.#firstChunk += gone;
    if (chunks.length > MOVED_AT_MOST) {
      chunks.splice(0, gone);
      return;
    }
    // By hand, since `splice` makes an array of what it takes out.
    for (let i = gone; i < chunks.length; i++) chunks[i - gone] = chunks[i];
    for (; gone > 0; gone--) chunks.pop();
  }

  #forget(chunk: Chunk | undefined): void {
    if (chunk === undefined) return;
    if (this.#spare === undefined && chunk.size === this.#chunkWords) this.#spare = chunk;
    else this.#bytes -= chunk.words.byteLength;
  }
}

export function isLive(chunk: Chunk, at: number): boolean {
  return at < chunk.used && (chunk.halves[2 * at + ENVELOPE] & DROPPED) === 0;
}
