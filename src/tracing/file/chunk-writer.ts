import { serialize } from 'node:v8';
import { eventTypeNames, eventTypeNumber } from '../../events/event-type.ts';
import type { EventLog } from '../log/event-log.ts';
import { ENVELOPE, HEADER_HALVES, HEADER_WORDS, SIDE_TAG, TIME_WORD } from '../log/row.ts';
import type { Chunk } from '../log/row-store.ts';
import { ByteWriter } from './bytes.ts';
import { writeColumn } from './columns.ts';
import { writeIntegers } from './integers.ts';
import type { ChunkHead } from './trace-format.ts';

/** The rows of one envelope, by the words at which they begin. */
interface Group {
  readonly envelope: number;
  readonly rows: Int32Array;
}

/** Turns the rows of a log into bodies of chunks, column by column: the rows of one envelope have one shape. */
export class ChunkWriter {
  readonly #log: EventLog;
  readonly #out = new ByteWriter();
  #integers = new Int32Array(1024);
  #words = new Float64Array(1024);
  #names = new Map<number, number>();
  #sides: unknown[] = [];

  constructor(log: EventLog) {
    this.#log = log;
  }

  /** @param rows of the log, none let go. */
  body(rows: Chunk): Uint8Array {
    const { groups, order } = this.#grouped(rows);
    const out = this.#out;
    out.length = 0;
    this.#names = new Map();
    this.#sides = [];
    writeIntegers(order, out);
    for (const group of groups) this.#writeGroup(rows, group);
    const { containers, writer } = this.#log;
    const head: ChunkHead = {
      events: order.length,
      containers: [...containers],
      types: Object.fromEntries(eventTypeNames().map((name) => [eventTypeNumber(name) as number, name])),
      names: [...this.#names.keys()].map((number) => writer.names[number]),
      sides: this.#sides,
      groups: groups.map((group) => ({
        ...writer.envelopes.at(group.envelope),
        events: group.rows.length,
      })),
    };
    const described = serialize(head);
    const length = new Uint8Array(Uint32Array.of(described.length).buffer);
    return Buffer.concat([length, described, out.bytes.subarray(0, out.length)]);
  }

  /** Groups in the order in which they are first met, and the group of each row. */
  #grouped({ halves, used, live }: Chunk): { groups: Group[]; order: Int32Array } {
    const { lengths, count } = this.#log.writer.envelopes;
    const groupOf = new Int32Array(count).fill(-1);
    const envelopes: number[] = [];
    const sizes: number[] = [];
    const order = new Int32Array(live);
    for (let at = 0, row = 0; at < used; row++) {
      const envelope = halves[2 * at + ENVELOPE];
      let group = groupOf[envelope];
      if (group < 0) {
        group = envelopes.push(envelope) - 1;
        sizes.push(0);
        groupOf[envelope] = group;
      }
      sizes[group]++;
      order[row] = group;
      at += lengths[envelope];
    }
    const groups = envelopes.map((envelope, i) => ({ envelope, rows: new Int32Array(sizes[i]) }));
    sizes.fill(0);
    for (let row = 0, at = 0; row < live; row++) {
      const group = order[row];
      groups[group].rows[sizes[group]++] = at;
      at += lengths[envelopes[group]];
    }
    return { groups, order };
  }

  #writeGroup({ halves }: Chunk, { envelope, rows }: Group): void {
    const count = rows.length;
    const length = this.#log.writer.envelopes.lengths[envelope];
    this.#makeRoom(count);
    const integers = this.#integers.subarray(0, count);
    for (let field = ENVELOPE + 1; field < HEADER_HALVES; field++) {
      for (let i = 0; i < count; i++) integers[i] = halves[2 * rows[i] + field];
      writeIntegers(integers, this.#out);
    }
    const words = this.#words.subarray(0, count);
    const column = new Int32Array(this.#words.buffer, 0, 2 * count);
    for (let word = TIME_WORD; word < length; word++) {
      let hasSides = false;
      for (let i = 0; i < count; i++) {
        const half = 2 * (rows[i] + word);
        column[2 * i] = halves[half];
        column[2 * i + 1] = halves[half + 1];
        hasSides ||= halves[half + 1] === SIDE_TAG;
      }
      if (hasSides && word >= HEADER_WORDS) this.#takeSides(column);
      writeColumn(words, this.#nameNumber, this.#out);
    }
  }

  #makeRoom(count: number): void {
    if (count <= this.#integers.length) return;
    this.#integers = new Int32Array(2 * count);
    this.#words = new Float64Array(2 * count);
  }

  /** Values beside the rows get numbers of the chunk. */
  #takeSides(column: Int32Array): void {
    for (let half = 0; half < column.length; half += 2) {
      if (column[half + 1] === SIDE_TAG) column[half] = this.#sides.push(this.#log.side(column[half])) - 1;
    }
  }

  readonly #nameNumber = (number: number): number => {
    const local = this.#names.get(number) ?? this.#names.size;
    this.#names.set(number, local);
    return local;
  };
}
