import type { EngineEvent, EventRecord } from '../events/event.ts';
import type { EventBus } from '../events/event-bus.ts';
import { type EventKey, formatEventId, keyContainer, keyType } from '../events/event-id.ts';
import { TYPE } from '../events/event-type.ts';
import { eventHash } from './event-hash.ts';
import type { Accepts, EventIndex } from './event-index.ts';

/** A component that did not answer the same when its bar was run again. */
export interface Divergence {
  /** Id of the first event that differed, as it came the second time, or that did not come again. */
  readonly eventId: string;
  readonly containerId: string;
  readonly sourceId: string;
  readonly bar: number;
}

/** Compares the events of bars that are run again with those that were recorded. */
export class Repeat {
  readonly #events: EventIndex;
  readonly #names: readonly string[];
  #from = 0;
  /** How many of each key came as they were recorded. */
  readonly #seen = new Map<EventKey, number>();
  #differs: { readonly record: EventRecord; readonly type: number; readonly bar: number } | null = null;

  /** @param names of the run's containers, by number. */
  constructor(events: EventIndex, names: readonly string[]) {
    this.#events = events;
    this.#names = names;
  }

  /** Begins to compare, after bar `from`. */
  begin(from: number): void {
    this.#from = from;
    this.#seen.clear();
    this.#differs = null;
  }

  /** @param event of a recorded type, on the bus of its own container. */
  see(event: EngineEvent, bus: EventBus, bar: number): void {
    // Lanes come one after the other: what differs first in one may come after what differed in another.
    if (this.#differs !== null && bar >= this.#differs.bar) return;
    const { key, sequenceNumber, type } = event;
    if (this.#events.hashOf(key, sequenceNumber) === eventHash(event)) {
      this.#seen.set(key, (this.#seen.get(key) ?? 0) + 1);
    } else {
      this.#differs = { record: event.record(bus.containers), type, bar };
    }
  }

  /**
   * Ends it, at the end of bar `to`, for the containers that were run.
   *
   * A signal that did not come shows first in what others make of its absence; still it is the signal that is named.
   */
  end(to: number, accepts: Accepts): Divergence | null {
    const differs = this.#differs;
    const until = differs === null ? to : Math.min(to, differs.bar);
    const missing = this.#events.firstMissing(this.#from, until, this.#seen, accepts);
    const isFirst =
      missing !== undefined &&
      (differs === null ||
        missing.bar < differs.bar ||
        (keyType(missing.key) === TYPE.SIGNAL && differs.type !== TYPE.SIGNAL));
    if (isFirst) {
      const containerId = this.#names[keyContainer(missing.key)];
      const eventId = formatEventId(missing.key, missing.sequence, this.#names);
      return { eventId, containerId, sourceId: containerId, bar: missing.bar };
    }
    if (differs === null) return null;
    const { id, containerId, sourceId } = differs.record;
    return { eventId: id, containerId, sourceId, bar: differs.bar };
  }
}
