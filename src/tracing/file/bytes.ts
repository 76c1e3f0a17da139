/** Bytes that grow; one is used again for all chunks of a file. */
export class ByteWriter {
  bytes: Uint8Array<ArrayBuffer> = new Uint8Array(1 << 16);
  length = 0;

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
    const { bytes } = this;
    const first = this.length;
    // Two planes at a time: half as many looks at the values.
    for (let plane = 0; plane < width; plane += 2) {
      const low = first + plane * count;
      const high = plane + 1 < width ? low + count : low;
      const shift = 8 * plane;
      for (let i = 0, from = offset; i < count; i++, from += stride) {
        const value = values[from] >>> shift;
        // The lower one second: without an upper one they are the same.
        bytes[high + i] = value >>> 8;
        bytes[low + i] = value;
      }
    }
    this.length = first + width * count;
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
