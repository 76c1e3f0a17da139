import type { EventRecord } from '../../events/event.ts';
import type { Stateful, StateReader, StateWriter } from '../../foundation/state.ts';

/** An event that was not delivered, and why. */
export interface DeadLetter {
  readonly event: EventRecord;
  readonly route: string;
  readonly componentId: string | null;
  readonly reason: string;
  readonly attempts: number;
}

/** How many are kept for a look; all are counted. */
const KEPT = 100;

/** The dead-letter queue of a container. */
export class DeadLetters implements Stateful {
  #latest: DeadLetter[] = [];
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** Oldest first. */
  get latest(): readonly DeadLetter[] {
    return this.#latest;
  }

  add(letter: DeadLetter): void {
    this.#count++;
    if (this.#latest.length === KEPT) this.#latest.shift();
    this.#latest.push(letter);
  }

  /** Keeps none any more; they stay counted. @returns how many were let go. */
  release(): number {
    const released = this.#latest.length;
    this.#latest = [];
    return released;
  }

  inspect(): { count: number; latest: Record<string, unknown>[] } {
    const latest = this.#latest.map(({ event, ...rest }) => ({ event: event.id, type: event.type, ...rest }));
    return { count: this.#count, latest };
  }

  save(out: StateWriter): void {
    out.number(this.#count);
    out.extra(this.#latest);
  }

  restore(from: StateReader): void {
    this.#count = from.number();
    this.#latest = from.extra() as DeadLetter[];
  }
}
