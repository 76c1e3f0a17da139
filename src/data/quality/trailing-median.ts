import { lowerBound } from '../../foundation/binary-search.ts';

/** The median of the last `size` numbers that were added, kept sorted. */
export class TrailingMedian {
  readonly #size: number;
  /** In the order in which they came, as a ring. */
  readonly #ring: Float64Array;
  readonly #sorted: Float64Array;
  #count = 0;
  #next = 0;

  constructor(size: number) {
    this.#size = size;
    this.#ring = new Float64Array(size);
    this.#sorted = new Float64Array(size);
  }

  get count(): number {
    return this.#count;
  }

  /** NaN while there is none. */
  get value(): number {
    const middle = this.#count >> 1;
    if (this.#count === 0) return Number.NaN;
    return this.#count % 2 === 1
      ? this.#sorted[middle]
      : (this.#sorted[middle - 1] + this.#sorted[middle]) / 2;
  }

  add(value: number): void {
    if (this.#count === this.#size) this.#remove(this.#ring[this.#next]);
    this.#ring[this.#next] = value;
    this.#next = (this.#next + 1) % this.#size;
    const at = lowerBound(this.#sorted, value, this.#count);
    this.#sorted.copyWithin(at + 1, at, this.#count);
    this.#sorted[at] = value;
    this.#count++;
  }

  #remove(value: number): void {
    const at = lowerBound(this.#sorted, value, this.#count);
    this.#sorted.copyWithin(at, at + 1, this.#count);
    this.#count--;
  }
}
