import type { Pool } from '../foundation/pool.ts';
import { type EngineEvent, RETURNED } from './event.ts';
import type { EventBus } from './event-bus.ts';
import { type EventKey, eventKey } from './event-id.ts';
import type { SpareEvents } from './spare-events.ts';

/**
 * The flyweight of one type that a component publishes on a bus. While it is being dispatched (a fill that leads to a
 * fill), a second is made, and the last to come back stays: one slot and no list, because a run has one pool for each
 * component and type, and most publish one event at a time. In place of one that somebody holds comes a spare one of the run.
 */
export class EventPool<E extends EngineEvent> {
  // What each event needs comes first, so that it lies together: a run may have ten thousand pools.
  #idle: E | null = null;
  readonly #bus: EventBus;
  readonly #type: number;
  readonly #run: SpareEvents;
  readonly #key: EventKey;
  readonly #spares: Pool<EngineEvent>;
  readonly #sourceId: string;
  readonly #Event: new (
    key: number,
    type: number,
  ) => E;

  constructor(bus: EventBus, type: number, sourceId: string, Event: new (key: number, type: number) => E) {
    this.#bus = bus;
    this.#type = type;
    this.#key = eventKey(bus.container, type);
    this.#sourceId = sourceId;
    this.#Event = Event;
    this.#run = bus.spares;
    this.#spares = bus.spares.of(type, sourceId);
  }

  /** A flyweight to fill. Its fields hold what the last use left: set all of them. */
  take(): E {
    const event = this.#idle;
    if (event === null) return this.#another();
    this.#idle = null;
    return event;
  }

  /** Publishes it and takes it back. (When a listener throws it is simply lost.) */
  emit(event: E): void {
    this.#bus.emit(event, this.#type);
    this.giveBack(event);
  }

  /** The same for observers alone, when the listeners are called by whoever drives the bus. */
  show(event: E): void {
    this.#bus.skip(1);
    event.sequenceNumber = this.#bus.sequence;
    this.#bus.show(event);
    this.giveBack(event);
  }

  /** Takes one back, unless somebody holds it. */
  giveBack(event: E): void {
    if (!this.#run.inUse || event.holders === 0) this.#idle = event;
    else event.holders += RETURNED;
  }

  #another(): E {
    // The same class: components of one kind publish the same events.
    const spare = this.#spares.take() as E | undefined;
    if (spare === undefined) return this.#make();
    spare.holders = 0;
    spare.key = this.#key;
    return spare;
  }

  #make(): E {
    const event = new this.#Event(this.#key, this.#type);
    event.sourceId = this.#sourceId;
    event.home = this.#spares;
    return event;
  }
}
