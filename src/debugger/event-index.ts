import { type EventKey, keyContainer, keyType } from '../events/event-id.ts';
import { upperBound } from '../foundation/binary-search.ts';

/** An event of the recorded stream, by numbers. */
export interface IndexedEvent {
  readonly key: EventKey;
  readonly sequence: number;
  /** Bar (from 1) in which it was published. */
  readonly bar: number;
  /** Number of the trade it belongs to; 0: none. */
  readonly trade: number;
}

/** What one container published of one type, oldest first. */
class Column {
  readonly key: EventKey;
  count = 0;
  sequences = new Uint32Array(16);
  bars = new Int32Array(16);
  trades = new Int32Array(16);
  hashes = new Int32Array(16);
  /** The row that was asked for last. */
  #asked = -1;

  constructor(key: EventKey) {
    this.key = key;
  }

  add(sequence: number, bar: number, trade: number, hash: number): void {
    const at = this.count;
    if (at === this.bars.length) this.#grow();
    this.sequences[at] = sequence;
    this.bars[at] = bar;
    this.trades[at] = trade;
    this.hashes[at] = hash;
    this.count = at + 1;
  }

  at(row: number): IndexedEvent {
    return { key: this.key, sequence: this.sequences[row], bar: this.bars[row], trade: this.trades[row] };
  }

  /** Rows whose bar is at most `bar`. */
  upTo(bar: number): number {
    return upperBound(this.bars, bar, this.count);
  }

  rowOf(sequence: number): number {
    // Bars that are run again ask for one after the other.
    const guess = this.#asked + 1;
    if (guess < this.count && this.sequences[guess] === sequence) {
      this.#asked = guess;
      return guess;
    }
    const row = upperBound(this.sequences, sequence, this.count) - 1;
    if (row < 0 || this.sequences[row] !== sequence) return -1;
    this.#asked = row;
    return row;
  }

  #grow(): void {
    const size = 2 * this.bars.length;
    const grown = <A extends Uint32Array | Int32Array>(into: A, from: A): A => {
      into.set(from);
      return into;
    };
    this.sequences = grown(new Uint32Array(size), this.sequences);
    this.bars = grown(new Int32Array(size), this.bars);
    this.trades = grown(new Int32Array(size), this.trades);
    this.hashes = grown(new Int32Array(size), this.hashes);
  }
}

/**
 * Where every signal, order, fill and position of a recorded run stands: five numbers an event, so that a whole run fits.
 * The events themselves are made again by running their bar.
 */
export class EventIndex {
  readonly #columns = new Map<EventKey, Column>();

  add(key: EventKey, sequence: number, bar: number, trade: number, hash: number): void {
    let column = this.#columns.get(key);
    if (column === undefined) {
      column = new Column(key);
      this.#columns.set(key, column);
    }
    column.add(sequence, bar, trade, hash);
  }

