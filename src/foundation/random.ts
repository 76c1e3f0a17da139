import type { Stateful, StateReader, StateWriter } from './state.ts';

/** A seed for one of many that draw from the same run's seed, by its names: FNV-1a, 32 bits. */
export function seedOf(seed: number, ...names: readonly string[]): number {
  let hash = 0x811c9dc5;
  // JSON keeps ('a', 'bc') and ('ab', 'c') apart.
  const text = JSON.stringify([seed, ...names]);
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash | 0;
}

/**
 * Seeded random numbers: xoshiro128** (Blackman and Vigna 2018) seeded by SplitMix32.
 * The generator is part of a run's state, so a run that is restored draws the same numbers again.
 */
export class Random implements Stateful {
  readonly #s = new Int32Array(4);
  #spareNormal = Number.NaN;

  /** @param seed any integer; equal seeds give equal sequences on every platform. */
  constructor(seed: number) {
    let x = seed | 0;
    for (let i = 0; i < 4; i++) {
      x = (x + 0x9e3779b9) | 0;
      let z = x ^ (x >>> 16);
      z = Math.imul(z, 0x21f0aaad);
      z ^= z >>> 15;
      z = Math.imul(z, 0x735a2d97);
      this.#s[i] = z ^ (z >>> 15);
    }
  }

  /** 32 random bits, 0 … 2^32 − 1. */
  uint32(): number {
    const s = this.#s;
    const x = Math.imul(s[1], 5);
    const result = Math.imul((x << 7) | (x >>> 25), 9) >>> 0;
    const t = s[1] << 9;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = (s[3] << 11) | (s[3] >>> 21);
    return result;
  }

  /** Uniform in [0, 1) with 53 bits. */
  uniform(): number {
    return ((this.uint32() >>> 5) * 67108864 + (this.uint32() >>> 6)) / 9007199254740992;
  }

  /** Uniform integer in [low, high], both included. */
  integer(low: number, high: number): number {
    return low + Math.floor(this.uniform() * (high - low + 1));
  }

  /** Standard normal by Marsaglia's polar method (no trigonometry, so the same bits on every platform). */
  normal(): number {
    if (!Number.isNaN(this.#spareNormal)) {
      const spare = this.#spareNormal;
      this.#spareNormal = Number.NaN;
      return spare;
    }
    let u = 0;
    let v = 0;
    let s = 0;
    do {
      u = 2 * this.uniform() - 1;
      v = 2 * this.uniform() - 1;
      s = u * u + v * v;
    } while (s >= 1 || s === 0);
    const scale = Math.sqrt((-2 * Math.log(s)) / s);
    this.#spareNormal = v * scale;
    return u * scale;
  }

  /** Another that goes on with the same numbers. */
  clone(): Random {
    const copy = new Random(0);
    copy.#s.set(this.#s);
    copy.#spareNormal = this.#spareNormal;
    return copy;
  }

  save(out: StateWriter): void {
    out.array(this.#s);
    out.number(this.#spareNormal);
  }

  restore(from: StateReader): void {
    from.array(this.#s);
    this.#spareNormal = from.number();
  }
}
