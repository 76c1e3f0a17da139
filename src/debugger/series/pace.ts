import { setImmediate } from 'node:timers/promises';

/** How long work goes on between two turns of the event loop, in milliseconds. */
const TURN_MS = 20;
/** How long one piece of it is to take. */
const PIECE_MS = 6;
const SMALLEST = 64;

/** Divides long work into pieces, so that it can be interrupted and others get their turn. */
export class Pace {
  #size: number;
  #breathed = performance.now();
  #started = 0;

  /** @param size bars of the first piece. */
  constructor(size = 256) {
    this.#size = size;
  }

  /** Where a piece that begins at `from` ends, at most at `to`. */
  begin(from: number, to: number): number {
    this.#started = performance.now();
    return Math.min(to, from + this.#size);
  }

  /** The piece is done: the next is longer or shorter, as it took. */
  async end(): Promise<void> {
    const took = performance.now() - this.#started;
    if (took < PIECE_MS / 2) this.#size *= 2;
    else if (took > 2 * PIECE_MS) this.#size = Math.max(SMALLEST, Math.floor(this.#size / 2));
    await this.breathe();
  }

  /** Gives the event loop a turn when it is time to. */
  async breathe(): Promise<void> {
    if (performance.now() - this.#breathed < TURN_MS) return;
    await setImmediate();
    this.#breathed = performance.now();
  }
}
