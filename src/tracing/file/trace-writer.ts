import { closeSync, fstatSync, openSync } from 'node:fs';
import type { EngineEvent } from '../../events/event.ts';
import type { EventBus, EventObserver } from '../../events/event-bus.ts';
import type { ContainerNames } from '../../events/event-id.ts';
import type { EventSpan } from '../../events/event-span.ts';
import { eventTypeNames, eventTypeNumber } from '../../events/event-type.ts';
import type { ChunkVocabulary } from './chunk.ts';
import { ChunkPress, writeWhole } from './chunk-press.ts';
import { ChunkWriter } from './chunk-writer.ts';
import { EventColumns } from './event-columns.ts';
import { MAGIC } from './trace-format.ts';
import type { ThreadedFile, TraceThread } from './trace-thread.ts';

/** Words of the rows in a chunk, about, unless fewer are flushed: half a megabyte stays in the processor's cache. */
const CHUNK_WORDS = 1 << 16;
/** Bars of a span that are taken in at once. */
const SPAN_BARS = 4096;

export interface TraceFileOptions {
  /** What writes the file as soon as it has come up, while the run goes on; the same bytes. By default the caller's thread does all of it. */
  readonly thread?: TraceThread;
}

/** Writes the events that pass a bus to a `.trace` file, in columns, pressed by zstd. */
export class TraceFileWriter implements EventObserver {
  readonly containersApart = true;
  readonly path: string;
  readonly #file: number;
  readonly #columns = new EventColumns();
  readonly #chunks: ChunkWriter;
  readonly #press = new ChunkPress();
  readonly #threaded: ThreadedFile | undefined;
  #written = 0;
  #bytes = MAGIC.length;
  #isClosed = false;

  /** @throws when the file exists, or cannot be made. */
  constructor(path: string, containers: ContainerNames, { thread }: TraceFileOptions = {}) {
    this.path = path;
    this.#file = openSync(path, 'wx');
    writeWhole(this.#file, MAGIC);
    const vocabulary = vocabularyOf(this.#columns, containers);
    this.#chunks = new ChunkWriter(vocabulary);
    this.#threaded = thread?.open(this.#file, vocabulary);
  }

  /** Events taken in. */
  get events(): number {
    return this.#written + this.#columns.count;
  }

  /** Bytes in the file so far. */
  get bytes(): number {
    return this.#isClosed ? this.#bytes : fstatSync(this.#file).size;
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

  /** Writes what was taken in, as a chunk of its own, or hands it to the thread that does. */
  flush(): void {
    const columns = this.#columns;
    if (columns.count === 0) return;
    if (this.#threaded?.append(columns) !== true) {
      const { order, groups, sides } = columns;
      const body = this.#chunks.body({ order, groups, sides: structuredClone(sides) });
      writeWhole(this.#file, this.#press.press(body));
    }
    this.#written += columns.count;
    columns.clear();
  }

  /** Writes the rest; then all of it is in the file. @throws Error when something could not be written. */
  close(): void {
    try {
      this.flush();
      this.#threaded?.finish();
    } finally {
      this.#bytes = this.bytes;
      this.#isClosed = true;
      closeSync(this.#file);
    }
  }
}

function vocabularyOf({ writer }: EventColumns, containers: ContainerNames): ChunkVocabulary {
  return {
    names: writer.names,
    envelopes: writer.envelopes,
    containers,
    get types() {
      return Object.fromEntries(eventTypeNames().map((name) => [eventTypeNumber(name) as number, name]));
    },
  };
}
