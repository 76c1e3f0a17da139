import { widthOfBits, zigzag } from './integers.ts';
import { MOST, roundNearly } from './rounding.ts';

const LARGEST_POWER = 6;
/** Averages over so many values, at most, of decimals of so many places are looked for, in columns that are worth it. */
const LARGEST_DIVISOR = 512;
const PLACES = [2, 0, 1, 3, 4] as const;
const WORTH_IT = 1024;
/** Steps between doubles, at most, that a value may lie beside its decimal. */
const NEAR = 32_767;

/** A value and the decimal next to it, as bits. */
const both = new Float64Array(2);
const bits = new Int32Array(both.buffer);

let differences = new Int32Array(1024);
let steps = new Int32Array(1024);
/** All bits that are set in any of them. */
let differenceBits = 0;
let stepBits = 0;

/** Values as whole numbers over `scale`, and how many doubles each lies beside that. */
export interface NearDecimals {
  readonly scale: number;
  /** Of the whole numbers, each less the one before, zigzagged; the first is 0. */
  readonly differences: Int32Array;
  /** Zigzagged. */
  readonly steps: Int32Array;
  /** Bytes that the largest of each needs. */
  readonly differenceWidth: number;
  readonly stepWidth: number;
}

/**
 * Amounts that arithmetic has left a few last bits beside a decimal, as sums of money are, or beside a whole part of one, as averages
 * of prices are. Good until the next call; undefined when a value is no such amount.
 */
export function nearDecimals(words: Float64Array): NearDecimals | undefined {
  if (words.length > differences.length) {
    differences = new Int32Array(2 * words.length);
    steps = new Int32Array(2 * words.length);
  }
  const scale = scaleOf(words);
  if (scale === undefined) return undefined;
  const { length } = words;
  return {
    scale,
    differences: differences.subarray(0, length),
    steps: steps.subarray(0, length),
    differenceWidth: widthOfBits(differenceBits),
    stepWidth: widthOfBits(stepBits),
  };
}

/** What makes all values nearly whole, by which `differences` and `steps` are then filled. */
function scaleOf(words: Float64Array): number | undefined {
  for (let power = 0; power <= LARGEST_POWER; power++) if (fill(words, 10 ** power)) return 10 ** power;
  if (words.length < WORTH_IT) return undefined;
  const sample = [words[0], words[words.length >> 1], words[words.length - 1]];
  for (const places of PLACES) {
    for (let divisor = 3; divisor <= LARGEST_DIVISOR; divisor++) {
      const scale = divisor * 10 ** places;
      if (sample.every((word) => isNearlyWhole(word * scale)) && fill(words, scale)) return scale;
    }
  }
  return undefined;
}

function isNearlyWhole(value: number): boolean {
  return Math.abs(value - Math.round(value)) <= Math.abs(value) * 1e-12;
}

function fill(words: Float64Array, scale: number): boolean {
  const [differenceAt, stepAt] = [differences, steps];
  let last = roundNearly(words[0] * scale);
  differenceBits = 0;
  stepBits = 0;
  for (let i = 0; i < words.length; i++) {
    const word = words[i];
    const scaled = roundNearly(word * scale);
    const difference = scaled - last;
    // Fails for what is no number too.
    if ((difference | 0) !== difference || !(Math.abs(scaled) < MOST)) return false;
    const back = scaled / scale;
    let step = 0;
    if (back !== word) {
      both[0] = word;
      both[1] = back;
      const beside = (bits[1] - bits[3]) * 2 ** 32 + ((bits[0] >>> 0) - (bits[2] >>> 0));
      if (!(Math.abs(beside) <= NEAR)) return false;
      step = zigzag(beside);
    } else if (word === 0 && Object.is(word, -0)) {
      // It would lose its sign. What is rounded to zero is far from it in steps.
      return false;
    }
    const zigzagged = zigzag(difference);
    differenceAt[i] = zigzagged;
    stepAt[i] = step;
    differenceBits |= zigzagged;
    stepBits |= step;
    last = scaled;
  }
  return true;
}

/** The double that lies so many steps beside another one. */
export function beside(value: number, count: number): number {
  if (count === 0) return value;
  both[0] = value;
  const low = (bits[0] >>> 0) + count;
  bits[0] = low;
  if (low < 0) bits[1]--;
  else if (low >= 2 ** 32) bits[1]++;
  return both[0];
}
