/** Something that takes its time; a signal ends it. */
export type Job = (signal: AbortSignal) => Promise<void>;

/** Keys that are held down come faster than their work is done: no more than so many wait. */
const MOST_WAITING = 64;

/** Work on the session, one piece after the other. */
export class Jobs {
  readonly #waiting: Job[] = [];
  readonly #onChange: () => void;
  readonly #onIdle: Job;
  readonly #onError: (error: unknown) => void;
  #running: AbortController | null = null;
  #since = 0;

  /** @param onIdle called when nothing is left to do, before whoever waits for that. */
  constructor(onChange: () => void, onIdle: Job, onError: (error: unknown) => void) {
    this.#onChange = onChange;
    this.#onIdle = onIdle;
    this.#onError = onError;
  }

  get isBusy(): boolean {
    return this.#running !== null;
  }

  /** Milliseconds that the piece in hand has taken. */
  get elapsed(): number {
    return this.#running === null ? 0 : performance.now() - this.#since;
  }

  get isInterrupted(): boolean {
    return this.#running?.signal.aborted === true;
  }

  add(job: Job): void {
    if (this.#waiting.length >= MOST_WAITING) return;
    this.#waiting.push(job);
    if (this.#running === null) void this.#work();
  }

  /** Ends the piece in hand, and forgets what waits. @returns whether there was anything. */
  interrupt(): boolean {
    this.#waiting.length = 0;
    if (this.#running === null) return false;
    this.#running.abort();
    return true;
  }

  async #work(): Promise<void> {
    try {
      let job = this.#waiting.shift();
      while (job !== undefined) {
        await this.#carryOut(job);
        if (this.#waiting.length === 0) await this.#carryOut(this.#onIdle);
        job = this.#waiting.shift();
      }
    } catch (error) {
      this.#onError(error);
    } finally {
      this.#running = null;
      this.#onChange();
    }
  }

  async #carryOut(job: Job): Promise<void> {
    const control = new AbortController();
    this.#running = control;
    this.#since = performance.now();
    this.#onChange();
    await job(control.signal);
  }
}
