import type { EngineEvent } from '../../events/event.ts';
import type { ContainerNames } from '../../events/event-id.ts';
import type { EventFile, EventFileOptions } from '../stores/event-file.ts';
import { PartFiles } from '../stores/part-files.ts';
import { formatHeader } from '../stores/trace-header.ts';
import { payloadKinds } from './column-kind.ts';
import { EventBatch } from './event-batch.ts';
import { encodeFrame } from './frame.ts';
import { ARROW_ENDING, END } from './table-format.ts';

/** Events in a batch: as many as take a few hundred kilobytes in columns. */
const BATCH_EVENTS = 4096;
/** Of large payloads without columns fewer are enough: characters of these. */
const BATCH_JSON = 1 << 20;
/** What a frame takes apart from its values, by column: its place in schema and batch, and a dictionary. */
const FRAME_BYTES_PER_COLUMN = 512;

export interface ArrowFileOptions extends EventFileOptions {
  /** Names of the event types whose payloads get columns; of others they are kept as JSON. All built-in ones by default. */
  readonly columns?: readonly string[];
}

/** Events of one container on their way to disk as Arrow IPC, in one file or several; each flush is a record batch. */
export class ArrowFile implements EventFile {
  readonly #container: string;
  readonly #containers: ContainerNames;
  readonly #columns: readonly string[];
  readonly #events: readonly string[] | null;
  readonly #maxBytes: number;
  readonly #files: PartFiles;
  #batch: EventBatch;
  /** Of the present file, as it is on disk. */
  #bytes = 0;
  /** Of the rows that wait, about, not compressed; counted where files are limited. */
  #waiting = 0;
  #written = 0;
  #flushed = 0;
  #closed = false;

  /** @param folder must exist; a file of the same name in it is an error of the system's, EEXIST. */
  constructor(folder: string, container: string, containers: ContainerNames, options: ArrowFileOptions = {}) {
    this.#container = container;
    this.#containers = containers;
    this.#events = options.events ?? null;
    this.#columns = options.events ?? options.columns ?? [...payloadKinds().keys()];
    this.#maxBytes = options.maxFileBytes ?? Number.POSITIVE_INFINITY;
    this.#files = new PartFiles(folder, container, ARROW_ENDING, options.firstPart ?? 1);
    this.#batch = this.#newBatch();
  }

  get paths(): readonly string[] {
    return this.#files.paths;
  }

  get written(): number {
    return this.#written;
  }

  get flushed(): number {
    return this.#flushed;
  }

  write(event: EngineEvent): void {
    const payload = event.payload();
    if (this.#maxBytes !== Number.POSITIVE_INFINITY) this.#makeRoom(EventBatch.bytesOf(payload));
    this.#batch.add(event, payload);
    this.#written++;
    if (this.#batch.rows === BATCH_EVENTS || this.#batch.jsonLength >= BATCH_JSON) this.flush();
  }

  flush(): void {
    if (this.#batch.rows > 0) this.#writeFrame();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    try {
      this.#end();
    } finally {
      this.#files.close();
    }
  }

  /** Begins the next file where this one might grow too large. Bytes are counted only where they matter. */
  #makeRoom(bytes: number): void {
    const isEmpty = this.#bytes === 0 && this.#batch.rows === 0;
    if (this.#batch.rows === 0) this.#waiting = 0;
    const overhead = FRAME_BYTES_PER_COLUMN * this.#batch.schema.fields.length;
    if (!isEmpty && this.#bytes + overhead + this.#waiting + bytes > this.#maxBytes) this.#rotate();
    this.#waiting += bytes;
  }

  #rotate(): void {
    this.#end();
    this.#files.next();
    this.#bytes = 0;
    this.#waiting = 0;
    this.#batch = this.#newBatch();
  }

  #end(): void {
    // A file without events has a schema all the same.
    if (this.#batch.rows > 0 || this.#bytes === 0) this.#writeFrame();
    this.#files.write(END);
  }

  #writeFrame(): void {
    const frame = encodeFrame(this.#batch.take(), this.#bytes === 0);
    // In one call: what is cut off by the death of the process is then the end of one frame.
    this.#files.write(frame);
    this.#bytes += frame.length;
    this.#flushed = this.#written;
  }

  #newBatch(): EventBatch {
    const header = formatHeader({
      container: this.#container,
      part: this.#files.part,
      events: this.#events,
    });
    return new EventBatch(this.#containers, this.#columns, header);
  }
}
