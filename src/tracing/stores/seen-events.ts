import type { EventRecord } from '../../events/event.ts';

/** Which events were read, by container: a bit each, as sequence numbers are dense. */
export class SeenEvents {
  readonly #bits = new Map<string, Uint32Array>();

  has(container: string, sequence: number): boolean {
    const bits = this.#bits.get(container);
    return bits !== undefined && ((bits[sequence >>> 5] ?? 0) & (1 << (sequence & 31))) !== 0;
  }

  /** Returns false when it was there already. */
  add({ type, containerId, sequenceNumber }: EventRecord): boolean {
    // Numbered apart, and heard by nobody else.
    if (type === 'LIFECYCLE') return true;
    if (this.has(containerId, sequenceNumber)) return false;
    let bits = this.#bits.get(containerId);
    const word = sequenceNumber >>> 5;
    if (bits === undefined || word >= bits.length) {
      const larger = new Uint32Array(Math.max(64, 2 * word));
      if (bits !== undefined) larger.set(bits);
      bits = larger;
      this.#bits.set(containerId, bits);
    }
    bits[word] |= 1 << (sequenceNumber & 31);
    return true;
  }
}
