import { closeSync, openSync, writeSync } from 'node:fs';
import type { EngineEvent } from '../events/event.ts';
import type { EventBus, EventObserver } from '../events/event-bus.ts';

/** Text collected before it is written: large enough that the system call does not count. */
const FLUSH_CHARACTERS = 1 << 18;

/** Writes the events that pass a bus to a file, one JSON object a line, in the order in which they pass. */
export class JsonlTraceWriter implements EventObserver {
  readonly path: string;
  readonly #types: ReadonlySet<number> | null;
  readonly #file: number;
  #text = '';
  #events = 0;

  /** @param types to write; null for all. */
  constructor(path: string, types: ReadonlySet<number> | null) {
    this.path = path;
    this.#types = types;
    this.#file = openSync(path, 'wx');
  }

  /** Events written so far. */
  get events(): number {
    return this.#events;
  }

  observe(event: EngineEvent, bus: EventBus): void {
    if (this.#types !== null && !this.#types.has(event.type)) return;
    this.#text += `${JSON.stringify(event.record(bus.containers))}\n`;
    this.#events++;
    if (this.#text.length >= FLUSH_CHARACTERS) this.flush();
  }

  flush(): void {
    if (this.#text === '') return;
    writeSync(this.#file, this.#text);
    this.#text = '';
  }

  close(): void {
    this.flush();
    closeSync(this.#file);
  }
}
