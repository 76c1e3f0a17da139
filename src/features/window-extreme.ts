/**
 * Where the largest (`sign` 1) or smallest (`sign` −1) of the last `period` inputs stands: a queue of the bars that are still to
 * be the extreme one day, each bar in and out once (a monotonic deque). Of equal values the earliest counts.
 *
 * What is in the queue follows from the window alone: nothing to save, `rewind` tells from where to read it again.
 */
export class WindowExtreme {
  readonly #period: number;
  readonly #sign: number;
  readonly #input: Float64Array;
  /** A ring, its size a power of two; the bars from `#first` to `#end`. */
  readonly #bars: Int32Array;
  readonly #mask: number;
  #first = 0;
  #end = 0;
  /** First bar whose window is full and holds no NaN, as far as is known. */
  #present: number;

  constructor(period: number, sign: 1 | -1, input: Float64Array) {
    this.#period = period;
    this.#sign = sign;
    this.#input = input;
    this.#mask = 2 ** Math.ceil(Math.log2(period)) - 1;
    this.#bars = new Int32Array(this.#mask + 1);
    this.#present = period - 1;
  }

  /** Takes bar i in, which follows the one before. @returns the bar of the extreme, −1 while it is absent. */
  next(i: number): number {
    const input = this.#input;
    const bars = this.#bars;
    const mask = this.#mask;
    const x = this.#sign * input[i];
    if (Number.isNaN(x)) {
      this.#present = i + this.#period;
      this.#first = this.#end;
      return -1;
    }
    if (this.#first < this.#end && bars[this.#first & mask] <= i - this.#period) this.#first++;
    let end = this.#end;
    while (end > this.#first && this.#sign * input[bars[(end - 1) & mask]] < x) end--;
    bars[end & mask] = i;
    this.#end = end + 1;
    return i >= this.#present ? bars[this.#first & mask] : -1;
  }

  /** Empties it. @returns the bar from which `next` has to be called again to be ready for bar `at`. */
  rewind(at: number): number {
    this.#first = 0;
    this.#end = 0;
    this.#present = Math.max(at, this.#period - 1);
    return Math.max(0, at - this.#period + 1);
  }
}
