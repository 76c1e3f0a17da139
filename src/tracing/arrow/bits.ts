/** Which rows of a column have a value: a bit each, as Arrow keeps it. */
export class Bits {
  #bytes = new Uint8Array(64);
  #count = 0;

  /** Sets the bit of a row, once. */
  set(row: number): void {
    const byte = row >>> 3;
    if (byte >= this.#bytes.length) {
      const larger = new Uint8Array(Math.max(2 * this.#bytes.length, byte + 1));
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#bytes[byte] |= 1 << (row & 7);
    this.#count++;
  }

  /** The bits of the first rows, and how many of them are not set; then all are forgotten. */
  take(rows: number): { bytes: Uint8Array; unset: number } {
    const bytes = new Uint8Array((rows + 7) >>> 3);
    bytes.set(this.#bytes.subarray(0, bytes.length));
    const unset = rows - this.#count;
    this.#bytes.fill(0);
    this.#count = 0;
    return { bytes, unset };
  }
}
