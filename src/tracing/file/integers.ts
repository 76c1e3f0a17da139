import type { ByteReader, ByteWriter } from './bytes.ts';

/** In place of the width of planes: every value is one step above the one before. */
const STEPS = 0;

/** Where differences are made, over and over. */
let scratch = new Int32Array(1024);

/** Writes integers by the differences of each and the one before, in no more bytes than the largest of those needs. */
export function writeIntegers(values: Int32Array, out: ByteWriter): void {
  const count = values.length;
  const step = count > 1 ? (values[1] - values[0]) | 0 : 0;
  if (hasStep(values, step)) {
    out.byte(STEPS);
    out.int32(values[0]);
    out.int32(step);
    return;
  }
  if (count > scratch.length) scratch = new Int32Array(2 * count);
  const differences = scratch;
  differences[0] = 0;
  let bits = 0;
  for (let i = 1, last = values[0]; i < count; i++) {
    const value = values[i];
    const difference = zigzag((value - last) | 0);
    differences[i] = difference;
    bits |= difference;
    last = value;
  }
  const width = widthOfBits(bits);
  out.byte(width);
  out.int32(values[0]);
  out.planes(differences, count, width);
}

/** What `writeIntegers` writes for values that are all this one. */
export function writeSame(value: number, out: ByteWriter): void {
  out.byte(STEPS);
  out.int32(value);
  out.int32(0);
}

export function readIntegers(count: number, from: ByteReader): Int32Array {
  const values = new Int32Array(count);
  const width = from.byte();
  let value = from.int32();
  if (width === STEPS) {
    const step = from.int32();
    for (let i = 0; i < count; i++) values[i] = value + i * step;
    return values;
  }
  from.planes(values, count, width);
  for (let i = 0; i < count; i++) {
    value = (value + unzigzag(values[i])) | 0;
    values[i] = value;
  }
  return values;
}

/** Bytes, from 1 to 4, that unsigned numbers need in which no more than these bits are set. */
export function widthOfBits(bits: number): number {
  return Math.max(1, (39 - Math.clz32(bits)) >> 3);
}

/** Small numbers of either sign as small numbers without one. */
export function zigzag(value: number): number {
  return (value << 1) ^ (value >> 31);
}

export function unzigzag(value: number): number {
  return (value >>> 1) ^ -(value & 1);
}

function hasStep(values: Int32Array, step: number): boolean {
  for (let i = 1; i < values.length; i++) if (((values[i] - values[i - 1]) | 0) !== step) return false;
  return true;
}
