/** A front end that has said nothing for so long is not waited for. Milliseconds. */
const PATIENCE = 2000;

interface Front {
  drawn: number;
  heard: number;
}

/** Front ends that show a widget, and what they have drawn of it: nobody is sent more than it can draw. */
export class Fronts {
  readonly #fronts = new Map<string, Front>();
  readonly #now: () => number;
  #waiting: (() => void)[] = [];

  /** @param now milliseconds of a clock that never goes back. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Whether any is there. */
  get isAny(): boolean {
    return this.#fronts.size > 0;
  }

  /** A front end said something. */
  hear(name: string, drawn?: number): void {
    const front = this.#fronts.get(name) ?? { drawn: 0, heard: 0 };
    front.heard = this.#now();
    if (drawn !== undefined) front.drawn = Math.max(front.drawn, drawn);
    this.#fronts.set(name, front);
    this.#wake();
  }

  forget(name: string): void {
    this.#fronts.delete(name);
    this.#wake();
  }

  /**
   * Resolves when all have drawn a frame; those that do not answer in time are gone until they are heard again.
   *
   * @returns whether any is left.
   */
  async drawn(number: number): Promise<boolean> {
    const asked = this.#now();
    const behind = () => [...this.#fronts].filter(([, front]) => front.drawn < number);
    while (behind().length > 0) {
      const left = asked + PATIENCE - this.#now();
      if (left <= 0) {
        for (const [name] of behind()) this.#fronts.delete(name);
        break;
      }
      await this.#nextWord(left);
    }
    return this.isAny;
  }

  async #nextWord(milliseconds: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, milliseconds);
    this.#waiting.push(resolve);
    await promise;
    clearTimeout(timer);
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
