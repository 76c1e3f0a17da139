import { blockBefore } from './window-sum.ts';

/**
 * Sample skewness of the last `period` numbers that were passed to `next`, in constant time and without drift: blocks
 * as in `RollingPairs`, with the third moment about the mean updated and merged by Pébay's formulas (2008). NaN until there are
 * `period` numbers, while one of them is NaN, and when all of them are equal.
 */
export class WindowSkew {
  readonly #period: number;
  readonly #values: Float64Array;
  readonly #head = new Moments();
  readonly #merged = new Moments();
  /** Of the finished block from position j on; NaN where no block came before. */
  readonly #tail: readonly Moments[];
  readonly #adjust: number;
  #position = 0;

  constructor(period: number) {
    this.#period = period;
    this.#values = new Float64Array(period);
    this.#tail = Array.from({ length: period }, () => new Moments());
    // n / ((n − 1)(n − 2)) · Σ d³ / s³, with s² = Σ d² / (n − 1).
    this.#adjust = (period * Math.sqrt(period - 1)) / (period - 2);
    this.#forget();
  }

  next(x: number): number {
    this.#values[this.#position++] = x;
    const head = this.#head;
    head.add(x);
    const all = this.#position < this.#period ? this.#merged : head;
    if (all === this.#merged) all.setTo(head, this.#tail[this.#position]);
    const skew = this.#adjust * (all.cubes / (all.squares * Math.sqrt(all.squares)));
    if (this.#position === this.#period) this.#finishBlock();
    return skew;
  }

  /** Empties it. @returns the bar from which `next` has to be called again to be ready for bar `at`. */
  rewind(at: number): number {
    this.#forget();
    this.#position = 0;
    this.#head.clear();
    return blockBefore(at, this.#period);
  }

  #forget(): void {
    for (const moments of this.#tail) moments.mean = Number.NaN;
  }

  #finishBlock(): void {
    const running = this.#merged;
    running.clear();
    for (let j = this.#period - 1; j >= 0; j--) {
      running.add(this.#values[j]);
      this.#tail[j].copy(running);
    }
    this.#position = 0;
    this.#head.clear();
  }
}

class Moments {
  count = 0;
  mean = 0;
  /** Σ d² and Σ d³ about the mean. */
  squares = 0;
  cubes = 0;

  clear(): void {
    this.count = 0;
    this.mean = 0;
    this.squares = 0;
    this.cubes = 0;
  }

  copy(other: Moments): void {
    this.count = other.count;
    this.mean = other.mean;
    this.squares = other.squares;
    this.cubes = other.cubes;
  }

  add(x: number): void {
    const before = this.count++;
    const apart = x - this.mean;
    const step = apart / this.count;
    const term = apart * step * before;
    this.mean += step;
    this.cubes += step * (term * (before - 1) - 3 * this.squares);
    this.squares += term;
  }

  setTo(a: Moments, b: Moments): void {
    const count = a.count + b.count;
    const apart = b.mean - a.mean;
    const step = apart / count;
    const term = apart * step * a.count * b.count;
    this.squares = a.squares + b.squares + term;
    this.cubes =
      a.cubes +
      b.cubes +
      step * (term * (a.count - b.count) + 3 * (a.count * b.squares - b.count * a.squares));
  }
}
