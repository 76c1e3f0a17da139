import type { EngineEvent } from './event.ts';
import type { EventBus } from './event-bus.ts';
import { eventKey } from './event-id.ts';

/**
 * The flyweight of one type that a component publishes on a bus. While it is being dispatched (a fill that leads to a
 * fill), a second is made, and the last to come back stays: one slot and no list, because a run has one pool for each
 * component and type, and most publish one event at a time.
 */
export class EventPool<E extends EngineEvent> {
  readonly #bus: EventBus;
  readonly #type: number;
  readonly #sourceId: string;
  readonly #Event: new (
    key: number,
    type: number,
  ) => E;
  #idle: E | null = null;

  constructor(bus: EventBus, type: number, sourceId: string, Event: new (key: number, type: number) => E) {
    this.#bus = bus;
    this.#type = type;
    this.#sourceId = sourceId;
    this.#Event = Event;
  }

  /** A flyweight to fill. Its fields hold what the last use left: set all of them. */
  take(): E {
    const event = this.#idle;
    if (event === null) return this.#make();
    this.#idle = null;
    return event;
  }

  /** Publishes it and takes it back. (When a listener throws it is simply lost.) */
  emit(event: E): void {
    this.#bus.emit(event);
    this.#idle = event;
  }

  /** The same for observers alone, when the listeners are called by whoever drives the bus. */
  show(event: E): void {
    this.#bus.skip(1);
    event.sequenceNumber = this.#bus.sequence;
    this.#bus.show(event);
    this.#idle = event;
  }

  /** Takes one back that was not published by `emit`. */
  giveBack(event: E): void {
    this.#idle = event;
  }

  #make(): E {
    const event = new this.#Event(eventKey(this.#bus.container, this.#type), this.#type);
    event.sourceId = this.#sourceId;
    return event;
  }
}
