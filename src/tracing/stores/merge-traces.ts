import type { EventRecord } from '../../events/event.ts';
import { EVENT_TYPES } from '../../events/event-type.ts';
import { TraceCursor } from './trace-cursor.ts';

/**
 * Where a type stands among events of one moment: the order of `EVENT_TYPES` is that of a bar's way through a run, but
 * for LIFECYCLE, which frames it. Types of users come behind the built-in ones.
 */
const RANK: ReadonlyMap<string, number> = new Map([
  ...EVENT_TYPES.map((name, rank) => [name, rank] as const),
  ['LIFECYCLE', -1],
]);
const LAST = EVENT_TYPES.length;

/**
 * Events of several traces as one stream, each event once, however many of the traces hold it.
 *
 * The order is by timestamp; at one moment BAR, FEATURES, SIGNAL, ORDER_REQUEST, ORDER, FILL and so on, then by
 * container; but each trace keeps its own order, and an event never comes before its cause. It is the same for every
 * reader, and need not be the order in which a run published: containers that do not hear of one another have none.
 *
 * @param streams in the order of their containers; memory is one portion each, and one bit an event.
 */
export async function* mergeTraces(
  streams: readonly AsyncIterable<readonly EventRecord[]>[],
): AsyncGenerator<EventRecord, void, void> {
  const cursors = streams.map((stream) => new TraceCursor(stream));
  const seen = new SeenEvents();
  try {
    await Promise.all(cursors.map((cursor) => cursor.start()));
    for (;;) {
      const next = first(cursors, seen);
      if (next === undefined) return;
      const event = next.head as EventRecord;
      // Awaited at the end of a portion only: a wait for each event would cost more than reading it.
      if (!next.advance()) await next.refill();
      if (seen.add(event)) yield event;
    }
  } finally {
    await Promise.all(cursors.map((cursor) => cursor.close()));
  }
}

function first(cursors: readonly TraceCursor[], seen: SeenEvents): TraceCursor | undefined {
  let best: TraceCursor | undefined;
  let bestWaits = true;
  for (const cursor of cursors) {
    if (cursor.head === undefined) continue;
    if (best !== undefined && !bestWaits && !isBefore(cursor.head, best.head as EventRecord)) continue;
    const waits = waitsForCause(cursor.head, cursors, seen);
    if (
      best === undefined ||
      (bestWaits && !waits) ||
      (waits === bestWaits && isBefore(cursor.head, best.head as EventRecord))
    ) {
      best = cursor;
      bestWaits = waits;
    }
  }
  return best;
}

function isBefore(a: EventRecord, b: EventRecord): boolean {
  if (a.timestamp !== b.timestamp) return a.timestamp < b.timestamp;
  return (RANK.get(a.type) ?? LAST) < (RANK.get(b.type) ?? LAST);
}

/** Whether the event that led to this one is still to come from another trace. */
function waitsForCause(event: EventRecord, cursors: readonly TraceCursor[], seen: SeenEvents): boolean {
  const { causationId } = event;
  if (causationId === null) return false;
  const slash = causationId.lastIndexOf('/');
  const container = causationId.slice(0, slash);
  if (container === event.containerId) return false;
  const sequence = Number(causationId.slice(causationId.lastIndexOf('-') + 1));
  if (seen.has(container, sequence)) return false;
  return cursors.some(
    ({ head }) =>
      head?.containerId === container && head.type !== 'LIFECYCLE' && head.sequenceNumber <= sequence,
  );
}

/** Which events were read, by container: a bit each, as sequence numbers are dense. */
class SeenEvents {
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
