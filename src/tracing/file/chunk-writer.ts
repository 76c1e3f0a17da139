import { serialize } from 'node:v8';
import { ByteWriter } from './bytes.ts';
import type { Chunk, ChunkGroup, ChunkVocabulary } from './chunk.ts';
import { writeColumn } from './columns.ts';
import { writeIntegers } from './integers.ts';
import { relationsOf, writeRelation } from './relations.ts';
import { settleNaNs } from './settle-nans.ts';
import type { ChunkHead } from './trace-format.ts';

/** Turns columns of events into bodies of chunks. */
export class ChunkWriter {
  readonly #vocabulary: ChunkVocabulary;
  readonly #columns = new ByteWriter();
  readonly #body = new ByteWriter();
  #names = new Map<number, number>();

  constructor(vocabulary: ChunkVocabulary) {
    this.#vocabulary = vocabulary;
  }

  /** Good until the next call. */
  body({ order, groups, sides }: Chunk): Uint8Array {
    const { names, envelopes, containers, types } = this.#vocabulary;
    const columns = this.#columns;
    const body = this.#body;
    columns.length = 0;
    body.length = 0;
    this.#names = new Map();
    writeIntegers(order, columns);
    for (const group of groups) this.#writeGroup(group);
    // Arrays are made anew, and what came by a clone is only ever a clone: others like them are serialised to other bytes. So are
    // those that `map` makes: once it is compiled, they count as having holes.
    const head: ChunkHead = {
      events: order.length,
      containers: Array.from(containers, (id) => id),
      types,
      names: Array.from(this.#names.keys(), (number) => names[number]),
      sides: sides.length === 0 ? [] : sides,
      groups: Array.from(groups, ({ envelope, count }) => ({ ...envelopes.at(envelope), events: count })),
    };
    const described = serialize(head);
    body.int32(described.length);
    body.append(described);
    body.append(columns.written);
    return body.written;
  }

  #writeGroup({ integers, columns }: ChunkGroup): void {
    for (const values of integers) writeIntegers(values, this.#columns);
    for (const words of columns) settleNaNs(new Int32Array(words.buffer, words.byteOffset, 2 * words.length));
    const relations = relationsOf(columns);
    columns.forEach((words, i) => {
      const relation = relations[i];
      if (relation === undefined) writeColumn(words, this.#nameNumber, this.#columns);
      else writeRelation(relation, this.#columns);
    });
  }

  readonly #nameNumber = (number: number): number => {
    const local = this.#names.get(number) ?? this.#names.size;
    this.#names.set(number, local);
    return local;
  };
}
