import { closeSync, openSync, writeSync } from 'node:fs';
import { constants, crc32, zstdCompressSync } from 'node:zlib';
import type { EngineEvent } from '../../events/event.ts';
import type { EventBus, EventObserver } from '../../events/event-bus.ts';
import type { ContainerNames } from '../../events/event-id.ts';
import type { EventSpan } from '../../events/event-span.ts';
import { ByteWriter } from './bytes.ts';
import { ChunkWriter } from './chunk-writer.ts';
import { EventColumns } from './event-columns.ts';
import { MAGIC } from './trace-format.ts';

/** Words of the rows in a chunk, about, unless fewer are flushed: half a megabyte stays in the processor's cache. */
const CHUNK_WORDS = 1 << 16;
/** Bars of a span that are taken in at once. */
const SPAN_BARS = 4096;

/** Writes the events that pass a bus to a `.trace` file, in columns, pressed by zstd. */
export class TraceFileWriter implements EventObserver {
  readonly containersApart = true;
  readonly path: string;
  readonly #file: number;
  readonly #columns = new EventColumns();
  readonly #chunks: ChunkWriter;
  readonly #out = new ByteWriter();
  #written = 0;
  #bytes = MAGIC.length;

  /** @throws when the file exists, or cannot be made. */
  constructor(path: string, containers: ContainerNames) {
    this.path = path;
    this.#file = openSync(path, 'wx');
    writeSync(this.#file, MAGIC);
    this.#chunks = new ChunkWriter(containers);
  }

  /** Events taken in, and bytes written so far. */
  get events(): number {
    return this.#written + this.#columns.count;
  }
  get bytes(): number {
    return this.#bytes;
  }

  observe(event: EngineEvent, _bus?: EventBus): void {
    this.#columns.append(event);
    if (this.#columns.words > CHUNK_WORDS) this.flush();
  }

  observeSpan(span: EventSpan): void {
    const { from, to, row, update } = span;
    const first = update?.sequenceNumber ?? 0;
    for (let at = from; at < to; at += SPAN_BARS) {
      span.from = at;
      span.to = Math.min(to, at + SPAN_BARS);
      span.row = row + 4 * (at - from);
      if (update !== null) update.sequenceNumber = first + at - from;
      this.#columns.appendSpan(span);
      if (this.#columns.words > CHUNK_WORDS) this.flush();
    }
    span.from = from;
    span.to = to;
    span.row = row;
    if (update !== null) update.sequenceNumber = first;
  }

  /** Writes what was taken in, as a chunk of its own. */
  flush(): void {
    const { count } = this.#columns;
    if (count === 0) return;
    this.#write(this.#chunks.body(this.#columns));
    this.#columns.clear();
    this.#written += count;
  }

  close(): void {
    this.flush();
    closeSync(this.#file);
  }

  #write(body: Uint8Array): void {
    const pressed = zstdCompressSync(body, { params: { [constants.ZSTD_c_compressionLevel]: 1 } });
    const out = this.#out;
    out.length = 0;
    out.int32(pressed.length);
    out.int32(crc32(pressed));
    out.int32(body.length);
    out.append(pressed);
    const chunk = out.written;
    // In one call: what is cut off by the death of the process is then the end of one chunk.
    for (let at = 0; at < chunk.length; ) at += writeSync(this.#file, chunk, at);
    this.#bytes += chunk.length;
  }
}
