import type { EngineEvent } from '../../src/events/event.ts';
import type { Listener } from '../../src/events/event-bus.ts';

/** A bus that cannot be observed, and does everything else that ours does for an event: what ours was before tracing. */
export class PlainBus {
  readonly failed: string[] = [];
  readonly #audiences: { readonly listeners: readonly Listener[]; readonly names: readonly string[] }[];
  #sequence = 0;

  constructor(types: number) {
    this.#audiences = Array.from({ length: types }, () => ({ listeners: [], names: [] }));
  }

  listen(type: number, listener: Listener, name: string): void {
    const { listeners, names } = this.#audiences[type];
    this.#audiences[type] = { listeners: [...listeners, listener], names: [...names, name] };
  }

  emit(event: EngineEvent): void {
    event.sequenceNumber = ++this.#sequence;
    this.deliver(event);
  }

  deliver(event: EngineEvent): void {
    const { type } = event;
    if (type >= this.#audiences.length) return;
    const { listeners, names } = this.#audiences[type];
    for (let i = 0; i < listeners.length; i++) {
      try {
        listeners[i](event);
      } catch (error) {
        this.failed.push(names[i]);
        throw error;
      }
    }
  }
}
