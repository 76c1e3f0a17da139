import { closeSync, openSync, writeSync } from 'node:fs';
import { constants, crc32, zstdCompressSync } from 'node:zlib';
import type { EngineEvent } from '../../events/event.ts';
import type { EventBus, EventObserver } from '../../events/event-bus.ts';
import type { ContainerNames } from '../../events/event-id.ts';
import type { EventSpan } from '../../events/event-span.ts';
import { EventLog } from '../log/event-log.ts';
import { RowWriter } from '../log/row-writer.ts';
import { ChunkWriter } from './chunk-writer.ts';
import { MAGIC } from './trace-format.ts';

/** Words of the rows in a chunk, unless fewer are flushed: half a megabyte stays in the processor's cache. */
const CHUNK_WORDS = 1 << 16;
/** Room that is left at the end of a chunk, so that rarely a row begins another one. */
const ROOM = 2048;
/** Bars of a span that are taken in at once: what they take up mostly fits in that room. */
const SPAN_BARS = 64;

/** Writes the events that pass a bus to a `.trace` file, in columns, pressed by zstd. */
export class TraceFileWriter implements EventObserver {
  readonly containersApart = true;
  readonly path: string;
  readonly #file: number;
  readonly #log: EventLog;
  readonly #chunks: ChunkWriter;
  #events = 0;
  #bytes = MAGIC.length;
  /** Position in the log from which on it is full. */
  #full = CHUNK_WORDS - ROOM;

  /** @throws when the file exists, or cannot be made. */
  constructor(path: string, containers: ContainerNames) {
    this.path = path;
    this.#file = openSync(path, 'wx');
    writeSync(this.#file, MAGIC);
    this.#log = new EventLog(containers, { writer: new RowWriter(true), chunkWords: CHUNK_WORDS });
    this.#chunks = new ChunkWriter(this.#log);
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
    if (this.#log.end > this.#full) this.flush();
  }

  observeSpan(span: EventSpan): void {
    const { from, to } = span;
    const before = this.#log.appended;
    for (let at = from; at < to; at += SPAN_BARS) {
      span.from = at;
      span.to = Math.min(to, at + SPAN_BARS);
      this.#log.appendSpan(span);
      if (this.#log.end > this.#full) this.flush();
    }
    span.from = from;
    span.to = to;
    this.#events += this.#log.appended - before;
  }

  /** Writes what was taken in, as chunks of their own. */
  flush(): void {
    for (const rows of this.#log.chunks()) this.#write(this.#chunks.body(rows));
    this.#log.clear();
    this.#full = this.#log.end + CHUNK_WORDS - ROOM;
  }

  close(): void {
    this.flush();
    closeSync(this.#file);
  }

  #write(body: Uint8Array): void {
    const pressed = zstdCompressSync(body, { params: { [constants.ZSTD_c_compressionLevel]: 1 } });
    const head = new Uint32Array([pressed.length, crc32(pressed), body.length]);
    // In one call: what is cut off by the death of the process is then the end of one chunk.
    const chunk = Buffer.concat([new Uint8Array(head.buffer), pressed]);
    for (let at = 0; at < chunk.length; ) at += writeSync(this.#file, chunk, at);
    this.#bytes += chunk.length;
  }
}
