import { blockBefore } from './window-sum.ts';

/**
 * Means and co-moments of the last `period` pairs that were passed to `next`, in constant time and without drift.
 *
 * Blocks as in `RollingMean`: sums of squares and of products about the mean are updated by Welford's recurrence in
 * the head and in the tail, and merged by the formulas of Chan, Golub and LeVeque (1979). Never E[xy] − E[x] E[y]; equal x give an `xx` of
 * exactly 0. All fields are NaN until there are `period` pairs, and while one of them holds a NaN.
 */
export class WindowMoments {
  meanX = Number.NaN;
  meanY = Number.NaN;
  /** Σ (x − mean x)², Σ (y − mean y)² and Σ (x − mean x)(y − mean y), not divided by anything. */
  xx = Number.NaN;
  yy = Number.NaN;
  xy = Number.NaN;
  readonly #period: number;
  readonly #x: Float64Array;
  readonly #y: Float64Array;
  /** Five numbers for each position of the finished block: mean x, mean y, xx, yy, xy from there to its end. */
  readonly #tail: Float64Array;
  readonly #inverse: Float64Array;
  #position = 0;
  #headX = 0;
  #headY = 0;
  #headXX = 0;
  #headYY = 0;
  #headXY = 0;

  constructor(period: number) {
    this.#period = period;
    this.#x = new Float64Array(period);
    this.#y = new Float64Array(period);
    this.#tail = new Float64Array(5 * period).fill(Number.NaN);
    this.#inverse = Float64Array.from({ length: period + 1 }, (_, k) => 1 / k);
  }

  next(x: number, y: number): void {
    const period = this.#period;
    this.#x[this.#position] = x;
    this.#y[this.#position] = y;
    const count = ++this.#position;
    const apartX = x - this.#headX;
    const apartY = y - this.#headY;
    this.#headX += apartX * this.#inverse[count];
    this.#headY += apartY * this.#inverse[count];
    this.#headXX += apartX * (x - this.#headX);
    this.#headYY += apartY * (y - this.#headY);
    this.#headXY += apartX * (y - this.#headY);
    if (count < period) {
      this.#merge(count);
      return;
    }
    this.meanX = this.#headX;
    this.meanY = this.#headY;
    this.xx = this.#headXX;
    this.yy = this.#headYY;
    this.xy = this.#headXY;
    this.#finishBlock();
  }

  /** Empties it. @returns the bar from which `next` has to be called again to be ready for bar `at`. */
  rewind(at: number): number {
    this.#tail.fill(Number.NaN);
    this.#startBlock();
    return blockBefore(at, this.#period);
  }

  #merge(count: number): void {
    const tail = this.#tail;
    const at = 5 * count;
    const share = count * this.#inverse[this.#period];
    const apartX = this.#headX - tail[at];
    const apartY = this.#headY - tail[at + 1];
    const weight = (this.#period - count) * share;
    this.meanX = tail[at] + apartX * share;
    this.meanY = tail[at + 1] + apartY * share;
    this.xx = this.#headXX + tail[at + 2] + apartX * apartX * weight;
    this.yy = this.#headYY + tail[at + 3] + apartY * apartY * weight;
    this.xy = this.#headXY + tail[at + 4] + apartX * apartY * weight;
  }

  #finishBlock(): void {
    let [meanX, meanY, xx, yy, xy] = [0, 0, 0, 0, 0];
    for (let j = this.#period - 1; j >= 0; j--) {
      const apartX = this.#x[j] - meanX;
      const apartY = this.#y[j] - meanY;
      meanX += apartX * this.#inverse[this.#period - j];
      meanY += apartY * this.#inverse[this.#period - j];
      xx += apartX * (this.#x[j] - meanX);
      yy += apartY * (this.#y[j] - meanY);
      xy += apartX * (this.#y[j] - meanY);
      const at = 5 * j;
      this.#tail[at] = meanX;
      this.#tail[at + 1] = meanY;
      this.#tail[at + 2] = xx;
      this.#tail[at + 3] = yy;
      this.#tail[at + 4] = xy;
    }
    this.#startBlock();
  }

  #startBlock(): void {
    this.#position = 0;
    this.#headX = 0;
    this.#headY = 0;
    this.#headXX = 0;
    this.#headYY = 0;
    this.#headXY = 0;
  }
}
