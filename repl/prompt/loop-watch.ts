import { closeSync, constants, openSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { BEAT, type LoopWatchData, WATCHING, WORDS } from './shared-words.ts';

/** How often the main thread shows that it is free, in milliseconds. */
const EVERY = 25;

/**
 * Lets Ctrl-C end a loop that never gives the event loop a turn. While typed code runs, a second thread looks whether the main
 * one still moves; when it does not, that thread reads the terminal in its place, and stops it when Ctrl-C comes. Nothing of
 * it runs while nothing is evaluated.
 */
export class LoopWatch {
  readonly flag = new Int32Array(new SharedArrayBuffer(4 * WORDS));
  readonly #onInterrupt: (id: string) => void;
  #worker: Worker | null = null;
  #terminal: number | undefined;
  #timer: NodeJS.Timeout | undefined;
  #id = '';

  constructor(onInterrupt: (id: string) => void) {
    this.#onInterrupt = onInterrupt;
  }

  /** @param id of what begins to run. */
  start(id: string): void {
    this.#id = id;
    this.#worker ??= this.#launch();
    Atomics.store(this.flag, WATCHING, 1);
    Atomics.notify(this.flag, WATCHING);
    this.#timer = setInterval(() => {
      Atomics.add(this.flag, BEAT, 1);
    }, EVERY);
  }

  stop(): void {
    clearInterval(this.#timer);
    Atomics.store(this.flag, WATCHING, 0);
  }

  close(): void {
    this.stop();
    void this.#worker?.terminate();
    this.#worker = null;
    if (this.#terminal !== undefined) closeSync(this.#terminal);
    this.#terminal = undefined;
  }

  #launch(): Worker | null {
    // Elsewhere a terminal cannot be opened a second time; loops then end at their next `await`.
    if (process.platform === 'win32' || !process.stdin.isTTY) return null;
    // Before anything is stuck: once it is gone, it cannot be opened any more.
    this.#terminal ??= openSync('/dev/tty', constants.O_RDONLY | constants.O_NONBLOCK);
    const workerData: LoopWatchData = { words: this.flag.buffer, terminal: this.#terminal };
    const worker = new Worker(new URL('./loop-watch-worker.ts', import.meta.url), {
      workerData,
      // What it would say belongs on no screen.
      stdout: true,
      stderr: true,
    });
    worker.unref();
    worker.on('message', (message: { interrupted?: true; keys?: string }) => {
      if (message.interrupted === true) this.#onInterrupt(this.#id);
      // What was typed meanwhile was meant for us.
      if (message.keys !== undefined) process.stdin.unshift(Buffer.from(message.keys, 'latin1'));
    });
    worker.on('error', () => {
      this.#worker = null;
    });
    return worker;
  }
}
