import type { EventRecord } from '../../events/event.ts';

/** A place in one trace. */
export class TraceCursor {
  readonly place: number;
  readonly #portions: AsyncIterator<readonly EventRecord[]>;
  #portion: readonly EventRecord[] = [];
  #at = 0;

  /** @param place among the traces of a merge. */
  constructor(portions: AsyncIterable<readonly EventRecord[]>, place: number) {
    this.place = place;
    this.#portions = portions[Symbol.asyncIterator]();
  }

  /** The event here; undefined at the end. */
  get head(): EventRecord | undefined {
    return this.#portion[this.#at];
  }

  /** Goes to the next event. Returns false at the end of a portion; then `refill` goes there. */
  advance(): boolean {
    return ++this.#at < this.#portion.length;
  }

  /** Goes to the first event of the next portion, or to the end. To be called before anything else. */
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
