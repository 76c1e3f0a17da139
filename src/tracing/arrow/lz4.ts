/** Begins every frame. */
const MAGIC = 0x184d2204;

/**
 * The content of an LZ4 frame, as pandas and pyarrow compress Feather files by default (format descriptions of LZ4 frame
 * 1.6.2 and LZ4 block). Checksums are passed over.
 *
 * @throws RangeError when it is not one, or not whole.
 */
export function lz4Decompress(frame: Uint8Array): Uint8Array {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  if (frame.length < 7 || view.getUint32(0, true) !== MAGIC) throw new RangeError('not an LZ4 frame');
  const flags = frame[4];
  const hasBlockChecksums = (flags & 0x10) !== 0;
  const hasContentSize = (flags & 0x08) !== 0;
  const hasDictionary = (flags & 0x01) !== 0;
  if (hasDictionary) throw new RangeError('an LZ4 frame with a dictionary');
  const largestBlock = 1 << (8 + 2 * ((frame[5] >> 4) & 7));
  let at = 7 + (hasContentSize ? 8 : 0);
  const out = new Output(hasContentSize ? Number(view.getBigUint64(6, true)) : largestBlock);
  for (;;) {
    if (at + 4 > frame.length) throw new RangeError('an LZ4 frame that is cut short');
    const size = view.getUint32(at, true);
    at += 4;
    if (size === 0) return out.bytes();
    const length = size & 0x7fffffff;
    if (at + length > frame.length) throw new RangeError('an LZ4 frame that is cut short');
    const block = frame.subarray(at, at + length);
    // The highest bit says that the block stands as it is.
    if (size >>> 31 === 1) out.append(block, 0, length);
    else decodeBlock(block, out);
    at += length + (hasBlockChecksums ? 4 : 0);
  }
}

/** Literals, then a copy of what was written before, again and again; the last one is literals alone. */
function decodeBlock(block: Uint8Array, out: Output): void {
  let at = 0;
  const extended = (length: number) => {
    let byte = length === 15 ? 255 : 0;
    while (byte === 255) {
      if (at >= block.length) throw new RangeError('an LZ4 block that is cut short');
      byte = block[at++];
      length += byte;
    }
    return length;
  };
  while (at < block.length) {
    const token = block[at++];
    const literals = extended(token >> 4);
    if (at + literals > block.length) throw new RangeError('an LZ4 block that is cut short');
    out.append(block, at, literals);
    at += literals;
    if (at >= block.length) return;
    const offset = block[at] | (block[at + 1] << 8);
    at += 2;
    out.repeat(offset, extended(token & 15) + 4);
  }
}

/** Bytes that grow, and can be copied from themselves: blocks may reach back into those before. */
class Output {
  #buffer: Uint8Array;
  #length = 0;

  constructor(size: number) {
    this.#buffer = new Uint8Array(size);
  }

  append(from: Uint8Array, start: number, length: number): void {
    this.#reserve(length);
    this.#buffer.set(from.subarray(start, start + length), this.#length);
    this.#length += length;
  }

  repeat(offset: number, length: number): void {
    if (offset === 0 || offset > this.#length) throw new RangeError('an LZ4 copy from nowhere');
    this.#reserve(length);
    // Byte by byte, as source and target may overlap: that is how runs are written.
    for (let i = 0; i < length; i++) this.#buffer[this.#length + i] = this.#buffer[this.#length + i - offset];
    this.#length += length;
  }

  bytes(): Uint8Array {
    return this.#buffer.subarray(0, this.#length);
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#buffer.length) return;
    const larger = new Uint8Array(Math.max(this.#buffer.length * 2, this.#length + more));
    larger.set(this.#buffer);
    this.#buffer = larger;
  }
}
