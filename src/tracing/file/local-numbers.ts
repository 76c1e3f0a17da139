/** Numbers things anew, in the order in which they are met in a chunk. */
export class LocalNumbers {
  /** What was met, by its local number. */
  readonly met: number[] = [];
  /** Local number and one, by the number everywhere; 0 for what was not met. */
  #locals = new Int32Array(64);

  of(number: number): number {
    if (number >= this.#locals.length) this.#grow(number);
    const local = this.#locals[number];
    if (local !== 0) return local - 1;
    this.#locals[number] = this.met.push(number);
    return this.met.length - 1;
  }

  clear(): void {
    for (const number of this.met) this.#locals[number] = 0;
    this.met.length = 0;
  }

  #grow(number: number): void {
    const larger = new Int32Array(2 * number);
    larger.set(this.#locals);
    this.#locals = larger;
  }
}
