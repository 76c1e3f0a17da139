/** What was made last, and of what: as long as that is the same, it is not made again. */
export class Kept<T> {
  #key: readonly unknown[] | null = null;
  #made: T | undefined;

  /** @param key all that `make` depends on. */
  async read(key: readonly unknown[], make: () => Promise<T> | T): Promise<T> {
    const isSame = this.#key?.length === key.length && this.#key.every((one, i) => Object.is(one, key[i]));
    if (isSame) return this.#made as T;
    this.#key = null;
    this.#made = await make();
    this.#key = key;
    return this.#made;
  }

  forget(): void {
    this.#key = null;
  }
}
