import type { EngineEvent } from './event.ts';
import type { EventBus } from './event-bus.ts';
import { eventKey } from './event-id.ts';

/**
 * The flyweights of one type that a component publishes on a bus. Usually one; a second comes into being when the
 * first is still being dispatched (a fill that leads to a fill).
 */
export class EventPool<E extends EngineEvent> {
  readonly #bus: EventBus;
  readonly #free: E[] = [];
  readonly #make: () => E;

  constructor(bus: EventBus, type: number, sourceId: string, Event: new (key: number, type: number) => E) {
    this.#bus = bus;
    const key = eventKey(bus.container, type);
    this.#make = () => {
      const event = new Event(key, type);
      event.sourceId = sourceId;
      return event;
    };
  }

  /** A flyweight to fill. Its fields hold what the last use left: set all of them. */
  take(): E {
    return this.#free.pop() ?? this.#make();
  }

  /** Publishes it and takes it back. (When a listener throws it is simply lost.) */
  emit(event: E): void {
    this.#bus.emit(event);
    this.#free.push(event);
  }
}
