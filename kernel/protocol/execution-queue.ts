import type { Envelope } from '../wire/message.ts';

/** What came of an execution, as far as the queue cares. */
export interface Executed {
  /** Whether the requests that wait are to be aborted. */
  readonly abortRest: boolean;
  /** Sends the reply. */
  readonly conclude: () => void;
}

/** Executes requests one after another, in the order in which they came. */
export class ExecutionQueue {
  readonly #execute: (request: Envelope) => Promise<Executed>;
  readonly #abort: (request: Envelope) => void;
  #waiting: Envelope[] = [];
  #isRunning = false;

  constructor(execute: (request: Envelope) => Promise<Executed>, abort: (request: Envelope) => void) {
    this.#execute = execute;
    this.#abort = abort;
  }

  push(request: Envelope): void {
    this.#waiting.push(request);
    if (!this.#isRunning) void this.#drain();
  }

  async #drain(): Promise<void> {
    this.#isRunning = true;
    for (let request = this.#waiting.shift(); request !== undefined; request = this.#waiting.shift()) {
      const { abortRest, conclude } = await this.#execute(request);
      if (abortRest) await this.#abortWaiting(conclude);
      else conclude();
    }
    this.#isRunning = false;
  }

  /** Whoever has read the reply may go on: what is aborted is settled before the reply is sent. */
  async #abortWaiting(conclude: () => void): Promise<void> {
    // Requests that were sent in one go with the one that failed may still lie in the socket.
    await new Promise((resolve) => setImmediate(resolve));
    const aborted = this.#waiting;
    this.#waiting = [];
    conclude();
    for (const each of aborted) this.#abort(each);
  }
}
