import { Worker } from 'node:worker_threads';
import { type CheckerOptions, EMPTY_STATE } from './checker.ts';
import type { Answers, Question, Reply, Request, WorkerOptions } from './checker-messages.ts';
import type { Cell } from './language-service.ts';

/** Threads in a row that may end without having answered anything. */
const HOPELESS = 5;
/**
 * Of the thread's heap, in MiB. Large type libraries need hundreds of them. What a check leaves behind is freed sooner
 * where little of it is young: it saves some 100 MiB.
 */
const MEMORY = { maxOldGenerationSizeMb: 1024, maxYoungGenerationSizeMb: 16 };
/** A thread that is silent for that long, in ms, although it was asked, is ended. */
const PATIENCE = 30_000;

export interface CheckerThreadOptions extends CheckerOptions {
  /** Module that exports `createChecker`. */
  readonly checker: URL;
  readonly patience?: number;
}

type Waiting = (answer: Answers[keyof Answers] | undefined) => void;

type Change = Extract<Request, { type: 'commit' | 'reset' }>;

/**
 * A checker in a thread of its own, started by the first question. When the thread ends by itself, such as for want of
 * memory, another one takes its place and knows what the first one knew.
 */
export class CheckerThread {
  readonly #options: CheckerThreadOptions;
  #worker: Worker | undefined;
  #isReady = false;
  #isClosed = false;
  #failures = 0;
  #state = EMPTY_STATE;
  /** Commits and resets that `#state` does not hold yet. */
  #changes: Change[] = [];
  /** The change that the last thread ended at, which may have been its end. */
  #suspect: Change | undefined;
  readonly #waiting = new Map<number, Waiting>();
  #questions = 0;
  #silence: NodeJS.Timeout | undefined;

  constructor(options: CheckerThreadOptions) {
    this.#options = options;
  }

  /** Whether the checker is loaded. */
  get isReady(): boolean {
    return this.#isReady;
  }

  /** Loads the checker, if that has not begun. */
  start(): void {
    if (this.#worker !== undefined || this.#isClosed || this.#failures >= HOPELESS) return;
    const { checker, ...options } = this.#options;
    const workerData: WorkerOptions = { ...options, checker: checker.href, state: this.#state };
    const worker = new Worker(new URL('./checker-worker.ts', import.meta.url), {
      workerData,
      name: 'TypeScript',
      resourceLimits: MEMORY,
      // What TypeScript prints is nobody's business, and no cell's output.
      stdout: true,
      stderr: true,
    });
    worker.unref();
    worker.on('message', (reply: Reply) => this.#receive(reply));
    // `exit` follows.
    worker.on('error', () => {});
    worker.on('exit', () => this.#replace(worker));
    this.#worker = worker;
    for (const change of this.#changes) worker.postMessage(change satisfies Request);
  }

  /** Answers undefined when the thread ends before it answers, or the checker fails. */
  async ask<T extends Question>(question: T): Promise<Answers[T['type']] | undefined> {
    this.start();
    const worker = this.#worker;
    if (worker === undefined) return undefined;
    const id = ++this.#questions;
    return await new Promise((resolve) => {
      this.#waiting.set(id, resolve as Waiting);
      worker.postMessage({ type: 'ask', id, question } satisfies Request);
      this.#listen();
    });
  }

  commit(cell: Cell): void {
    this.#change({ type: 'commit', cell });
  }

  reset(): void {
    this.#change({ type: 'reset' });
  }

  /** Ends the thread, also one that computes. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#silence);
    await this.#worker?.terminate();
    this.#answerNothing();
  }

  /** Size of the thread's heap in bytes; 0 when there is none. */
  async memory(): Promise<number> {
    const statistics = await this.#worker?.getHeapStatistics();
    return statistics?.total_heap_size ?? 0;
  }

  #change(change: Change): void {
    if (this.#isClosed) return;
    this.#changes.push(change);
    this.#worker?.postMessage(change satisfies Request);
    this.#listen();
  }

  #receive(reply: Reply): void {
    this.#handle(reply);
    clearTimeout(this.#silence);
    this.#silence = undefined;
    this.#listen();
  }

  /** Ends a thread that does not answer in time: another one will, to all but this. */
  #listen(): void {
    if (!this.#isReady || this.#silence !== undefined) return;
    if (this.#waiting.size === 0 && this.#changes.length === 0) return;
    const worker = this.#worker!;
    this.#silence = setTimeout(() => void worker.terminate(), this.#options.patience ?? PATIENCE).unref();
  }

  #handle(reply: Reply): void {
    switch (reply.type) {
      case 'ready':
        this.#isReady = true;
        return;
      case 'answer':
        this.#failures = 0;
        this.#answer(reply.id, reply.answer);
        return;
      case 'failed':
        this.#answer(reply.id, undefined);
        return;
      case 'state':
        this.#failures = 0;
        this.#state = reply.state;
        this.#changes.shift();
    }
  }

  #answer(id: number, answer: Answers[keyof Answers] | undefined): void {
    this.#waiting.get(id)?.(answer);
    this.#waiting.delete(id);
  }

  #replace(ended: Worker): void {
    if (this.#worker !== ended) return;
    this.#worker = undefined;
    clearTimeout(this.#silence);
    this.#silence = undefined;
    this.#failures++;
    if (this.#isReady) this.#blame();
    this.#isReady = false;
    this.#answerNothing();
    this.start();
  }

  /** A change that two threads ended at is not tried again. */
  #blame(): void {
    const [change] = this.#changes;
    if (change !== undefined && change === this.#suspect) this.#changes.shift();
    this.#suspect = change;
  }

  #answerNothing(): void {
    for (const resolve of this.#waiting.values()) resolve(undefined);
    this.#waiting.clear();
  }
}
