import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { JSONL_FORMATS, type JsonlFormat, partName, type TraceCompression } from './trace-format.ts';
import { formatHeader } from './trace-header.ts';

/** Text collected before it is written: large enough that neither the system call nor a frame's overhead counts. */
const FLUSH_CHARACTERS = 1 << 18;

export interface TraceFileOptions {
  readonly compression?: TraceCompression;
  /** A new file is begun before this much uncompressed text, in bytes; one record is always written. Unlimited by default. */
  readonly maxFileBytes?: number;
  /** Number of the first file: above 1 when another one of this container came before. */
  readonly firstPart?: number;
  /** Names of the event types that are kept, for the header; null, the default, for all. */
  readonly events?: readonly string[] | null;
}

/**
 * Lines of one container's trace on their way to disk, in one file or several.
 *
 * Lines are collected and written in batches of about 256 KB. A batch that was written outlives the process, whatever
 * ends it; it does not outlive the machine, since the disk is not waited for.
 */
export class TraceFile {
  readonly #folder: string;
  readonly #container: string;
  readonly #format: JsonlFormat;
  readonly #maxBytes: number;
  readonly #events: readonly string[] | null;
  readonly #paths: string[] = [];
  readonly #firstPart: number;
  #file: number;
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
    this.#folder = folder;
    this.#container = container;
    this.#format = JSONL_FORMATS[options.compression ?? 'none'];
    this.#maxBytes = options.maxFileBytes ?? Number.POSITIVE_INFINITY;
    this.#events = options.events ?? null;
    this.#firstPart = options.firstPart ?? 1;
    this.#file = this.#open();
  }

  /** Files so far, first to last. */
  get paths(): readonly string[] {
    return this.#paths;
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
    writeAll(this.#file, this.#format.compression?.encode(data) ?? data);
    this.#flushed = this.#written;
  }

  /** Writes what waits. Does nothing the second time. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    try {
      this.flush();
    } finally {
      closeSync(this.#file);
    }
  }

  #rotate(): void {
    this.flush();
    closeSync(this.#file);
    this.#file = this.#open();
  }

  #open(): number {
    const part = this.#firstPart + this.#paths.length;
    const path = join(this.#folder, partName(this.#container, part, this.#format.ending));
    const file = openSync(path, 'wx');
    this.#paths.push(path);
    const header = formatHeader({ container: this.#container, part, events: this.#events });
    this.#bytes = Buffer.byteLength(header) + 1;
    this.#linesInFile = 0;
    this.#collect(header);
    return file;
  }

  #collect(line: string): void {
    this.#lines.push(line);
    this.#characters += line.length + 1;
  }
}

/** The system may take less than it is given. */
function writeAll(file: number, data: Buffer): void {
  for (let at = 0; at < data.length; ) at += writeSync(file, data, at);
}
