import type { EngineEvent, EventRecord } from '../../events/event.ts';
import { type ContainerNames, eventKey, keyType, parseEventId } from '../../events/event-id.ts';
import type { EventSink } from '../../events/event-sink.ts';
import type { EventSpan } from '../../events/event-span.ts';
import { eventTypeNumber } from '../../events/event-type.ts';
import type { Stateful, StateReader, StateWriter } from '../../foundation/state.ts';
import { LogIndex, parseTradeName, type TradeName } from './log-index.ts';
import { CAUSE_SEQUENCE, DROPPED, ENVELOPE, HEADER_WORDS, SEQUENCE, SIDE_TAG } from './row.ts';
import { RowReader } from './row-reader.ts';
import { type Chunk, type Position, RowStore } from './row-store.ts';
import { RowWriter } from './row-writer.ts';
import { SideValues } from './side-values.ts';
import type { FirstRow } from './span-rows.ts';

export type { TradeName } from './log-index.ts';
export type { Position } from './row-store.ts';

/** What an event log shares with others, and how it takes memory. */
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
  readonly #rows: RowStore;
  readonly #reader: RowReader;
  /** Made when an event first has any: most never do. */
  #sides: SideValues | null = null;
  #appended = 0;
  /** Words that are left free for the next row, as long as the longest so far, and how many they may become. */
  #room = HEADER_WORDS;
  readonly #mostRoom: number;
  #index: LogIndex | undefined = undefined;

  constructor(containers: ContainerNames, options: EventLogOptions = {}) {
    this.containers = containers;
    this.writer = options.writer ?? new RowWriter();
    const { envelopes, names, series, selfContained } = this.writer;
    const chunkWords = options.chunkWords ?? 8192;
    this.#rows = new RowStore(chunkWords, envelopes.lengths);
    this.#mostRoom = chunkWords / 8;
    const side = (number: number) => this.side(number);
    this.#reader = new RowReader({ containers, envelopes, names, series, selfContained, side });
  }

  /** Events held. */
  get count(): number {
    return this.#rows.count;
  }

  /** Memory taken up by rows, what stands beside them, and indexes; names and series, which are shared, apart. */
  get bytes(): number {
    return this.#rows.bytes + (this.#sides?.bytes ?? 0) + (this.#index?.bytes ?? 0);
  }

  /** Events ever put in. */
  get appended(): number {
    return this.#appended;
  }

  /** Position that the next event gets, if it fits where it should go. */
  get end(): Position {
    return this.#rows.end;
  }

  append(event: EngineEvent): Position {
    const { writer } = this;
    // A row that runs into the end of a chunk is written a second time: costlier than the room that is left.
    const tail = this.#rows.tailWith(this.#room);
    writer.begin(tail.words, tail.halves, tail.used);
    event.encode(writer);
    const length = writer.end();
    if (length === 0) return this.#appendOverflow();
    if (length > this.#room && length <= this.#mostRoom) this.#room = length;
    this.#appended++;
    const position = this.#rows.take(length);
    if (writer.sides.length > 0) this.#keepSides();
    return position;
  }

  /** Appends the events of a span, as if one by one. */
  appendSpan(span: EventSpan): void {
    const { from, to } = span;
    const rows = this.#rows;
    const { spanRows, selfContained } = this.writer;
    if (selfContained) {
      span.each((event) => this.append(event));
      return;
    }
    // Those of the first bar show what the rows look like.
    const first: FirstRow[] = [];
    let stride = 0;
    span.to = from + 1;
    span.each((event) => {
      const position = this.append(event);
      const chunk = rows.chunkOf(position) as Chunk;
      const length = rows.length(chunk, position - chunk.base);
      first.push({ chunk, position, length });
      stride += length;
    });
    span.to = to;
    for (let index = from + 1; index < to; ) {
      const tail = rows.tailWith(stride);
      const count = Math.min(to - index, Math.floor((tail.size - tail.used) / stride));
      spanRows.write(span, first, tail, index, count);
      rows.takeAll(tail, count * first.length, count * stride);
      this.#appended += count * first.length;
      index += count;
    }
  }

  /** Gives the values beside an event's row numbers of its own; `sideOf` tells what is now under a number. */
  renumberSides(position: Position, sideOf: (number: number) => unknown): void {
    const chunk = this.#rows.chunkOf(position) as Chunk;
    const { halves } = chunk;
    this.#sides ??= new SideValues();
    for (const half of this.#sideHalves(chunk, position - chunk.base)) {
      const value = sideOf(halves[half]);
      halves[half] = this.writer.takeSideNumber();
      this.#sides.set(halves[half], value);
    }
  }

  /** Appends a row as another log of the same writer holds it, without the values beside it. */
  appendRow(row: Float64Array): Position {
    const tail = this.#rows.tailWith(row.length);
    tail.words.set(row, tail.used);
    tail.halves[2 * tail.used + ENVELOPE] &= ~DROPPED;
    this.#appended++;
    return this.#rows.take(row.length);
  }

  side(number: number): unknown {
    return this.#sides?.get(number);
  }

  /** The words of an event's row, which must not be changed nor kept. */
  row(position: Position): Float64Array {
    const chunk = this.#rows.chunkOf(position) as Chunk;
    const at = position - chunk.base;
    return chunk.words.subarray(at, at + this.#rows.length(chunk, at));
  }

  /** The chunks of rows, oldest first, for whoever reads them by the million; not to be changed nor kept. */
  chunks(): readonly Chunk[] {
    return this.#rows.chunks();
  }

  /** @throws RangeError when no event is held there. */
  at(position: Position): EventRecord {
    const chunk = this.#rows.chunkOf(position);
    if (chunk === undefined || !this.#rows.has(position)) throw new RangeError(`no event at ${position}`);
    return this.#reader.record(chunk.words, chunk.halves, position - chunk.base);
  }

  /** Writes the event held there as it wrote itself. */
  encode(position: Position, out: EventSink): void {
    const chunk = this.#rows.chunkOf(position) as Chunk;
    const at = position - chunk.base;
    this.#reader.encode(chunk.words, chunk.halves, at, this.#rows.length(chunk, at), out);
  }

  has(position: Position): boolean {
    return this.#rows.has(position);
  }

  type(position: Position): number {
    return keyType(this.#key(position));
  }

  sequence(position: Position): number {
    return this.#rows.header(position, SEQUENCE) >>> 0;
  }

  /** Positions of all events held, oldest first. */
  positions(from: Position = 0): Generator<Position> {
    return this.#rows.positions(from);
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
    return this.#indexed().byId(key, sequence);
  }

  /** The events that the event with this id led to directly, oldest first. */
  causedBy(id: string): EventRecord[] {
    const position = this.positionOf(id);
    if (position === undefined) return [];
    const effects = this.#indexed().byCause(this.#key(position), this.sequence(position));
    return effects.map((effect) => this.at(effect));
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
    if (this.#sides !== null) {
      const chunk = this.#rows.chunkOf(position) as Chunk;
      for (const half of this.#sideHalves(chunk, position - chunk.base))
        this.#sides.delete(chunk.halves[half]);
    }
    this.#rows.drop(position);
  }

  /** Lets the oldest events go. Returns how many they were. */
  dropOldest(count: number): number {
    const dropped = Math.min(count, this.count);
    for (let left = dropped; left > 0; left--) this.drop(this.oldest as Position);
    return dropped;
  }

  /** Position of the oldest event held. */
  get oldest(): Position | undefined {
    return this.#rows.oldest;
  }

  /** Forgets all events at `position` and after. */
  truncate(position: Position): void {
    if (position >= this.end) return;
    // Found before any is dropped: dropping moves the chunks.
    const later = Array.from(this.positions(position));
    for (const after of later) this.drop(after);
    this.#rows.truncate(position);
    this.#index = undefined;
  }

  /** Gives back the memory of the indexes; the next look-up builds them again. */
  forgetIndexes(): void {
    this.#index = undefined;
  }

  clear(): void {
    this.#rows.clear();
    this.#sides = null;
    this.#index = undefined;
  }

  save(out: StateWriter): void {
    out.number(this.end);
  }

  /** Forgets what came after the saved moment. What was let go since stays so. */
  restore(from: StateReader): void {
    this.truncate(from.number());
  }

  #appendOverflow(): Position {
    const position = this.appendRow(this.writer.overflow);
    if (this.writer.sides.length > 0) this.#keepSides();
    return position;
  }

  #keepSides(): void {
    this.#sides ??= new SideValues();
    for (const { number, value } of this.writer.sides) this.#sides.set(number, value);
  }

  /** Where a row names values beside it, in 32-bit steps. */
  *#sideHalves(chunk: Chunk, at: number): Generator<number> {
    const end = 2 * (at + this.#rows.length(chunk, at));
    for (let half = 2 * (at + HEADER_WORDS); half < end; half += 2) {
      if (chunk.halves[half + 1] === SIDE_TAG) yield half;
    }
  }

  #key(position: Position): number {
    return this.writer.envelopes.keys[this.#rows.envelope(position)];
  }

  #causeOf(position: Position): Position | undefined {
    const sequence = this.#rows.header(position, CAUSE_SEQUENCE);
    if (sequence === 0) return undefined;
    const causeKey = this.writer.envelopes.causeKeys[this.#rows.envelope(position)];
    return this.positionOfKey(causeKey, sequence);
  }

  #ownPositions(trade: string | TradeName): Position[] {
    const name = typeof trade === 'string' ? parseTradeName(trade, this.containers) : trade;
    return name === undefined ? [] : this.#indexed().byTrade(name);
  }

  #indexed(): LogIndex {
    // Once most of what it knows is gone, a new one is smaller; seldom enough to cost next to nothing an event.
    if (this.#index === undefined || this.#index.count > 1024 + 2 * this.count) {
      this.#index = new LogIndex(this.#rows, this.writer.envelopes);
    }
    this.#index.update();
    return this.#index;
  }
}
