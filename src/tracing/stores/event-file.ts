import type { EngineEvent } from '../../events/event.ts';

export interface EventFileOptions {
  /** A new file is begun before this many bytes; one event is always written. Unlimited by default. */
  readonly maxFileBytes?: number;
  /** Number of the first file: above 1 when another one of this container came before. */
  readonly firstPart?: number;
  /** Names of the event types that are kept, for the header; null, the default, for all. */
  readonly events?: readonly string[] | null;
}

/**
 * Events of one container on their way to disk, in one file or several of one format. They are collected and written in
 * batches. A batch that was written outlives the process, whatever ends it; it does not outlive the machine, since the
 * disk is not waited for.
 */
export interface EventFile {
  /** Files so far, first to last. */
  readonly paths: readonly string[];
  /** Events given. */
  readonly written: number;
  /** Events that are on disk: the first of `written`. */
  readonly flushed: number;
  write(event: EngineEvent): void;
  flush(): void;
  /** Writes what waits. Does nothing the second time. */
  close(): void;
}
