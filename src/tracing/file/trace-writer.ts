import { closeSync, fstatSync, openSync } from 'node:fs';
import type { EngineEvent } from '../../events/event.ts';
import type { EventBus, EventObserver } from '../../events/event-bus.ts';
import type { ContainerNames } from '../../events/event-id.ts';
import type { EventSpan } from '../../events/event-span.ts';
import { appendWhole } from './append-chunk.ts';
import { type Chunks, PlainChunks, PressedChunks } from './chunks.ts';
import { MAGIC, type TraceFileCompression } from './trace-format.ts';
import type { TraceThread } from './trace-thread.ts';

/** Words of the rows in a chunk, about, unless fewer are flushed: half a megabyte stays in the processor's cache. */
const CHUNK_WORDS = 1 << 16;
/** Bars of a span that are taken in at once. */
const SPAN_BARS = 4096;

export interface TraceFileOptions {
  /** What writes the file as soon as it has come up, while the run goes on; the same bytes. By default the caller's thread does all of it. */
  readonly thread?: TraceThread;
  /** `zstd` by default. What is not compressed is written several times as fast, without a thread. */
  readonly compression?: TraceFileCompression;
}

/** Writes the events that pass a bus to a `.trace` file. */
export class TraceFileWriter implements EventObserver {
  readonly containersApart = true;
  readonly path: string;
  readonly #file: number;
  readonly #chunks: Chunks;
  #written = 0;
  #bytes = MAGIC.length;
  #isClosed = false;

  /** @throws when the file exists, or cannot be made. */
  constructor(path: string, containers: ContainerNames, { thread, compression }: TraceFileOptions = {}) {
    this.path = path;
    this.#file = openSync(path, 'wx');
    appendWhole(this.#file, [MAGIC]);
    this.#chunks =
      compression === 'none'
        ? new PlainChunks(this.#file, containers)
        : new PressedChunks(this.#file, containers, thread);
  }

  /** Events taken in. */
  get events(): number {
    return this.#written + this.#chunks.events.count;
  }

  /** Bytes in the file so far. */
  get bytes(): number {
    return this.#isClosed ? this.#bytes : fstatSync(this.#file).size;
  }

  observe(event: EngineEvent, _bus?: EventBus): void {
    this.#chunks.events.append(event);
    if (this.#chunks.events.words > CHUNK_WORDS) this.flush();
  }

  observeSpan(span: EventSpan): void {
    const { from, to, row, update } = span;
    const first = update?.sequenceNumber ?? 0;
    for (let at = from; at < to; at += SPAN_BARS) {
      span.from = at;
      span.to = Math.min(to, at + SPAN_BARS);
      span.row = row + 4 * (at - from);
      if (update !== null) update.sequenceNumber = first + at - from;
      this.#chunks.events.appendSpan(span);
      if (this.#chunks.events.words > CHUNK_WORDS) this.flush();
    }
    span.from = from;
    span.to = to;
    span.row = row;
    if (update !== null) update.sequenceNumber = first;
  }

  /** Writes what was taken in, as a chunk of its own, or hands it to the thread that does. */
  flush(): void {
    const { count } = this.#chunks.events;
    if (count === 0) return;
    this.#chunks.flush();
    this.#written += count;
  }

  /** Writes the rest; then all of it is in the file. @throws Error when something could not be written. */
  close(): void {
    try {
      this.flush();
      this.#chunks.finish();
    } finally {
      this.#bytes = this.bytes;
      this.#isClosed = true;
      closeSync(this.#file);
    }
  }
}
