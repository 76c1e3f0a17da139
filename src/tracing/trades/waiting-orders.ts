import type { TrackedOrder } from './tracked.ts';

/** Places at the start; a power of two, as all later sizes. */
const SMALLEST = 8;

/**
 * Orders by their number: a hash table with open addresses, in which coming and going leaves nothing behind. (A Map
 * makes itself anew every few deletions.) Numbers of one portfolio follow each other, and so do their places.
 */
export class WaitingOrders implements Iterable<TrackedOrder> {
  #places: (TrackedOrder | null)[] = empty(SMALLEST);
  #count = 0;
  /** The last that was added, if it still waits. */
  #last: TrackedOrder | null = null;

  get count(): number {
    return this.#count;
  }

  get(number: number): TrackedOrder | undefined {
    // The last that came is mostly the one that is asked for, and while it is here, it is the one of its number.
    const last = this.#last;
    if (last !== null && last.number === number) return last;
    return this.#places[this.#placeOf(number)] ?? undefined;
  }

  /** Replaces an order of the same number. */
  add(order: TrackedOrder): void {
    this.#last = order;
    const place = this.#placeOf(order.number);
    if (this.#places[place] === null && 2 * ++this.#count > this.#places.length) {
      const orders = [...this];
      this.#places = empty(2 * this.#places.length);
      for (const other of orders) this.#places[this.#placeOf(other.number)] = other;
      this.#places[this.#placeOf(order.number)] = order;
    } else {
      this.#places[place] = order;
    }
  }

  delete(number: number): void {
    const places = this.#places;
    const mask = places.length - 1;
    let gap = this.#placeOf(number);
    if (places[gap] === null) return;
    if (places[gap] === this.#last) this.#last = null;
    this.#count--;
    // Whoever had to go on because of it moves up.
    for (let at = (gap + 1) & mask; ; at = (at + 1) & mask) {
      const order = places[at];
      if (order === null) break;
      if (((at - order.number) & mask) < ((at - gap) & mask)) continue;
      places[gap] = order;
      gap = at;
    }
    places[gap] = null;
  }

  clear(): void {
    this.#places.fill(null);
    this.#count = 0;
    this.#last = null;
  }

  /** In no order that means anything. */
  *[Symbol.iterator](): Generator<TrackedOrder> {
    for (const order of this.#places) if (order !== null) yield order;
  }

  /** Where the order of this number is, or where it would be put. */
  #placeOf(number: number): number {
    const places = this.#places;
    const mask = places.length - 1;
    let place = number & mask;
    for (;;) {
      const order = places[place];
      if (order === null || order.number === number) return place;
      place = (place + 1) & mask;
    }
  }
}

function empty(size: number): null[] {
  return Array.from({ length: size }, () => null);
}
