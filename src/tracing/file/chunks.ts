import type { EngineEvent } from '../../events/event.ts';
import type { ContainerNames } from '../../events/event-id.ts';
import type { EventSpan } from '../../events/event-span.ts';
import { eventTypeNames, eventTypeNumber } from '../../events/event-type.ts';
import type { RowWriter } from '../log/row-writer.ts';
import { appendPlain, appendPressed } from './append-chunk.ts';
import type { ChunkVocabulary } from './chunk.ts';
import { ChunkWriter } from './chunk-writer.ts';
import { EventColumns } from './event-columns.ts';
import { EventRows } from './event-rows.ts';
import { RowChunkWriter } from './row-chunk-writer.ts';
import type { ThreadedFile, TraceThread } from './trace-thread.ts';

/** Events that were taken in and are not written yet. */
interface EventsTaken {
  readonly count: number;
  /** Of their rows. */
  readonly words: number;
  append(event: EngineEvent): unknown;
  /** As if event by event. */
  appendSpan(span: EventSpan): void;
}

/** The events of a file that are not in it yet, and how they get there. */
export interface Chunks {
  readonly events: EventsTaken;
  /** Writes what was taken in as a chunk, or hands it to whoever does. */
  flush(): void;
  /** Waits until what was handed over is written; nothing can be taken in any more. @throws Error when it could not be. */
  finish(): void;
}

/** Pressed, by a thread once there is one. */
export class PressedChunks implements Chunks {
  readonly #file: number;
  readonly events = new EventColumns();
  readonly #writer: ChunkWriter;
  readonly #threaded: ThreadedFile | undefined;

  constructor(file: number, containers: ContainerNames, thread: TraceThread | undefined) {
    this.#file = file;
    const vocabulary = vocabularyOf(this.events.writer, containers);
    this.#writer = new ChunkWriter(vocabulary);
    this.#threaded = thread?.open(file, vocabulary);
  }

  flush(): void {
    const { events } = this;
    if (this.#threaded?.append(events) !== true) {
      const { order, groups, sides } = events;
      appendPressed(this.#file, this.#writer.body({ order, groups, sides: structuredClone(sides) }));
    }
    events.clear();
  }

  finish(): void {
    this.#threaded?.finish();
  }
}

/** As they come: that takes less time than it would to hand them to a thread. */
export class PlainChunks implements Chunks {
  readonly #file: number;
  readonly events = new EventRows();
  readonly #writer: RowChunkWriter;

  constructor(file: number, containers: ContainerNames) {
    this.#file = file;
    const { writer } = this.events;
    this.#writer = new RowChunkWriter(vocabularyOf(writer, containers), writer.envelopes.lengths);
  }

  flush(): void {
    appendPlain(this.#file, this.#writer.parts(this.events));
    this.events.clear();
  }

  finish(): void {
    this.events.release();
  }
}

function vocabularyOf(writer: RowWriter, containers: ContainerNames): ChunkVocabulary {
  return {
    names: writer.names,
    envelopes: writer.envelopes,
    containers,
    get types() {
      return Object.fromEntries(eventTypeNames().map((name) => [eventTypeNumber(name) as number, name]));
    },
  };
}
