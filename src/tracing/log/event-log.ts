import type { EngineEvent, EventRecord } from '../../events/event.ts';
import { type ContainerNames, eventKey, keyType, parseEventId } from '../../events/event-id.ts';
import { eventTypeNumber } from '../../events/event-type.ts';
import type { Stateful, StateReader, StateWriter } from '../../foundation/state.ts';
import { ChainIndex } from './chain-index.ts';
import {
  CAUSE_KEY,
  CAUSE_SEQUENCE,
  DROPPED,
  HEADER_WORDS,
  KEY,
  LENGTH,
  SEQUENCE,
  SIDE_TAG,
  TRADE_CONTAINER,
  TRADE_NUMBER,
} from './row.ts';
import { RowReader } from './row-reader.ts';
import { RowWriter } from './row-writer.ts';

/** Where an event stands in a log; rises with every event, and is never given twice but after `truncate`. */
export type Position = number;

interface Chunk {
  readonly words: Float64Array;
  readonly halves: Int32Array;
  used: number;
  /** Events in it that have not been let go. */
  live: number;
}

/** A trade as events name it: the container that numbers it, and its number. */
export interface TradeName {
  readonly container: number;
  readonly number: number;
}

export interface EventLogOptions {
  /** Shared by the logs of a run. */
  readonly writer?: RowWriter;
  /** Words of 8 bytes in a chunk, the unit in which memory is taken and given back. 8,192 by default. */
  readonly chunkWords?: number;
}

/**
 * Events of one container in memory, as rows in chunks: putting one in copies numbers and makes no object; records are
 * made for whoever asks. Events can be let go in any order, and a chunk's memory with the last of its events.
 * Indexes for look-ups are built when first asked for, and kept up from then on.
 */
export class EventLog implements Stateful {
  readonly containers: ContainerNames;
  readonly writer: RowWriter;
  readonly #chunkWords: number;
  readonly #reader: RowReader;
  /** By number less `#firstChunk`; undefined where all events are gone, or where a chunk is longer than usual. */
  #chunks: (Chunk | undefined)[] = [];
  #firstChunk = 0;
  #tail: Chunk | undefined = undefined;
  /** Kept to be used again. */
  #spare: Chunk | undefined = undefined;
  #bytes = 0;
  #count = 0;
  #end = 0;
  #appended = 0;
  /** No event is held before this. */
  #head: Position = 0;
  readonly #sides = new Map<number, unknown>();
  #sideBytes = 0;
  #indexes: Indexes | undefined = undefined;

  constructor(containers: ContainerNames, options: EventLogOptions = {}) {
    this.containers = containers;
    this.writer = options.writer ?? new RowWriter();
    this.#chunkWords = options.chunkWords ?? 8192;
    const { names, series, selfContained } = this.writer;
    const sides = this.#sides;
    this.#reader = new RowReader({ containers, names, series, selfContained, side: (n) => sides.get(n) });
  }

  /** Events held. */
  get count(): number {
    return this.#count;
  }

  /** Memory taken up by rows, what stands beside them, and indexes; names and series, which are shared, apart. */
  get bytes(): number {
    return this.#bytes + this.#sideBytes + (this.#indexes?.bytes ?? 0);
  }

  /** Events ever put in. */
  get appended(): number {
    return this.#appended;
  }

  /** Position that the next event gets, if it fits where it should go. */
  get end(): Position {
    return this.#end;
  }

  append(event: EngineEvent): Position {
    const { writer } = this;
    const tail = this.#tail ?? this.#addChunk(1);
    const length = writer.write(event, tail.words, tail.halves, tail.used);
    const position = length > 0 ? this.#take(tail, length) : this.appendRow(writer.overflow);
    if (writer.sides.length > 0) this.#keepSides();
    return position;
  }

