import { closeSync, openSync, writeSync } from 'node:fs';
import { serialize } from 'node:v8';
import { constants, crc32, zstdCompressSync } from 'node:zlib';
import type { EngineEvent } from '../../events/event.ts';
import type { EventBus, EventObserver } from '../../events/event-bus.ts';
import type { ContainerNames } from '../../events/event-id.ts';
import { eventTypeNames, eventTypeNumber } from '../../events/event-type.ts';
import { EventLog, type Position } from '../log/event-log.ts';
import { HEADER_HALVES, HEADER_WORDS, KEY, LENGTH, SIDE_TAG, SOURCE, TIME_WORD } from '../log/row.ts';
import { RowWriter } from '../log/row-writer.ts';
import { ByteWriter, writeColumn, writeIntegers } from './columns.ts';
import { type ChunkHead, MAGIC } from './trace-format.ts';

/** Events in a chunk, unless fewer are flushed. */
const CHUNK_EVENTS = 16_384;

interface Group {
  readonly key: number;
  readonly words: number;
  readonly rows: Position[];
}

/** Writes the events that pass a bus to a `.trace` file, in columns, pressed by zstd. */
export class TraceFileWriter implements EventObserver {
  readonly path: string;
  readonly #file: number;
  readonly #log: EventLog;
  readonly #out = new ByteWriter();
  #events = 0;
  #bytes = MAGIC.length;

  /** @throws when the file exists, or cannot be made. */
  constructor(path: string, containers: ContainerNames) {
    this.path = path;
    this.#file = openSync(path, 'wx');
    writeSync(this.#file, MAGIC);
    this.#log = new EventLog(containers, { writer: new RowWriter(true), chunkWords: 1 << 16 });
  }

  /** Events taken in, and bytes written so far. */
  get events(): number {
    return this.#events;
  }
  get bytes(): number {
    return this.#bytes;
  }

  observe(event: EngineEvent, _bus?: EventBus): void {
    this.#log.append(event);
    this.#events++;
    if (this.#log.count === CHUNK_EVENTS) this.flush();
  }

  /** Writes what was taken in, as a chunk of its own. */
  flush(): void {
    if (this.#log.count === 0) return;
    const body = this.#body();
    const pressed = zstdCompressSync(body, { params: { [constants.ZSTD_c_compressionLevel]: 1 } });
    const head = new Uint32Array([pressed.length, crc32(pressed), body.length]);
    // In one call: what is cut off by the death of the process is then the end of one chunk.
    const chunk = Buffer.concat([new Uint8Array(head.buffer), pressed]);
    for (let at = 0; at < chunk.length; ) at += writeSync(this.#file, chunk, at);
    this.#bytes += chunk.length;
    this.#log.clear();
  }

  close(): void {
    this.flush();
    closeSync(this.#file);
  }

  #body(): Uint8Array {
    const log = this.#log;
    const groups: Group[] = [];
    const groupOf = new Map<number, number>();
    const order = new Int32Array(log.count);
    let event = 0;
    for (const position of log.positions()) {
      const row = log.row(position);
      const key = new Int32Array(row.buffer, row.byteOffset, HEADER_HALVES)[KEY];
      const id = key * 65_536 + row.length;
      let group = groupOf.get(id);
      if (group === undefined) {
        group = groups.push({ key, words: row.length, rows: [] }) - 1;
        groupOf.set(id, group);
      }
      groups[group].rows.push(position);
      order[event++] = group;
    }
    const names = new Map<number, number>();
    const nameNumber = (number: number) => {
      const local = names.get(number) ?? names.size;
      names.set(number, local);
      return local;
    };
    const sides: unknown[] = [];
    const columns = this.#out;
    columns.length = 0;
    writeIntegers(order, columns);
    for (const group of groups) this.#writeGroup(group, nameNumber, sides);
    const head: ChunkHead = {
      events: log.count,
      containers: [...log.containers],
      types: Object.fromEntries(eventTypeNames().map((name) => [eventTypeNumber(name) as number, name])),
      names: [...names.keys()].map((number) => log.writer.names[number]),
      sides,
      groups: groups.map(({ key, words, rows }) => ({ key, words, events: rows.length })),
    };
    const described = serialize(head);
    const length = new Uint8Array(Uint32Array.of(described.length).buffer);
    return Buffer.concat([length, described, columns.bytes.subarray(0, columns.length)]);
  }

  #writeGroup({ words, rows }: Group, nameNumber: (number: number) => number, sides: unknown[]): void {
    const count = rows.length;
    const header = Array.from({ length: HEADER_HALVES }, () => new Int32Array(count));
    const columns = Array.from({ length: words - TIME_WORD }, () => new Float64Array(count));
    const columnHalves = columns.map((column) => new Int32Array(column.buffer));
    rows.forEach((position, i) => {
      const row = this.#log.row(position);
      const halves = new Int32Array(row.buffer, row.byteOffset, 2 * words);
      for (let field = 0; field < HEADER_HALVES; field++) header[field][i] = halves[field];
      for (let word = TIME_WORD; word < words; word++) {
        const column = columnHalves[word - TIME_WORD];
        column[2 * i] = halves[2 * word];
        column[2 * i + 1] = halves[2 * word + 1];
        if (word >= HEADER_WORDS && halves[2 * word + 1] === SIDE_TAG) {
          column[2 * i] = sides.push(this.#log.side(halves[2 * word])) - 1;
        }
      }
    });
    header[SOURCE] = header[SOURCE].map(nameNumber);
    for (let field = 0; field < HEADER_HALVES; field++) {
      if (field !== KEY && field !== LENGTH) writeIntegers(header[field], this.#out);
    }
    for (const column of columns) writeColumn(column, nameNumber, this.#out);
  }
}
