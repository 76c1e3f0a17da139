import type { EventFileOptions } from './event-file.ts';
import { PartFiles } from './part-files.ts';
import { JSONL_FORMATS, type JsonlFormat, type TraceCompression } from './trace-format.ts';
import { formatHeader } from './trace-header.ts';

/** Text collected before it is written: large enough that neither the system call nor a frame's overhead counts. */
const FLUSH_CHARACTERS = 1 << 18;

export interface TraceFileOptions extends EventFileOptions {
  readonly compression?: TraceCompression;
}

/**
 * Lines of one container's trace on their way to disk, in one file or several.
 *
 * Lines are collected and written in batches of about 256 KB. A batch that was written outlives the process, whatever
 * ends it; it does not outlive the machine, since the disk is not waited for.
 */
export class TraceFile {
  readonly #container: string;
  readonly #format: JsonlFormat;
  readonly #maxBytes: number;
  readonly #events: readonly string[] | null;
  readonly #files: PartFiles;
  #lines: string[] = [];
  #characters = 0;
  /** Of the present file, not compressed, the lines that wait included. */
  #bytes = 0;
  #linesInFile = 0;
  #written = 0;
  #flushed = 0;
  #closed = false;

  /** @param folder must exist; a file of the same name in it is an error of the system's, EEXIST. */
  constructor(folder: string, container: string, options: TraceFileOptions = {}) {
    this.#container = container;
    this.#format = JSONL_FORMATS[options.compression ?? 'none'];
    this.#maxBytes = options.maxFileBytes ?? Number.POSITIVE_INFINITY;
    this.#events = options.events ?? null;
    this.#files = new PartFiles(folder, container, this.#format.ending, options.firstPart ?? 1);
    this.#begin();
  }

  /** Files so far, first to last. */
  get paths(): readonly string[] {
    return this.#files.paths;
  }

  /** Lines given, headers not counted. */
  get written(): number {
    return this.#written;
  }

  /** Lines that are on disk. */
  get flushed(): number {
    return this.#flushed;
  }

  /** @param line without a line break in it. */
  write(line: string): void {
    // Bytes are counted only where they matter: finding them takes a look at every character.
    const bytes = this.#maxBytes === Number.POSITIVE_INFINITY ? 0 : Buffer.byteLength(line) + 1;
    if (this.#linesInFile > 0 && this.#bytes + bytes > this.#maxBytes) this.#rotate();
    this.#bytes += bytes;
    this.#linesInFile++;
    this.#written++;
    this.#collect(line);
    if (this.#characters >= FLUSH_CHARACTERS) this.flush();
  }

  flush(): void {
    if (this.#lines.length === 0) return;
    const data = Buffer.from(`${this.#lines.join('\n')}\n`);
    this.#lines = [];
    this.#characters = 0;
    this.#files.write(this.#format.compression?.encode(data) ?? data);
    this.#flushed = this.#written;
  }

  /** Writes what waits. Does nothing the second time. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    try {
      this.flush();
    } finally {
      this.#files.close();
    }
  }

  #rotate(): void {
    this.flush();
    this.#files.next();
    this.#begin();
  }

  #begin(): void {
    const header = formatHeader({
      container: this.#container,
      part: this.#files.part,
      events: this.#events,
    });
    this.#bytes = Buffer.byteLength(header) + 1;
    this.#linesInFile = 0;
    this.#collect(header);
  }

  #collect(line: string): void {
    this.#lines.push(line);
    this.#characters += line.length + 1;
  }
}
