import type { FeatureCalculator } from './feature.ts';

/** Of the pairs in a window, about their means: Σ (x − mean x)², Σ (y − mean y)² and Σ (x − mean x)(y − mean y), not divided by anything. */
export interface Moments {
  readonly xx: number;
  readonly yy: number;
  readonly xy: number;
}

/** Numbers that `#tail` holds for each position: mean x, mean y, xx, yy, xy. */
const WIDTH = 5;

/**
 * A number made of the co-moments of the last `period` pairs (x at a bar, y `lag` bars before): correlation, slope. In constant time per
 * bar, without drift; absent while the window holds a NaN, and where the number is not finite.
 *
 * Blocks as in `RollingMean`: sums of squares and of products about the mean are updated by Welford's recurrence in
 * the head and in the tail, and merged by the formulas of Chan, Golub and LeVeque (1979). Never E[xy] − E[x] E[y]; equal x give an `xx` of
 * exactly 0.
 */
export class RollingPairs implements FeatureCalculator {
  readonly #period: number;
  readonly #lag: number;
  readonly #of: (moments: Moments) => number;
  readonly #x: Float64Array;
  readonly #y: Float64Array;
  readonly #output: Float64Array;
  /** Of the finished block from position j on; NaN where no block came before. */
  readonly #tail: Float64Array;
  /** 1 / k: a division would triple the time of Welford's chain of dependent operations. */
  readonly #inverse: Float64Array;
  /** Those of the window, one object for all bars: an object a bar, or three numbers in a call, would take most of the time. */
  readonly #window = { xx: Number.NaN, yy: Number.NaN, xy: Number.NaN };
  /** Pairs of the present block so far, and what `#tail` holds of them. */
  #count = 0;
  #headMeanX = 0;
  #headMeanY = 0;
  #headXX = 0;
  #headYY = 0;
  #headXY = 0;
  /** The bar that the sums are ready for; a run from any other one, as after a restore, rebuilds them. */
  #next = -1;

  constructor(
    period: number,
    lag: number,
    of: (moments: Moments) => number,
    x: Float64Array,
    y: Float64Array,
    output: Float64Array,
  ) {
    this.#period = period;
    this.#lag = lag;
    this.#of = of;
    this.#x = x;
    this.#y = y;
    this.#output = output;
    this.#tail = new Float64Array(WIDTH * period);
    this.#inverse = Float64Array.from({ length: period + 1 }, (_, k) => 1 / k);
  }

  run(from: number, to: number): void {
    if (from !== this.#next) this.#rebuild(from);
    const y = this.#y;
    const output = this.#output;
    const tail = this.#tail;
    const inverse = this.#inverse;
    const window = this.#window;
    const period = this.#period;
    const lag = this.#lag;
    const of = this.#of;
    let meanX = this.#headMeanX;
    let meanY = this.#headMeanY;
    let xx = this.#headXX;
    let yy = this.#headYY;
    let xy = this.#headXY;
    let count = this.#count;
    let i = from;
    while (i < to) {
      const end = Math.min(to, i - count + period);
      for (; i < end; i++) {
        const atX = this.#x[i];
        const atY = i < lag ? Number.NaN : y[i - lag];
        count++;
        const apartX = atX - meanX;
        const apartY = atY - meanY;
        meanX += apartX * inverse[count];
        meanY += apartY * inverse[count];
        xx += apartX * (atX - meanX);
        yy += apartY * (atY - meanY);
        xy += apartX * (atY - meanY);
        if (count < period) {
          const at = WIDTH * count;
          const betweenX = meanX - tail[at];
          const betweenY = meanY - tail[at + 1];
          const weight = (period - count) * (count * inverse[period]);
          window.xx = xx + tail[at + 2] + betweenX * betweenX * weight;
          window.yy = yy + tail[at + 3] + betweenY * betweenY * weight;
          window.xy = xy + tail[at + 4] + betweenX * betweenY * weight;
        } else {
          window.xx = xx;
          window.yy = yy;
          window.xy = xy;
        }
        const value = of(window);
        output[i] = Number.isFinite(value) ? value : Number.NaN;
      }
      if (count === period) {
        this.#finishBlock(i - period);
        count = 0;
        meanX = 0;
        meanY = 0;
        xx = 0;
        yy = 0;
        xy = 0;
      }
    }
    this.#count = count;
    this.#headMeanX = meanX;
    this.#headMeanY = meanY;
    this.#headXX = xx;
    this.#headYY = yy;
    this.#headXY = xy;
    this.#next = to;
  }

  save(): void {}

  restore(): void {}

  #finishBlock(start: number): void {
    const columnX = this.#x;
    const columnY = this.#y;
    const period = this.#period;
    const lag = this.#lag;
    const inverse = this.#inverse;
    const tail = this.#tail;
    let meanX = 0;
    let meanY = 0;
    let xx = 0;
    let yy = 0;
    let xy = 0;
    for (let j = period - 1; j >= 0; j--) {
      const x = columnX[start + j];
      const y = start + j < lag ? Number.NaN : columnY[start + j - lag];
      const apartX = x - meanX;
      const apartY = y - meanY;
      meanX += apartX * inverse[period - j];
      meanY += apartY * inverse[period - j];
      xx += apartX * (x - meanX);
      yy += apartY * (y - meanY);
      xy += apartX * (y - meanY);
      const at = WIDTH * j;
      tail[at] = meanX;
      tail[at + 1] = meanY;
      tail[at + 2] = xx;
      tail[at + 3] = yy;
      tail[at + 4] = xy;
    }
  }

  #rebuild(at: number): void {
    this.#count = at % this.#period;
    const start = at - this.#count;
    if (start > 0) this.#finishBlock(start - this.#period);
    else this.#tail.fill(Number.NaN);
    let meanX = 0;
    let meanY = 0;
    let xx = 0;
    let yy = 0;
    let xy = 0;
    for (let i = start; i < at; i++) {
      const x = this.#x[i];
      const y = this.#yAt(i);
      const apartX = x - meanX;
      const apartY = y - meanY;
      meanX += apartX * this.#inverse[i - start + 1];
      meanY += apartY * this.#inverse[i - start + 1];
      xx += apartX * (x - meanX);
      yy += apartY * (y - meanY);
      xy += apartX * (y - meanY);
    }
    this.#headMeanX = meanX;
    this.#headMeanY = meanY;
    this.#headXX = xx;
    this.#headYY = yy;
    this.#headXY = xy;
  }

  #yAt(i: number): number {
    return i < this.#lag ? Number.NaN : this.#y[i - this.#lag];
  }
}
