/** Bytes that grow; one is used again for all chunks of a file. */
export class ByteWriter {
  bytes: Uint8Array<ArrayBuffer> = new Uint8Array(1 << 16);
  length = 0;
  /** Where planes are put together. */
  #quads = new Int32Array(1024);
  #quadBytes = new Uint8Array(this.#quads.buffer);

  /** What was written; good until more is. */
  get written(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }

  byte(value: number): void {
    this.reserve(1);
    this.bytes[this.length++] = value;
  }

  int32(value: number): void {
    this.reserve(4);
    for (let shift = 0; shift < 32; shift += 8) this.bytes[this.length++] = value >>> shift;
  }

  float64(value: number): void {
    this.append(new Uint8Array(Float64Array.of(value).buffer));
  }

  append(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** The lower `width` bytes of integers, each in a plane of its own. */
  planes(values: Int32Array, count: number, width: number, stride = 1, offset = 0): void {
    this.reserve(width * count);
    const quads = (count + 3) >> 2;
    this.#makeRoom(8 * quads);
    // Four bytes are put together in a register and stored at once, for two planes at a time.
    for (let plane = 0; plane < width; plane += 2) {
      packPlanes(values, count, stride, offset, 8 * plane, this.#quads, quads);
      this.#appendPlane(0, count);
      if (plane + 1 < width) this.#appendPlane(4 * quads, count);
    }
  }

  #appendPlane(from: number, count: number): void {
    this.bytes.set(this.#quadBytes.subarray(from, from + count), this.length);
    this.length += count;
  }

  #makeRoom(bytes: number): void {
    if (bytes <= this.#quadBytes.length) return;
    this.#quads = new Int32Array(bytes >> 1);
    this.#quadBytes = new Uint8Array(this.#quads.buffer);
  }

  reserve(count: number): void {
    if (this.length + count <= this.bytes.length) return;
    const larger = new Uint8Array(Math.max(2 * this.bytes.length, this.length + count));
    larger.set(this.bytes.subarray(0, this.length));
    this.bytes = larger;
  }
}

/** Two planes of bytes, from bit `shift` of the values on, to `quads` words of `out` each: bytes are little-endian in it. */
function packPlanes(
  values: Int32Array,
  count: number,
  stride: number,
  offset: number,
  shift: number,
  out: Int32Array,
  quads: number,
): void {
  const whole = count >> 2;
  let from = offset;
  for (let i = 0; i < whole; i++) {
    const a = values[from] >>> shift;
    const b = values[from + stride] >>> shift;
    const c = values[from + 2 * stride] >>> shift;
    const d = values[from + 3 * stride] >>> shift;
    from += 4 * stride;
    out[i] = (a & 255) | ((b & 255) << 8) | ((c & 255) << 16) | (d << 24);
    out[quads + i] = ((a >>> 8) & 255) | (b & 0xff00) | ((c & 0xff00) << 8) | ((d & 0xff00) << 16);
  }
  if (whole === quads) return;
  let low = 0;
  let high = 0;
  for (let i = 4 * whole, bit = 0; i < count; i++, bit += 8, from += stride) {
    const value = values[from] >>> shift;
    low |= (value & 255) << bit;
    high |= ((value >>> 8) & 255) << bit;
  }
  out[whole] = low;
  out[quads + whole] = high;
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

  int32(): number {
    return this.uint32() | 0;
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

  /** Adds what `ByteWriter.planes` wrote to integers that are 0. */
  planes(values: Int32Array, count: number, width: number, stride = 1, offset = 0): void {
    for (let shift = 0; shift < 8 * width; shift += 8) {
      for (let i = 0; i < count; i++) values[i * stride + offset] |= this.bytes[this.at++] << shift;
    }
  }
}
