import type { EventKey } from '../../events/event-id.ts';
import { EVENT_TYPE_LIMIT } from '../../events/event-type.ts';

/** What the events of one kind have in common. */
export interface Envelope {
  /** Container and type. */
  readonly key: EventKey;
  /** Container and type of the cause; 0 where there is none. */
  readonly causeKey: EventKey;
  /** Container that numbers the trade; 0 where there is none. */
  readonly tradeContainer: number;
  readonly sourceId: string;
  /** Words of the row, header included. */
  readonly length: number;
}

// A module's own constants are compiled into its code; those of others are read anew at each use.
const TYPE_BITS = EVENT_TYPE_LIMIT - 1;

/** Room at the start; a power of two. */
const SMALLEST = 64;

/** Numbers envelopes in the order in which they are first met: some dozens a container, for any number of events. */
export class Envelopes {
  // By number, field by field.
  readonly keys: EventKey[] = [];
  readonly causeKeys: EventKey[] = [];
  readonly tradeContainers: number[] = [];
  readonly sourceIds: string[] = [];
  readonly lengths: number[] = [];
  /** Key, cause, trade and length side by side, as they are looked at for every event that is written. */
  #fields = new Int32Array(4 * SMALLEST);
  /** By type, the last that was asked for: mostly asked for again. */
  readonly #recent = new Int32Array(EVENT_TYPE_LIMIT);
  /** Hash table of numbers + 1; 0: free. */
  #slots = new Int32Array(2 * SMALLEST);

  get count(): number {
    return this.keys.length;
  }

  /** The number of an envelope, new if it was not met before. */
  numberOf(
    key: EventKey,
    causeKey: EventKey,
    tradeContainer: number,
    sourceId: string,
    length: number,
  ): number {
    const type = key & TYPE_BITS;
    const recent = this.#recent[type];
    if (this.#is(recent, key, causeKey, tradeContainer, sourceId, length)) return recent;
    const number = this.#find(key, causeKey, tradeContainer, sourceId, length);
    this.#recent[type] = number;
    return number;
  }

  #is(
    number: number,
    key: EventKey,
    causeKey: EventKey,
    tradeContainer: number,
    sourceId: string,
    length: number,
  ): boolean {
    const fields = this.#fields;
    const at = 4 * number;
    return (
      fields[at] === key &&
      fields[at + 1] === causeKey &&
      fields[at + 2] === tradeContainer &&
      fields[at + 3] === length &&
      this.sourceIds[number] === sourceId
    );
  }

  #find(key: EventKey, causeKey: EventKey, tradeContainer: number, sourceId: string, length: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = hash(key, causeKey, length) & mask;
    for (;;) {
      const number = slots[slot] - 1;
      if (number < 0) break;
      if (this.#is(number, key, causeKey, tradeContainer, sourceId, length)) return number;
      slot = (slot + 1) & mask;
    }
    return this.#add({ key, causeKey, tradeContainer, sourceId, length });
  }

  at(number: number): Envelope {
    return {
      key: this.keys[number],
      causeKey: this.causeKeys[number],
      tradeContainer: this.tradeContainers[number],
      sourceId: this.sourceIds[number],
      length: this.lengths[number],
    };
  }

  #add({ key, causeKey, tradeContainer, sourceId, length }: Envelope): number {
    const number = this.keys.push(key) - 1;
    this.causeKeys.push(causeKey);
    this.tradeContainers.push(tradeContainer);
    this.sourceIds.push(sourceId);
    this.lengths.push(length);
    if (4 * number === this.#fields.length) this.#grow();
    this.#fields.set([key, causeKey, tradeContainer, length], 4 * number);
    this.#place(number);
    return number;
  }

  #grow(): void {
    const fields = new Int32Array(2 * this.#fields.length);
    fields.set(this.#fields);
    this.#fields = fields;
    this.#slots = new Int32Array(2 * this.#slots.length);
    for (let number = 0; number < this.count - 1; number++) this.#place(number);
  }

  #place(number: number): void {
    const mask = this.#slots.length - 1;
    let slot = hash(this.keys[number], this.causeKeys[number], this.lengths[number]) & mask;
    while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
    this.#slots[slot] = number + 1;
  }
}

function hash(key: number, causeKey: number, length: number): number {
  const h = Math.imul(key, 0x9e3779b1) ^ Math.imul(causeKey, 0x85ebca6b) ^ Math.imul(length, 0xc2b2ae35);
  return h ^ (h >>> 15);
}
