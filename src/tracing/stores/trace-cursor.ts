import type { EventRecord } from '../../events/event.ts';

/** A place in one trace. */
export class TraceCursor {
  readonly #portions: AsyncIterator<readonly EventRecord[]>;
  #portion: readonly EventRecord[] = [];
  #at = 0;

  constructor(portions: AsyncIterable<readonly EventRecord[]>) {
    this.#portions = portions[Symbol.asyncIterator]();
  }

  /** The event here; undefined at the end. */
  get head(): EventRecord | undefined {
    return this.#portion[this.#at];
  }

  async start(): Promise<void> {
    await this.refill();
  }

  /** Goes to the next event. Returns false at the end of a portion; then `refill` goes there. */
  advance(): boolean {
    return ++this.#at < this.#portion.length;
  }

  async refill(): Promise<void> {
    this.#at = 0;
    do {
      const next = await this.#portions.next();
      this.#portion = next.done === true ? [] : next.value;
      if (next.done === true) return;
    } while (this.#portion.length === 0);
  }

  /** Lets go of the file, wherever it stands. */
  async close(): Promise<void> {
    await this.#portions.return?.();
  }
}
