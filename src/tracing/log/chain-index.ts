/** Space at the start; a power of two, as all later sizes. */
const SMALLEST = 64;

/**
 * Finds what was added under a pair of integers, newest first, in constant time: a hash table of the last entry of
 * each pair, from which each entry leads to the one before.
 */
export class ChainIndex {
  /** Entry + 1 by slot; 0: free. */
  #slots = new Int32Array(2 * SMALLEST);
  #a = new Int32Array(SMALLEST);
  #b = new Int32Array(SMALLEST);
  #values = new Float64Array(SMALLEST);
  /** The entry before, of the same pair, + 1. */
  #before = new Int32Array(SMALLEST);
  #count = 0;
  #pairs = 0;

  /** Entries added. */
  get count(): number {
    return this.#count;
  }

  /** Memory it takes up. */
  get bytes(): number {
    return 4 * this.#slots.length + 20 * this.#a.length;
  }

  add(a: number, b: number, value: number): void {
    if (this.#count === this.#a.length) this.#growEntries();
    if (2 * this.#pairs >= this.#slots.length) this.#growSlots();
    const entry = this.#count++;
    this.#a[entry] = a;
    this.#b[entry] = b;
    this.#values[entry] = value;
    const slot = this.#slot(a | 0, b | 0);
    const last = this.#slots[slot];
    if (last === 0) this.#pairs++;
    this.#before[entry] = last;
    this.#slots[slot] = entry + 1;
  }

  /** All values added under the pair, oldest first. */
  all(a: number, b: number): number[] {
    const values: number[] = [];
    for (let entry = this.#slots[this.#slot(a | 0, b | 0)]; entry !== 0; entry = this.#before[entry - 1]) {
      values.push(this.#values[entry - 1]);
    }
    return values.reverse();
  }

  #slot(a: number, b: number): number {
    const mask = this.#slots.length - 1;
    let slot = hash(a, b) & mask;
    for (;;) {
      const entry = this.#slots[slot];
      if (entry === 0 || (this.#a[entry - 1] === a && this.#b[entry - 1] === b)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #growEntries(): void {
    const size = 2 * this.#a.length;
    const grow = (old: Int32Array) => {
      const larger = new Int32Array(size);
      larger.set(old);
      return larger;
    };
    this.#a = grow(this.#a);
    this.#b = grow(this.#b);
    this.#before = grow(this.#before);
    const values = new Float64Array(size);
    values.set(this.#values);
    this.#values = values;
  }

  #growSlots(): void {
    const heads = this.#slots.filter((entry) => entry !== 0);
    this.#slots = new Int32Array(2 * this.#slots.length);
    for (const entry of heads) this.#slots[this.#slot(this.#a[entry - 1], this.#b[entry - 1])] = entry;
  }
}

function hash(a: number, b: number): number {
  let h = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b);
  h ^= h >>> 15;
  h = Math.imul(h, 0x2c1b3c6d);
  return h ^ (h >>> 13);
}
