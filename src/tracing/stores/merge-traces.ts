import type { EventRecord } from '../../events/event.ts';
import { typeSlug } from '../../events/event-id.ts';
import { EVENT_TYPES } from '../../events/event-type.ts';
import { MinHeap } from './min-heap.ts';
import { SeenEvents } from './seen-events.ts';
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

/** A trace on its way through a merge. */
export interface TraceStream {
  readonly container: string;
  /** Names of the event types that it holds; null for all that the container published. */
  readonly events: readonly string[] | null;
  readonly portions: AsyncIterable<readonly EventRecord[]>;
}

/**
 * Events of several traces as one stream, each event once, however many of the traces hold it.
 *
 * The order is by timestamp; at one moment BAR, FEATURES, SIGNAL, ORDER_REQUEST, ORDER, FILL and so on, then by
 * container; but each trace keeps its own order, and an event never comes before its cause, as long as the trace of the
 * container that published the cause holds it. The order is the same for every reader, and need not be the one in which
 * a run published: containers that do not hear of one another have none.
 *
 * @param streams in the order of their containers; memory is one portion each, and one bit an event.
 */
export async function* mergeTraces(streams: readonly TraceStream[]): AsyncGenerator<EventRecord, void, void> {
  const cursors = streams.map((stream, place) => new TraceCursor(stream.portions, place));
  const sources = new Map(
    streams.map(({ container, events }, i) => [container, { cursor: cursors[i], events }] as const),
  );
  const seen = new SeenEvents();
  try {
    await Promise.all(cursors.map((cursor) => cursor.refill()));
    const heads = new MinHeap<TraceCursor>(isBefore);
    for (const cursor of cursors) if (cursor.head !== undefined) heads.push(cursor);
    for (;;) {
      const next = takeFirst(heads, sources, seen);
      if (next === undefined) return;
      const event = next.head as EventRecord;
      // Awaited at the end of a portion only: a wait for each event would cost more than reading it.
      if (!next.advance()) await next.refill();
      if (next.head !== undefined) heads.push(next);
      if (seen.add(event)) yield event;
    }
  } finally {
    await Promise.all(cursors.map((cursor) => cursor.close()));
  }
}

type Sources = ReadonlyMap<string, { cursor: TraceCursor; events: readonly string[] | null }>;

/** The first cursor that waits for no cause. In a trace that was written by hand all may wait: then the first of all. */
function takeFirst(heads: MinHeap<TraceCursor>, sources: Sources, seen: SeenEvents): TraceCursor | undefined {
  const waiting: TraceCursor[] = [];
  let next = heads.pop();
  while (next !== undefined && waitsForCause(next.head as EventRecord, sources, seen)) {
    waiting.push(next);
    next = heads.pop();
  }
  next ??= waiting.shift();
  for (const cursor of waiting) heads.push(cursor);
  return next;
}

function isBefore(a: TraceCursor, b: TraceCursor): boolean {
  const left = a.head as EventRecord;
  const right = b.head as EventRecord;
  if (left.timestamp !== right.timestamp) return left.timestamp < right.timestamp;
  const rank = (RANK.get(left.type) ?? LAST) - (RANK.get(right.type) ?? LAST);
  return rank === 0 ? a.place < b.place : rank < 0;
}

/** Whether the event that led to this one is still to come from the trace of its container. */
function waitsForCause(event: EventRecord, sources: Sources, seen: SeenEvents): boolean {
  const { causationId } = event;
  if (causationId === null) return false;
  const slash = causationId.lastIndexOf('/');
  const container = causationId.slice(0, slash);
  if (container === event.containerId) return false;
  const source = sources.get(container);
  const head = source?.cursor.head;
  if (source === undefined || head === undefined) return false;
  const dash = causationId.lastIndexOf('-');
  const sequence = Number(causationId.slice(dash + 1));
  if (seen.has(container, sequence)) return false;
  const slug = causationId.slice(slash + 1, dash);
  if (source.events !== null && !source.events.some((name) => typeSlug(name) === slug)) return false;
  // LIFECYCLE is numbered apart, and what came from elsewhere tells only of its time.
  const tells = head.containerId === container && head.type !== 'LIFECYCLE';
  return tells ? head.sequenceNumber <= sequence : head.timestamp <= event.timestamp;
}