  get count(): number {
    let count = 0;
    for (const column of this.#columns.values()) count += column.count;
    return count;
  }

  get bytes(): number {
    let bytes = 0;
    for (const { bars } of this.#columns.values()) bytes += 16 * bars.length;
    return bytes;
  }

  /** Forgets what was published after `bar`. */
  truncate(bar: number): void {
    for (const column of this.#columns.values()) column.count = column.upTo(bar);
  }

  /** Number of events of these types published in bars (from, to]. */
  countBetween(from: number, to: number, types: ReadonlySet<number>, accepts: Accepts = anywhere): number {
    let count = 0;
    for (const column of this.#matching(types, accepts)) count += column.upTo(to) - column.upTo(from);
    return count;
  }

  /**
   * The first event in bars (from, to], of a container that `accepts` names, that did not come again.
   *
   * @param seen how many of each key came, all as they were recorded.
   */
  firstMissing(
    from: number,
    to: number,
    seen: ReadonlyMap<EventKey, number>,
    accepts: Accepts,
  ): IndexedEvent | undefined {
    let first: IndexedEvent | undefined;
    for (const column of this.#columns.values()) {
      if (!accepts(keyContainer(column.key))) continue;
      const row = column.upTo(from) + (seen.get(column.key) ?? 0);
      if (row >= column.upTo(to)) continue;
      const missing = column.at(row);
      // Within a bar types stand in the order in which one leads to the other.
      if (first === undefined || missing.bar < first.bar) first = missing;
      else if (missing.bar === first.bar && keyType(missing.key) < keyType(first.key)) first = missing;
    }
    return first;
  }

  find(key: EventKey, sequence: number): IndexedEvent | undefined {
    const column = this.#columns.get(key);
    const row = column?.rowOf(sequence) ?? -1;
    return row < 0 ? undefined : column?.at(row);
  }

  /** Hash of what the event said; undefined when there was no such event. */
  hashOf(key: EventKey, sequence: number): number | undefined {
    const column = this.#columns.get(key);
    const row = column?.rowOf(sequence) ?? -1;
    return row < 0 ? undefined : column?.hashes[row];
  }

  /** The first bar after `bar` in which an event of these types (and containers) was published. */
  barAfter(bar: number, types: ReadonlySet<number>, accepts: Accepts = anywhere): number | undefined {
    let first: number | undefined;
    for (const column of this.#matching(types, accepts)) {
      const row = column.upTo(bar);
      if (row < column.count && (first === undefined || column.bars[row] < first)) first = column.bars[row];
    }
    return first;
  }

  /** The last bar before `bar` in which one was. */
  barBefore(bar: number, types: ReadonlySet<number>, accepts: Accepts = anywhere): number | undefined {
    let last: number | undefined;
    for (const column of this.#matching(types, accepts)) {
      const row = column.upTo(bar - 1) - 1;
      if (row >= 0 && (last === undefined || column.bars[row] > last)) last = column.bars[row];
    }
    return last;
  }

  /** Events of these types in bars (from, to], by bar. */
  between(from: number, to: number, types: ReadonlySet<number>, accepts: Accepts = anywhere): IndexedEvent[] {
    const found: IndexedEvent[] = [];
    for (const column of this.#matching(types, accepts)) {
      const end = column.upTo(to);
      for (let row = column.upTo(from); row < end; row++) found.push(column.at(row));
    }
    return found.sort((a, b) => a.bar - b.bar);
  }

  /** Events that carry a trade's number, of these types, by bar. */
  ofTrade(trade: number, types: ReadonlySet<number>, accepts: Accepts): IndexedEvent[] {
    const found: IndexedEvent[] = [];
    for (const column of this.#matching(types, accepts)) {
      for (let row = 0; row < column.count; row++)
        if (column.trades[row] === trade) found.push(column.at(row));
    }
    return found.sort((a, b) => a.bar - b.bar);
  }

  /**
   * The first bar in (from, to] in which another run published something else than this one, of these containers.
   * Everything that events say is compared, by its hash.
   */
  firstDifference(other: EventIndex, from: number, to: number, accepts: Accepts): number | undefined {
    let end = to;
    let found: number | undefined;
    for (const key of new Set([...this.#columns.keys(), ...other.#columns.keys()])) {
      if (!accepts(keyContainer(key))) continue;
      const bar = differenceOf(
        this.#columns.get(key) ?? NOTHING,
        other.#columns.get(key) ?? NOTHING,
        from,
        end,
      );
      if (bar === undefined) continue;
      found = bar;
      end = bar;
    }
    return found;
  }

  *#matching(types: ReadonlySet<number>, accepts: Accepts): Generator<Column> {
    for (const column of this.#columns.values()) {
      if (types.has(keyType(column.key)) && accepts(keyContainer(column.key))) yield column;
    }
  }
}

/** Whether events of a container, by its number, are meant. */
export type Accepts = (container: number) => boolean;

const NOTHING = new Column(0);

function differenceOf(a: Column, b: Column, from: number, to: number): number | undefined {
  let i = a.upTo(from);
  let j = b.upTo(from);
  const endOfA = a.upTo(to);
  const endOfB = b.upTo(to);
  for (; i < endOfA && j < endOfB; i++, j++) {
    if (
      a.hashes[i] !== b.hashes[j] ||
      a.bars[i] !== b.bars[j] ||
      a.sequences[i] !== b.sequences[j] ||
      a.trades[i] !== b.trades[j]
    ) {
      return Math.min(a.bars[i], b.bars[j]);
    }
  }
  if (i < endOfA) return a.bars[i];
  return j < endOfB ? b.bars[j] : undefined;
}

const anywhere: Accepts = () => true;