  /** Appends a copy of an event that another log of the same writer holds. */
  copyFrom(log: EventLog, position: Position): Position {
    const copied = this.appendRow(log.row(position));
    if (log.#sides.size > 0) this.renumberSides(copied, (number) => log.#sides.get(number));
    return copied;
  }

  /** Gives the values beside an event's row numbers of its own; `sideOf` tells what is now under a number. */
  renumberSides(position: Position, sideOf: (number: number) => unknown): void {
    const { halves } = this.#chunk(position) as Chunk;
    const at = 2 * (position % this.#chunkWords);
    const end = at + 2 * halves[at + LENGTH];
    for (let half = at + 2 * HEADER_WORDS; half < end; half += 2) {
      if (halves[half + 1] !== SIDE_TAG) continue;
      const value = sideOf(halves[half]);
      halves[half] = this.writer.takeSideNumber();
      this.#keepSide(halves[half], value);
    }
  }

  /** Appends a row as another log of the same writer holds it, without the values beside it. */
  appendRow(row: Float64Array): Position {
    let tail = this.#tail ?? this.#addChunk(row.length);
    if (tail.used + row.length > tail.words.length) tail = this.#addChunk(row.length);
    tail.words.set(row, tail.used);
    tail.halves[2 * tail.used + LENGTH] = row.length;
    return this.#take(tail, row.length);
  }

  side(number: number): unknown {
    return this.#sides.get(number);
  }

  /** The words of an event's row, which must not be changed nor kept. */
  row(position: Position): Float64Array {
    const chunk = this.#chunk(position) as Chunk;
    const at = position % this.#chunkWords;
    return chunk.words.subarray(at, at + (chunk.halves[2 * at + LENGTH] & ~DROPPED));
  }

  /** @throws RangeError when no event is held there. */
  at(position: Position): EventRecord {
    const chunk = this.#chunk(position);
    const at = position % this.#chunkWords;
    if (chunk === undefined || !isLive(chunk, at)) throw new RangeError(`no event at ${position}`);
    return this.#reader.record(chunk.words, chunk.halves, at);
  }

  has(position: Position): boolean {
    const chunk = this.#chunk(position);
    return chunk !== undefined && isLive(chunk, position % this.#chunkWords);
  }

  type(position: Position): number {
    return keyType(this.#header(position, KEY));
  }

  sequence(position: Position): number {
    return this.#header(position, SEQUENCE) >>> 0;
  }

  /** Positions of all events held, oldest first. */
  *positions(from: Position = 0): Generator<Position> {
    const first = Math.max(0, Math.floor(from / this.#chunkWords) - this.#firstChunk);
    for (let i = first; i < this.#chunks.length; i++) {
      const chunk = this.#chunks[i];
      if (chunk === undefined) continue;
      const base = (this.#firstChunk + i) * this.#chunkWords;
      for (let at = 0; at < chunk.used; at += chunk.halves[2 * at + LENGTH] & ~DROPPED) {
        if (base + at >= from && isLive(chunk, at)) yield base + at;
      }
    }
  }

  /** All events held, oldest first. */
  *records(): Generator<EventRecord> {
    for (const position of this.positions()) yield this.at(position);
  }

  /** The event with this id; its container may be left out where only one fits. */
  find(id: string): EventRecord | undefined {
    const position = this.positionOf(id);
    return position === undefined ? undefined : this.at(position);
  }

  positionOf(id: string): Position | undefined {
    const parsed = parseEventId(id);
    if (parsed === undefined) return undefined;
    const containers =
      parsed.containerId === undefined
        ? this.containers.keys()
        : [this.containers.indexOf(parsed.containerId)];
    for (const container of containers) {
      if (container < 0) continue;
      const position = this.positionOfKey(eventKey(container, parsed.type), parsed.sequenceNumber);
      if (position !== undefined) return position;
    }
    return undefined;
  }

  positionOfKey(key: number, sequence: number): Position | undefined {
    return this.#index()
      .ids.all(key, sequence)
      .findLast((position) => this.has(position));
  }

  /** The events that the event with this id led to directly, oldest first. */
  causedBy(id: string): EventRecord[] {
    const position = this.positionOf(id);
    if (position === undefined) return [];
    const key = this.#header(position, KEY);
    return this.#index()
      .causes.all(key, this.#header(position, SEQUENCE))
      .filter((p) => this.has(p))
      .map((p) => this.at(p));
  }

  /**
   * The whole life of a trade, oldest first: the events that carry its number, and what led to them as far as it is
   * held, such as signals, which belong to no trade, and the fill of a reversal, which carries the number of the trade
   * that it ended.
   *
   * @param trade as `correlationId` has it (`portfolio_balanced/trade-7`), or by numbers.
   */
  findCorrelated(trade: string | TradeName, type?: string): EventRecord[] {
    const wanted = type === undefined ? undefined : eventTypeNumber(type);
    if (type !== undefined && wanted === undefined) return [];
    return this.positionsOfTrade(trade)
      .filter((position) => wanted === undefined || this.type(position) === wanted)
      .map((position) => this.at(position));
  }

  positionsOfTrade(trade: string | TradeName): Position[] {
    const found = new Set<Position>();
    for (const position of this.#ownPositions(trade)) {
      let at: Position | undefined = position;
      while (at !== undefined && !found.has(at)) {
        found.add(at);
        at = this.#causeOf(at);
      }
    }
    return [...found].sort((a, b) => a - b);
  }

  /** Lets go of the events that carry a trade's number. Returns how many they were. */
  pruneCorrelated(trade: string | TradeName): number {
    const positions = this.#ownPositions(trade);
    for (const position of positions) this.drop(position);
    return positions.length;
  }

  /** Lets an event go. Not to be told twice. */
  drop(position: Position): void {
    const chunk = this.#chunk(position) as Chunk;
    const at = position % this.#chunkWords;
    if (this.#sides.size > 0) this.#dropSides(chunk, at);
    chunk.halves[2 * at + LENGTH] |= DROPPED;
    this.#count--;
    if (--chunk.live === 0) this.#release(position, chunk);
  }

  /** Lets the oldest events go. Returns how many they were. */
  dropOldest(count: number): number {
    const dropped = Math.min(count, this.#count);
    for (let left = dropped; left > 0; left--) this.drop(this.oldest as Position);
    return dropped;
  }

  /** Position of the oldest event held. */
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
      for (; at < chunk.used; at += chunk.halves[2 * at + LENGTH] & ~DROPPED) {
        if (isLive(chunk, at)) {
          this.#head = (this.#firstChunk + place) * this.#chunkWords + at;
          return this.#head;
        }
      }
    }
    return undefined;
  }

  /** Forgets all events at `position` and after. */
  truncate(position: Position): void {
    if (position >= this.#end) return;
    // Found before any is dropped: dropping moves the chunks.
    const later = Array.from(this.positions(position));
    for (const after of later) this.drop(after);
    const last = Math.floor(position / this.#chunkWords) - this.#firstChunk;
    for (let i = Math.max(0, last + 1); i < this.#chunks.length; i++) this.#forget(this.#chunks[i]);
    this.#chunks.length = Math.max(0, Math.min(this.#chunks.length, last + 1));
    const chunk = this.#chunks[last];
    this.#tail = chunk;
    if (chunk !== undefined) chunk.used = position % this.#chunkWords;
    if (this.#chunks.length === 0) this.#firstChunk = Math.ceil(position / this.#chunkWords);
    this.#end = position;
    this.#head = Math.min(this.#head, position);
    this.#indexes = undefined;
  }

  /** Gives back the memory of the indexes; the next look-up builds them again. */
  forgetIndexes(): void {
    this.#indexes = undefined;
  }

  clear(): void {
    for (const chunk of this.#chunks) this.#forget(chunk);
    this.#firstChunk += this.#chunks.length;
    this.#chunks = [];
    this.#tail = undefined;
    this.#count = 0;
    this.#end = this.#firstChunk * this.#chunkWords;
    this.#sides.clear();
    this.#sideBytes = 0;
    this.#indexes = undefined;
  }

  save(out: StateWriter): void {
    out.number(this.#end);
  }

  /** Forgets what came after the saved moment. What was let go since stays so. */
  restore(from: StateReader): void {
    this.truncate(from.number());
  }

  #take(chunk: Chunk, length: number): Position {
    const position = this.#base(chunk) + chunk.used;
    chunk.used += length;
    chunk.live++;
    this.#count++;
    this.#appended++;
    this.#end = position + length;
    return position;
  }

  /** The tail is always the last chunk; one that is longer than usual has empty places after it. */
  #base(chunk: Chunk): number {
    const places = Math.ceil(chunk.words.length / this.#chunkWords);
    return (this.#firstChunk + this.#chunks.length - places) * this.#chunkWords;
  }

  #addChunk(needed: number): Chunk {
    const places = Math.ceil(needed / this.#chunkWords);
    const full = this.#tail;
    this.#tail = undefined;
    if (full?.live === 0)
      this.#release((this.#firstChunk + this.#chunks.lastIndexOf(full)) * this.#chunkWords, full);
    let chunk = this.#spare;
    if (chunk !== undefined && places === 1) {
      this.#spare = undefined;
      chunk.used = 0;
      chunk.live = 0;
    } else {
      // One that is longer than usual holds one event, so that every event begins in the place it is numbered by.
      const words = new Float64Array(Math.max(needed, this.#chunkWords));
      chunk = { words, halves: new Int32Array(words.buffer), used: 0, live: 0 };
      this.#bytes += words.byteLength;
    }
    this.#chunks.push(chunk);
    for (let i = 1; i < places; i++) this.#chunks.push(undefined);
    this.#tail = chunk;
    return chunk;
  }

  /** A chunk without events gives its memory back; the one being written to starts again at its end. */
  #release(position: Position, chunk: Chunk): void {
    if (chunk === this.#tail) return;
    this.#chunks[Math.floor(position / this.#chunkWords) - this.#firstChunk] = undefined;
    this.#forget(chunk);
    let gone = 0;
    while (gone < this.#chunks.length && this.#chunks[gone] === undefined) gone++;
    if (gone === 0) return;
    this.#chunks.splice(0, gone);
    this.#firstChunk += gone;
  }

  #forget(chunk: Chunk | undefined): void {
    if (chunk === undefined) return;
    if (this.#spare === undefined && chunk.words.length === this.#chunkWords) this.#spare = chunk;
    else this.#bytes -= chunk.words.byteLength;
  }

  #chunk(position: Position): Chunk | undefined {
    const i = Math.floor(position / this.#chunkWords) - this.#firstChunk;
    return i >= 0 && i < this.#chunks.length ? this.#chunks[i] : undefined;
  }

  #header(position: Position, field: number): number {
    return (this.#chunk(position) as Chunk).halves[2 * (position % this.#chunkWords) + field];
  }

  #causeOf(position: Position): Position | undefined {
    const sequence = this.#header(position, CAUSE_SEQUENCE);
    return sequence === 0 ? undefined : this.positionOfKey(this.#header(position, CAUSE_KEY), sequence);
  }

  #ownPositions(trade: string | TradeName): Position[] {
    const name = typeof trade === 'string' ? this.#parseTrade(trade) : trade;
    if (name === undefined) return [];
    return this.#index()
      .trades.all(name.container, name.number)
      .filter((position) => this.has(position));
  }

  #parseTrade(trade: string): TradeName | undefined {
    const match = /^(.+)\/trade-(\d+)$/.exec(trade);
    if (match === null) return undefined;
    const container = this.containers.indexOf(match[1]);
    return container < 0 ? undefined : { container, number: Number(match[2]) };
  }

  #index(): Indexes {
    let indexes = this.#indexes;
    // Once most of what it knows is gone, a new one is smaller; seldom enough to cost next to nothing an event.
    if (indexes === undefined || indexes.ids.count > 1024 + 2 * this.#count) {
      indexes = new Indexes();
      this.#indexes = indexes;
    }
    if (indexes.upTo < this.#end) {
      for (const position of this.positions(indexes.upTo)) {
        const at = 2 * (position % this.#chunkWords);
        indexes.add((this.#chunk(position) as Chunk).halves, at, position);
      }
      indexes.upTo = this.#end;
    }
    return indexes;
  }

  #keepSides(): void {
    for (const { number, value } of this.writer.sides) this.#keepSide(number, value);
  }

  #keepSide(number: number, value: unknown): void {
    this.#sides.set(number, value);
    this.#sideBytes += sizeOfSide(value);
  }

  #dropSides({ halves }: Chunk, at: number): void {
    const end = 2 * (at + (halves[2 * at + LENGTH] & ~DROPPED));
    for (let half = 2 * (at + HEADER_WORDS); half < end; half += 2) {
      if (halves[half + 1] !== SIDE_TAG) continue;
      const number = halves[half];
      this.#sideBytes -= sizeOfSide(this.#sides.get(number));
      this.#sides.delete(number);
    }
  }
}

class Indexes {
  readonly ids = new ChainIndex();
  readonly trades = new ChainIndex();
  readonly causes = new ChainIndex();
  /** Events before this position are in. */
  upTo: Position = 0;

  get bytes(): number {
    return this.ids.bytes + this.trades.bytes + this.causes.bytes;
  }

  add(halves: Int32Array, at: number, position: Position): void {
    this.ids.add(halves[at + KEY], halves[at + SEQUENCE], position);
    const trade = halves[at + TRADE_NUMBER];
    if (trade !== 0) this.trades.add(halves[at + TRADE_CONTAINER], trade, position);
    const cause = halves[at + CAUSE_SEQUENCE];
    if (cause !== 0) this.causes.add(halves[at + CAUSE_KEY], cause, position);
  }
}

function isLive(chunk: Chunk, at: number): boolean {
  return at < chunk.used && (chunk.halves[2 * at + LENGTH] & DROPPED) === 0;
}

/** About what a value beside the rows takes up: two bytes a character; objects as their members, roughly. */
function sizeOfSide(value: unknown): number {
  if (typeof value === 'string') return 16 + 2 * value.length;
  if (typeof value === 'object' && value !== null) {
    let size = 32;
    for (const [key, member] of Object.entries(value)) size += 2 * key.length + sizeOfSide(member);
    return size;
  }
  return 8;
}
