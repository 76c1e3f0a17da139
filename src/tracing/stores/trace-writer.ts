import type { EngineEvent } from '../../events/event.ts';
import type { EventBus, EventObserver } from '../../events/event-bus.ts';
import { keyContainer } from '../../events/event-id.ts';
import { EVENT_TYPE_LIMIT, eventTypeName } from '../../events/event-type.ts';
import { ArrowFile, type ArrowFileOptions } from '../arrow/arrow-file.ts';
import type { EventFile } from './event-file.ts';
import { JsonlFile } from './jsonl-file.ts';
import type { TraceFileOptions } from './trace-file.ts';

export interface TraceWriterOptions
  extends Omit<TraceFileOptions, 'events'>,
    Pick<ArrowFileOptions, 'columns'> {
  /** Lines of JSON, the default, which may be compressed; or Arrow IPC, which always is. */
  readonly format?: 'jsonl' | 'arrow';
  /** Numbers of the event types to keep, published here or delivered here; null, the default, for all published here. */
  readonly types?: ReadonlySet<number> | null;
  /** Numbers of types that come from elsewhere alone: without `types` they are not even looked at. */
  readonly foreignTypes?: ReadonlySet<number>;
}

/**
 * Writes the events of one container to disk, in the order in which they pass its bus.
 *
 * Without a choice of types that is what the container published itself, so that the traces of a run hold each event
 * once. Types that are named are kept wherever they come from: a portfolio that is asked for FILL holds its broker's.
 */
export class TraceWriter implements EventObserver {
  readonly containersApart = true;
  readonly #bus: EventBus;
  readonly #file: EventFile;
  readonly #ownOnly: boolean;

  /** Attaches itself to the bus. @param folder must exist. */
  constructor(bus: EventBus, folder: string, options: TraceWriterOptions = {}) {
    const { types = null, foreignTypes, format, ...files } = options;
    this.#bus = bus;
    this.#ownOnly = types === null;
    const events = types === null ? null : [...types].map(eventTypeName);
    const File = format === 'arrow' ? ArrowFile : JsonlFile;
    this.#file = new File(folder, bus.containerId, bus.containers, { ...files, events });
    bus.attach(this, types ?? allBut(foreignTypes));
  }

  get paths(): readonly string[] {
    return this.#file.paths;
  }

  /** Events kept. */
  get events(): number {
    return this.#file.written;
  }

  /** Events that are on disk: the first of `events`. */
  get flushed(): number {
    return this.#file.flushed;
  }

  observe(event: EngineEvent, bus: EventBus): void {
    if (this.#ownOnly && keyContainer(event.key) !== bus.container) return;
    this.#file.write(event);
  }

  flush(): void {
    this.#file.flush();
  }

  /** Leaves the bus and writes what waits. Does nothing the second time. */
  close(): void {
    this.#bus.detach(this);
    this.#file.close();
  }
}

function allBut(types: ReadonlySet<number> | undefined): number[] {
  return Array.from({ length: EVENT_TYPE_LIMIT }, (_, type) => type).filter((type) => !types?.has(type));
}
