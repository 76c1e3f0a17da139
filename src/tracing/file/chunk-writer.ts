import { serialize } from 'node:v8';
import type { ContainerNames } from '../../events/event-id.ts';
import { eventTypeNames, eventTypeNumber } from '../../events/event-type.ts';
import { ByteWriter } from './bytes.ts';
import type { ColumnGroup } from './column-group.ts';
import { writeColumn } from './columns.ts';
import type { EventColumns } from './event-columns.ts';
import { writeIntegers } from './integers.ts';
import { relationsOf, writeRelation } from './relations.ts';
import type { ChunkHead } from './trace-format.ts';

/** Turns columns of events into bodies of chunks. */
export class ChunkWriter {
  readonly #containers: ContainerNames;
  readonly #columns = new ByteWriter();
  readonly #body = new ByteWriter();
  #names = new Map<number, number>();

  constructor(containers: ContainerNames) {
    this.#containers = containers;
  }

  /** Good until the next call. */
  body({ order, groups, sides, writer }: EventColumns): Uint8Array {
    const columns = this.#columns;
    const body = this.#body;
    columns.length = 0;
    body.length = 0;
    this.#names = new Map();
    writeIntegers(order, columns);
    for (const group of groups) this.#writeGroup(group);
    const head: ChunkHead = {
      events: order.length,
      containers: [...this.#containers],
      types: Object.fromEntries(eventTypeNames().map((name) => [eventTypeNumber(name) as number, name])),
      names: [...this.#names.keys()].map((number) => writer.names[number]),
      sides,
      groups: groups.map(({ envelope, count }) => ({ ...writer.envelopes.at(envelope), events: count })),
    };
    const described = serialize(head);
    body.int32(described.length);
    body.append(described);
    body.append(columns.written);
    return body.written;
  }

  #writeGroup({ integers, columns, count }: ColumnGroup): void {
    for (const values of integers) writeIntegers(values.subarray(0, count), this.#columns);
    const own = columns.map((words) => words.subarray(0, count));
    const relations = relationsOf(own);
    own.forEach((words, i) => {
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
