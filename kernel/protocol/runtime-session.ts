import { randomUUID } from 'node:crypto';
import type { CellError } from '../evaluator/evaluator.ts';
import type { MagicCompletion, MagicInfo } from '../evaluator/magic.ts';
import type { Command, RunOutcome, RuntimeEvent } from '../runtime/messages.ts';
import type { Runtime, StartRuntime } from '../runtime/runtime.ts';
import type { OutputEvent } from './runtime-output.ts';

/** A cell to run. */
export interface RunRequest {
  readonly id: string;
  readonly name: string;
  readonly code: string;
  readonly allowStdin: boolean;
  readonly expressions: Readonly<Record<string, string>>;
}

export interface RuntimeSessionListener {
  onEvent(event: OutputEvent): void;
  /** The process ended, and with it all variables; a fresh one is on its way. */
  onLost(reason: number | string): void;
}

/** A cell that is interrupted ends by itself within a second, or it does not end at all. Milliseconds. */
const KILL_AFTER = 2500;

/** Who types waits no longer for what the run can add, in milliseconds. */
const COMPLETE_WITHIN = 400;

/** A runtime that dies that soon, three times over, will not come up. Milliseconds. */
const HEALTHY_AFTER = 2000;
const MAX_FAILED_STARTS = 3;

/** The line to the runtime: one cell at a time, and a new process whenever the old one is lost. */
export class RuntimeSession {
  /** Variables that there are, for completion. */
  names: readonly string[] = [];
  /** Magics that cells may use. */
  magics: readonly MagicInfo[] = [];
  readonly #start: StartRuntime;
  readonly #listener: RuntimeSessionListener;
  readonly #comms = new Map<string, () => void>();
  readonly #completions = new Map<string, (completion: MagicCompletion | undefined) => void>();
  #runtime: Runtime;
  #startedAt = 0;
  #failedStarts = 0;
  #running:
    | {
        readonly id: string;
        readonly resolve: (outcome: RunOutcome) => void;
        readonly onBegun: () => void;
      }
    | undefined;
  /** Id of the cell that ran last: what native code prints is its output. */
  #lastId: string | undefined;
  #killTimer: NodeJS.Timeout | undefined;
  #isDown = false;
  #isClosed = false;

  constructor(start: StartRuntime, listener: RuntimeSessionListener) {
    this.#start = start;
    this.#listener = listener;
    this.#runtime = this.#launch();
  }

  /**
   * Runs a cell; its output goes to the listener. Never rejects.
   *
   * @param onBegun called when it is known to be TypeScript; never for one that is not
   */
  async run(request: RunRequest, onBegun: () => void = () => {}): Promise<RunOutcome> {
    const { promise, resolve } = Promise.withResolvers<RunOutcome>();
    this.#running = { id: request.id, resolve, onBegun };
    this.#lastId = request.id;
    if (this.#isDown) this.#runtime = this.#launch();
    this.#runtime.send({ type: 'run', ...request });
    const outcome = await promise;
    clearTimeout(this.#killTimer);
    return outcome;
  }

  /** Stops the running cell, or whatever else keeps the process busy. */
  interrupt(): void {
    const running = this.#running;
    this.#runtime.send({ type: 'interrupt', id: running?.id ?? '' });
    if (running === undefined) return;
    clearTimeout(this.#killTimer);
    this.#killTimer = setTimeout(() => {
      if (this.#running === running) this.#runtime.kill();
    }, KILL_AFTER);
  }

  giveInput(value: string): void {
    this.#runtime.send({ type: 'input', value });
  }

  /** Hands a comm message on; resolves when it was dealt with, or nobody is there to do so. */
  async deliver(message: Extract<Command, { type: 'comm' }>): Promise<void> {
    if (this.#isDown) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#comms.set(message.id, resolve);
    this.#runtime.send(message);
    await promise;
  }

  /** What can stand at a place of a magic's argument, if the runtime says so soon; one that runs a cell may not. */
  async completeMagic(name: string, argument: string, cursor: number): Promise<MagicCompletion | undefined> {
    const { promise, resolve } = Promise.withResolvers<MagicCompletion | undefined>();
    const id = randomUUID();
    this.#completions.set(id, resolve);
    const timer = setTimeout(() => resolve(undefined), COMPLETE_WITHIN);
    this.#runtime.send({ type: 'complete', id, name, argument, cursor });
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      this.#completions.delete(id);
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#killTimer);
    await this.#runtime.close();
  }

  #launch(): Runtime {
    this.#startedAt = Date.now();
    this.#isDown = false;
    return this.#start({
      onEvent: (event) => this.#take(event),
      onNativeOutput: (name, text) => {
        if (text !== '') this.#listener.onEvent({ type: 'stream', id: this.#lastId, name, text });
      },
      onExit: (reason) => this.#replace(reason),
    });
  }

  #take(event: RuntimeEvent): void {
    switch (event.type) {
      case 'ready':
        this.magics = event.magics;
        return;
      case 'begun':
        this.names = event.names;
        if (this.#running?.id === event.id) this.#running.onBegun();
        return;
      case 'done':
        this.names = event.names;
        if (this.#running?.id === event.id) this.#finish(event.outcome);
        return;
      case 'completed':
        this.#completions.get(event.id)?.(event.completion);
        return;
      case 'comm-done':
        this.#comms.get(event.id)?.();
        this.#comms.delete(event.id);
        return;
      default:
        this.#listener.onEvent(event);
    }
  }

  #finish(outcome: RunOutcome): void {
    const running = this.#running;
    this.#running = undefined;
    running?.resolve(outcome);
  }

  #replace(reason: number | string): void {
    if (this.#isClosed) return;
    this.#failedStarts = Date.now() - this.#startedAt < HEALTHY_AFTER ? this.#failedStarts + 1 : 0;
    this.names = [];
    for (const resolve of this.#comms.values()) resolve();
    this.#comms.clear();
    // One that dies as soon as it starts is only started again when there is a cell for it.
    this.#isDown = this.#failedStarts >= MAX_FAILED_STARTS;
    if (!this.#isDown) this.#runtime = this.#launch();
    this.#listener.onLost(reason);
    this.#finish({ status: 'error', error: lost(reason) });
  }
}

function lost(reason: number | string): CellError {
  const how = typeof reason === 'number' ? `with exit code ${reason}` : `by ${reason}`;
  const evalue = `the process that runs the cells ended ${how}; all variables are lost, a fresh one was started`;
  return { ename: 'RuntimeDied', evalue, traceback: [`\u001B[1;31mRuntimeDied\u001B[0m: ${evalue}`] };
}
