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

/** An envelope and its number: as objects of one class, since they are looked at for every event that is written. */
class NumberedEnvelope implements Envelope {
  readonly number: number;
  readonly key: EventKey;
  readonly causeKey: EventKey;
  readonly tradeContainer: number;
  readonly sourceId: string;
  readonly length: number;

  constructor(number: number, { key, causeKey, tradeContainer, sourceId, length }: Envelope) {
    this.number = number;
    this.key = key;
    this.causeKey = causeKey;
    this.tradeContainer = tradeContainer;
    this.sourceId = sourceId;
    this.length = length;
  }

  is(key: EventKey, causeKey: EventKey, tradeContainer: number, sourceId: string, length: number): boolean {
    return (
      this.key === key &&
      this.causeKey === causeKey &&
      this.tradeContainer === tradeContainer &&
      this.length === length &&
      this.sourceId === sourceId
    );
  }
}

const NOTHING = new NumberedEnvelope(-1, {
  key: -1,
  causeKey: 0,
  tradeContainer: 0,
  sourceId: '',
  length: 0,
});

/** Numbers envelopes in the order in which they are first met: some dozens a container, for any number of events. */
export class Envelopes {
  // By number, field by field.
  readonly keys: EventKey[] = [];
  readonly causeKeys: EventKey[] = [];
  readonly tradeContainers: number[] = [];
  readonly sourceIds: string[] = [];
  readonly lengths: number[] = [];
  readonly #all: NumberedEnvelope[] = [];
  /** By type, the last that was asked for: mostly asked for again. */
  readonly #recent: NumberedEnvelope[] = Array.from({ length: EVENT_TYPE_LIMIT }, () => NOTHING);
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
    const recent = this.#recent[key & TYPE_BITS];
    if (recent.is(key, causeKey, tradeContainer, sourceId, length)) return recent.number;
    const found = this.#find(key, causeKey, tradeContainer, sourceId, length);
    this.#recent[key & TYPE_BITS] = found;
    return found.number;
  }

  at(number: number): Envelope {
    const { key, causeKey, tradeContainer, sourceId, length } = this.#all[number];
    return { key, causeKey, tradeContainer, sourceId, length };
  }

  #find(
    key: EventKey,
    causeKey: EventKey,
    tradeContainer: number,
    sourceId: string,
    length: number,
  ): NumberedEnvelope {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = hash(key, causeKey, length) & mask;
    for (;;) {
      const number = slots[slot] - 1;
      if (number < 0) break;
      const envelope = this.#all[number];
      if (envelope.is(key, causeKey, tradeContainer, sourceId, length)) return envelope;
      slot = (slot + 1) & mask;
    }
    return this.#add({ key, causeKey, tradeContainer, sourceId, length });
  }

  #add(envelope: Envelope): NumberedEnvelope {
    const added = new NumberedEnvelope(this.count, envelope);
    this.#all.push(added);
    this.keys.push(added.key);
    this.causeKeys.push(added.causeKey);
    this.tradeContainers.push(added.tradeContainer);
    this.sourceIds.push(added.sourceId);
    this.lengths.push(added.length);
    if (2 * this.count > this.#slots.length) this.#grow();
    else this.#place(added);
    return added;
  }

  #grow(): void {
    this.#slots = new Int32Array(2 * this.#slots.length);
    for (const envelope of this.#all) this.#place(envelope);
  }

  #place({ number, key, causeKey, length }: NumberedEnvelope): void {
    const mask = this.#slots.length - 1;
    let slot = hash(key, causeKey, length) & mask;
    while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
    this.#slots[slot] = number + 1;
  }
}

function hash(key: number, causeKey: number, length: number): number {
  const h = Math.imul(key, 0x9e3779b1) ^ Math.imul(causeKey, 0x85ebca6b) ^ Math.imul(length, 0xc2b2ae35);
  return h ^ (h >>> 15);
}
