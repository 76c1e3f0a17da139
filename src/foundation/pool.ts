/** Objects that are not in use, to be used again: once a run has as many as it needs, it makes none. */
export class Pool<T> {
  readonly #free: T[] = [];
  #count = 0;

  /** One that was given back; undefined when there is none. It still holds what it held. */
  take(): T | undefined {
    return this.#count === 0 ? undefined : this.#free[--this.#count];
  }

  /** To be told once only, by whoever was the last to hold it. */
  give(object: T): void {
    if (this.#count < this.#free.length) this.#free[this.#count++] = object;
    else this.#count = this.#free.push(object);
  }
}
