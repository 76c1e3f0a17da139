import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { Chunk, ChunkVocabulary } from './chunk.ts';
import { pack, packedBytes } from './packed-chunk.ts';
import {
  CONTROL_WORDS,
  FAILURES,
  type Failure,
  FIRST_SLOT,
  READY,
  SLOTS,
  TAKEN,
  type ThreadData,
  type ToThread,
} from './trace-thread-messages.ts';

/** So much has to be written before a thread is worth its start, some tens of milliseconds of another processor. */
const WORTH_A_THREAD = 64 * 2 ** 20;
const SMALLEST_SLOT = 2 ** 20;
/** Milliseconds in which a thread writes a chunk if it is alive, and how often in a row it may take longer: a process may be suspended. */
const PATIENCE = 20_000;
const TRIES = 3;

let shared: TraceThread | undefined;

/** The thread that writes the traces of this process. It is started by the first who have much to write. */
export function traceThread(): TraceThread {
  shared ??= new TraceThread();
  return shared;
}

/**
 * A thread that presses chunks and writes them to their files, in the order in which they were given. The run goes on meanwhile, and
 * waits only when it is some chunks ahead. Nobody's event loop has to turn for it: a synchronous run is written by it too.
 */
export class TraceThread {
  readonly #control = new Int32Array(new SharedArrayBuffer(CONTROL_WORDS * Int32Array.BYTES_PER_ELEMENT));
  readonly #memories: SharedArrayBuffer[] = Array.from({ length: SLOTS }, () => new SharedArrayBuffer(0));
  readonly #failed = new Map<number, Error>();
  readonly #worthIt: number;
  #worker: Worker | undefined;
  #failures: MessagePort | undefined;
  #failuresSeen = 0;
  #offered = 0;
  #slot = 0;
  #files = 0;

  /** @param worthIt bytes that have to be offered before the thread is started. */
  constructor(worthIt: number = WORTH_A_THREAD) {
    this.#worthIt = worthIt;
  }

  /** Whether the thread has come up. */
  get isReady(): boolean {
    return Atomics.load(this.#control, READY) === 1;
  }

  /** @param descriptor of a file that stays open until `finish`. */
  open(descriptor: number, vocabulary: ChunkVocabulary): ThreadedFile {
    return new ThreadedFile(this, ++this.#files, descriptor, vocabulary);
  }

  /** A slot that nobody uses, with room for so many bytes; undefined as long as there is no thread. */
  slotFor(bytes: number): { slot: number; memory: SharedArrayBuffer; isNew: boolean } | undefined {
    if (!this.isReady) {
      this.#offered += bytes;
      if (this.#offered > this.#worthIt) this.start();
      return undefined;
    }
    const slot = this.#slot;
    this.#slot = (slot + 1) % SLOTS;
    this.#awaitFree(slot);
    const isNew = this.#memories[slot].byteLength < bytes;
    if (isNew) this.#memories[slot] = new SharedArrayBuffer(Math.max(SMALLEST_SLOT, 2 * bytes));
    return { slot, memory: this.#memories[slot], isNew };
  }

  post(message: ToThread): void {
    if (message.type === 'chunk') Atomics.store(this.#control, FIRST_SLOT + message.slot, TAKEN);
    this.#worker?.postMessage(message);
  }

  /** Starts the thread, unless it is there. */
  start(): void {
    if (this.#worker !== undefined) return;
    const { port1, port2 } = new MessageChannel();
    this.#failures = port1;
    const workerData: ThreadData = { control: this.#control, failures: port2 };
    this.#worker = new Worker(new URL('./trace-thread-worker.ts', import.meta.url), {
      workerData,
      transferList: [port2],
      // What Node was told of the program is not for the thread: `--eval` would be evaluated there too.
      execArgv: [],
    });
    this.#worker.unref();
    // Whoever waits for it says so.
    this.#worker.on('error', () => {});
    // What was handed over is as good as written, also when a process ends in the middle of a run.
    process.once('exit', () => this.#awaitAll());
  }

  /** Waits until the thread has come up. @throws Error when it does not. */
  awaitReady(): void {
    this.start();
    this.#await(READY, 0);
  }

  /** Waits until everything is written; then why something of a file is not, if so. */
  settle(file: number): Error | undefined {
    this.#awaitAll();
    return this.failureOf(file);
  }

  failureOf(file: number): Error | undefined {
    if (Atomics.load(this.#control, FAILURES) > this.#failuresSeen) this.#takeFailures();
    return this.#failed.get(file);
  }

  /** The file will not be named again. */
  forget(file: number): void {
    this.#failed.delete(file);
  }

  #takeFailures(): void {
    this.#failuresSeen = Atomics.load(this.#control, FAILURES);
    for (;;) {
      const received = receiveMessageOnPort(this.#failures as MessagePort);
      if (received === undefined) return;
      const { file, message, stack, code } = received.message as Failure;
      const error: NodeJS.ErrnoException = new Error(message);
      error.stack = stack;
      error.code = code;
      this.#failed.set(file, error);
    }
  }

  #awaitAll(): void {
    for (let slot = 0; slot < SLOTS; slot++) this.#awaitFree(slot);
  }

  #awaitFree(slot: number): void {
    this.#await(FIRST_SLOT + slot, TAKEN);
  }

  /** Waits until a word is another. */
  #await(word: number, value: number): void {
    for (let tries = 0; Atomics.load(this.#control, word) === value; tries++) {
      if (tries === TRIES) throw new Error('the thread that writes traces does not answer');
      Atomics.wait(this.#control, word, value, PATIENCE);
    }
  }
}

/** A file that the thread writes. */
export class ThreadedFile {
  readonly #thread: TraceThread;
  readonly #number: number;
  readonly #descriptor: number;
  readonly #vocabulary: ChunkVocabulary;
  /** How much of the vocabulary the thread knows. */
  #names = 0;
  #envelopes = 0;
  #isKnown = false;

  constructor(thread: TraceThread, number: number, descriptor: number, vocabulary: ChunkVocabulary) {
    this.#thread = thread;
    this.#number = number;
    this.#descriptor = descriptor;
    this.#vocabulary = vocabulary;
  }

  /**
   * Hands a chunk over; false when there is no thread yet, and the caller has to write it.
   *
   * @throws Error when an earlier chunk of this file could not be written, with its code.
   */
  append(chunk: Chunk): boolean {
    const place = this.#thread.slotFor(packedBytes(chunk));
    if (place === undefined) return false;
    const failure = this.#thread.failureOf(this.#number);
    if (failure !== undefined) throw failure;
    const { slot, memory, isNew } = place;
    const { names, envelopes, containers, types } = this.#vocabulary;
    this.#thread.post({
      type: 'chunk',
      file: this.#number,
      descriptor: this.#descriptor,
      slot,
      memory: isNew ? memory : undefined,
      chunk: pack(chunk, memory),
      names: names.slice(this.#names),
      envelopes: Array.from({ length: envelopes.count - this.#envelopes }, (_, i) =>
        envelopes.at(this.#envelopes + i),
      ),
      containers: [...containers],
      types,
    });
    this.#names = names.length;
    this.#envelopes = envelopes.count;
    this.#isKnown = true;
    return true;
  }

  /** Waits until all of it is written. @throws Error when some of it could not be. */
  finish(): void {
    if (!this.#isKnown) return;
    const failure = this.#thread.settle(this.#number);
    this.#thread.post({ type: 'closed', file: this.#number });
    this.#thread.forget(this.#number);
    if (failure !== undefined) throw failure;
  }
}
