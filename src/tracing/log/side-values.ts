/** Values that stand beside the rows of a log, by the numbers under which rows name them. */
export class SideValues {
  readonly #values = new Map<number, unknown>();
  #bytes = 0;

  /** Memory taken up, about. */
  get bytes(): number {
    return this.#bytes;
  }

  get(number: number): unknown {
    return this.#values.get(number);
  }

  set(number: number, value: unknown): void {
    this.#values.set(number, value);
    this.#bytes += sizeOf(value);
  }

  delete(number: number): void {
    this.#bytes -= sizeOf(this.#values.get(number));
    this.#values.delete(number);
  }
}

/** About what a value takes up: two bytes a character; objects as their members, roughly. */
function sizeOf(value: unknown): number {
  if (typeof value === 'string') return 16 + 2 * value.length;
  if (typeof value === 'object' && value !== null) {
    let size = 32;
    for (const [key, member] of Object.entries(value)) size += 2 * key.length + sizeOf(member);
    return size;
  }
  return 8;
}
