import { NAME_TAG } from '../log/row.ts';
import type { ByteReader, ByteWriter } from './bytes.ts';
import { readIntegers, unzigzag, widthOfBits, writeIntegers, writeSame, zigzag } from './integers.ts';
import { beside, nearDecimals } from './near-decimals.ts';
import { MOST, roundNearly } from './rounding.ts';

export { ByteReader, ByteWriter } from './bytes.ts';

/*
 * A column of 64-bit words in as few and as regular bytes as is cheap to find, for zstd to press further. Each begins
 * with a byte that tells its form:
 */
/** All the same: the word. */
const CONSTANT = 0;
/** Whole numbers, or decimals times a power of ten: the power, the first as a double, then differences as integers. */
const DIFFERENCES = 1;
/** Names of the chunk, by number. */
const NAMES = 2;
/** The words themselves, each less the one before in every bit, byte by byte apart. */
const BITS = 3;
/** As `DIFFERENCES` where all are the same: the power, the first as a double, the difference as an integer. */
const STEPS = 4;
/** As `DIFFERENCES`, by the scale in place of the power, and for each how many doubles it lies beside that. 6 and 7: see relations.ts. */
const NEAR_DECIMALS = 5;

const LARGEST_POWER = 6;

/** Where differences are tried, over and over. */
let scratch = new Int32Array(1024);
/** All bits that are set in any of them. */
let differenceBits = 0;

/** @param names the chunk's number of a name, by its number in the words. */
export function writeColumn(words: Float64Array, names: (number: number) => number, out: ByteWriter): void {
  const halves = new Int32Array(words.buffer, words.byteOffset, 2 * words.length);
  if (isConstant(halves)) {
    if (halves[1] === NAME_TAG) {
      out.byte(NAMES);
      writeSame(names(halves[0]), out);
      return;
    }
    out.byte(CONSTANT);
    out.append(new Uint8Array(words.buffer, words.byteOffset, 8));
    return;
  }
  if (areNames(halves)) {
    const numbers = new Int32Array(words.length);
    let last = halves[0];
    let number = names(last);
    for (let i = 0; i < words.length; i++) {
      if (halves[2 * i] !== last) {
        last = halves[2 * i];
        number = names(last);
      }
      numbers[i] = number;
    }
    out.byte(NAMES);
    writeIntegers(numbers, out);
    return;
  }
  if (isSteps(words)) {
    out.byte(STEPS);
    out.byte(0);
    out.float64(words[0]);
    out.int32(zigzag(words[1] - words[0]));
    return;
  }
  for (let power = 0; power <= LARGEST_POWER; power++) {
    if (!scaledDifferences(words, power)) continue;
    out.byte(DIFFERENCES);
    out.byte(power);
    out.float64(roundNearly(words[0] * 10 ** power));
    const width = widthOfBits(differenceBits);
    out.byte(width);
    out.planes(scratch, words.length, width);
    return;
  }
  const near = nearDecimals(words);
  if (near !== undefined) {
    out.byte(NEAR_DECIMALS);
    out.int32(near.scale);
    out.float64(roundNearly(words[0] * near.scale));
    out.byte(near.differenceWidth);
    out.planes(near.differences, words.length, near.differenceWidth);
    out.byte(near.stepWidth);
    out.planes(near.steps, words.length, near.stepWidth);
    return;
  }
  out.byte(BITS);
  const bits = roomFor(halves.length);
  let low = 0;
  let high = 0;
  for (let i = 0; i < halves.length; i += 2) {
    // Names among numbers are told by their tag.
    const half = halves[i + 1] === NAME_TAG ? names(halves[i]) : halves[i];
    bits[i] = half ^ low;
    bits[i + 1] = halves[i + 1] ^ high;
    low = half;
    high = halves[i + 1];
  }
  out.planes(bits, words.length, 4, 2, 0);
  out.planes(bits, words.length, 4, 2, 1);
}

