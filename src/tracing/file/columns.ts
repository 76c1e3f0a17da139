import { NAME_TAG } from '../log/row.ts';

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
/** The words themselves, byte by byte apart. */
const BYTES = 3;

const LARGEST_POWER = 6;

/** Bytes that grow; one is used again for all chunks of a file. */
export class ByteWriter {
  bytes: Uint8Array<ArrayBuffer> = new Uint8Array(1 << 16);
  length = 0;

  byte(value: number): void {
    this.reserve(1);
    this.bytes[this.length++] = value;
  }

  uint32(value: number): void {
    this.reserve(4);
    new DataView(this.bytes.buffer).setUint32(this.length, value, true);
    this.length += 4;
  }

  append(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** Integers as four planes of bytes: the upper ones are mostly zero, and zero is cheap. */
  planes(halves: Int32Array, count: number, stride: number, offset: number): void {
    this.reserve(4 * count);
    const { bytes } = this;
    let at = this.length;
    for (let shift = 0; shift < 32; shift += 8) {
      for (let i = 0; i < count; i++) bytes[at++] = halves[i * stride + offset] >>> shift;
    }
    this.length = at;
  }

  reserve(count: number): void {
    if (this.length + count <= this.bytes.length) return;
    const larger = new Uint8Array(Math.max(2 * this.bytes.length, this.length + count));
    larger.set(this.bytes.subarray(0, this.length));
    this.bytes = larger;
  }
}

export class ByteReader {
  readonly bytes: Uint8Array;
  at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  byte(): number {
    return this.bytes[this.at++];
  }

  uint32(): number {
    const { buffer, byteOffset } = this.bytes;
    this.at += 4;
    return new DataView(buffer, byteOffset).getUint32(this.at - 4, true);
  }

  float64(): number {
    const { buffer, byteOffset } = this.bytes;
    this.at += 8;
    return new DataView(buffer, byteOffset).getFloat64(this.at - 8, true);
  }

  take(count: number): Uint8Array {
    this.at += count;
    return this.bytes.subarray(this.at - count, this.at);
  }

  planes(halves: Int32Array, count: number, stride: number, offset: number): void {
    for (let shift = 0; shift < 32; shift += 8) {
      for (let i = 0; i < count; i++) halves[i * stride + offset] |= this.bytes[this.at++] << shift;
    }
  }
}

/** Writes differences of consecutive integers. */
export function writeIntegers(values: Int32Array, out: ByteWriter): void {
  const differences = new Int32Array(values.length);
  let last = 0;
  for (let i = 0; i < values.length; i++) {
    differences[i] = (values[i] - last) | 0;
    last = values[i];
  }
  out.planes(zigzag(differences), values.length, 1, 0);
}

export function readIntegers(count: number, from: ByteReader): Int32Array {
  const values = new Int32Array(count);
  from.planes(values, count, 1, 0);
  let last = 0;
  for (let i = 0; i < count; i++) {
    last = (last + unzigzag(values[i])) | 0;
    values[i] = last;
  }
  return values;
}

/** @param names the chunk's number of a name, by its number in the words. */
export function writeColumn(words: Float64Array, names: (number: number) => number, out: ByteWriter): void {
  const halves = new Int32Array(words.buffer, words.byteOffset, 2 * words.length);
  if (isConstant(halves) && halves[1] !== NAME_TAG) {
    out.byte(CONSTANT);
    out.append(new Uint8Array(words.buffer, words.byteOffset, 8));
    return;
  }
  if (areNames(halves)) {
    const numbers = new Int32Array(words.length);
    for (let i = 0; i < words.length; i++) numbers[i] = names(halves[2 * i]);
    out.byte(NAMES);
    writeIntegers(numbers, out);
    return;
  }
  for (let power = 0; power <= LARGEST_POWER; power++) {
    const differences = scaledDifferences(words, power);
    if (differences === undefined) continue;
    out.byte(DIFFERENCES);
    out.byte(power);
    out.append(new Uint8Array(Float64Array.of(Math.round(words[0] * 10 ** power)).buffer));
    out.planes(zigzag(differences), differences.length, 1, 0);
    return;
  }
  // Names among numbers: told by their tag, and renumbered in a copy.
  const copy = halves.slice();
  for (let i = 0; i < copy.length; i += 2) if (copy[i + 1] === NAME_TAG) copy[i] = names(copy[i]);
  out.byte(BYTES);
  out.planes(copy, words.length, 2, 0);
  out.planes(copy, words.length, 2, 1);
}

/** Words as they were, with the chunk's numbers of names. */
export function readColumn(count: number, from: ByteReader): Float64Array {
  const words = new Float64Array(count);
  const halves = new Int32Array(words.buffer);
  const form = from.byte();
  if (form === CONSTANT) {
    const [low, high] = [from.uint32(), from.uint32()];
    for (let i = 0; i < halves.length; i += 2) {
      halves[i] = low;
      halves[i + 1] = high;
    }
  } else if (form === NAMES) {
    readIntegers(count, from).forEach((number, i) => {
      halves[2 * i] = number;
      halves[2 * i + 1] = NAME_TAG;
    });
  } else if (form === DIFFERENCES) {
    const scale = 10 ** from.byte();
    let value = from.float64();
    const differences = new Int32Array(count);
    from.planes(differences, count, 1, 0);
    for (let i = 0; i < count; i++) {
      value += unzigzag(differences[i]);
      words[i] = value / scale;
    }
  } else if (form === BYTES) {
    from.planes(halves, count, 2, 0);
    from.planes(halves, count, 2, 1);
  } else {
    throw new RangeError(`a column of unknown form ${form}`);
  }
  return words;
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

/** Differences of the values times 10^power, if every value comes back from them to the bit. */
function scaledDifferences(words: Float64Array, power: number): Int32Array | undefined {
  const scale = 10 ** power;
  const differences = new Int32Array(words.length);
  let last = Math.round(words[0] * scale);
  for (let i = 0; i < words.length; i++) {
    const scaled = Math.round(words[i] * scale);
    const difference = scaled - last;
    // Fails for what is no number too; a zero below zero would lose its sign.
    if (
      !Object.is(scaled / scale, words[i]) ||
      !(Math.abs(scaled) < 2 ** 53) ||
      (difference | 0) !== difference
    ) {
      return undefined;
    }
    if (Object.is(words[i], -0)) return undefined;
    differences[i] = difference;
    last = scaled;
  }
  return differences;
}

function zigzag(values: Int32Array): Int32Array {
  for (let i = 0; i < values.length; i++) values[i] = (values[i] << 1) ^ (values[i] >> 31);
  return values;
}

function unzigzag(value: number): number {
  return (value >>> 1) ^ -(value & 1);
}