/** Words as they were, with the chunk's numbers of names. */
export function readColumn(count: number, from: ByteReader): Float64Array {
  const words = new Float64Array(count);
  const halves = new Int32Array(words.buffer);
  const form = from.byte();
  if (form === CONSTANT) {
    const [low, high] = [from.int32(), from.int32()];
    for (let i = 0; i < halves.length; i += 2) {
      halves[i] = low;
      halves[i + 1] = high;
    }
  } else if (form === NAMES) {
    readIntegers(count, from).forEach((number, i) => {
      halves[2 * i] = number;
      halves[2 * i + 1] = NAME_TAG;
    });
  } else if (form === DIFFERENCES || form === STEPS) {
    const scale = 10 ** from.byte();
    let value = from.float64();
    const differences = new Int32Array(count);
    if (form === STEPS) differences.fill(from.int32(), 1);
    else from.planes(differences, count, from.byte());
    for (let i = 0; i < count; i++) {
      value += unzigzag(differences[i]);
      words[i] = value / scale;
    }
  } else if (form === NEAR_DECIMALS) {
    const scale = from.int32();
    let value = from.float64();
    const differences = new Int32Array(count);
    const steps = new Int32Array(count);
    from.planes(differences, count, from.byte());
    from.planes(steps, count, from.byte());
    for (let i = 0; i < count; i++) {
      value += unzigzag(differences[i]);
      words[i] = beside(value / scale, unzigzag(steps[i]));
    }
  } else if (form === BITS) {
    from.planes(halves, count, 4, 2, 0);
    from.planes(halves, count, 4, 2, 1);
    for (let i = 2; i < halves.length; i++) halves[i] ^= halves[i - 2];
  } else {
    throw new RangeError(`a column of unknown form ${form}`);
  }
  return words;
}

function roomFor(count: number): Int32Array {
  if (count > scratch.length) scratch = new Int32Array(2 * count);
  return scratch.subarray(0, count);
}

/** Whole numbers, each as much above the one before. */
function isSteps(words: Float64Array): boolean {
  const step = words[1] - words[0];
  if (!Number.isSafeInteger(words[0]) || (step | 0) !== step || step === 0 || Math.abs(step) >= 2 ** 30)
    return false;
  // Between integers that are told apart from their neighbours no difference is rounded.
  if (!Number.isSafeInteger(words[words.length - 1])) return false;
  for (let i = 1; i < words.length; i++) if (words[i] - words[i - 1] !== step) return false;
  // A zero below zero would lose its sign.
  const zero = words.indexOf(0);
  return zero < 0 || !Object.is(words[zero], -0);
}

function isConstant(halves: Int32Array): boolean {
  for (let i = 2; i < halves.length; i += 2) {
    if (halves[i] !== halves[0] || halves[i + 1] !== halves[1]) return false;
  }
  return true;
}

function areNames(halves: Int32Array): boolean {
  for (let i = 1; i < halves.length; i += 2) if (halves[i] !== NAME_TAG) return false;
  return true;
}

/** Fills `scratch` with the differences of the values times 10^power, zigzagged; false unless every value comes back from them to the bit. */
function scaledDifferences(words: Float64Array, power: number): boolean {
  const scale = 10 ** power;
  const differences = roomFor(words.length);
  let last = roundNearly(words[0] * scale);
  let bits = 0;
  for (let i = 0; i < words.length; i++) {
    const word = words[i];
    const scaled = roundNearly(word * scale);
    const difference = scaled - last;
    // Fails for what is no number too.
    if (scaled / scale !== word || (difference | 0) !== difference || !(Math.abs(scaled) < MOST))
      return false;
    // A zero below zero would lose its sign.
    if (word === 0 && Object.is(word, -0)) return false;
    const zigzagged = zigzag(difference);
    differences[i] = zigzagged;
    bits |= zigzagged;
    last = scaled;
  }
  differenceBits = bits;
  return true;
}
