import type { EventRecord } from '../../events/event.ts';
import type { TraceHeader } from './trace-header.ts';

/** Something a reader must be told: what was read is good, but it is not all that was written. */
export interface TraceNotice {
  /** Path of the file. */
  readonly file: string;
  readonly message: string;
}

export interface ReadOptions {
  /** Told about torn ends, which are dropped. */
  readonly onNotice?: (notice: TraceNotice) => void;
  /**
   * Ids of the events to be read; all by default. Others are passed over where that is faster than reading them, and
   * then not looked at for damage.
   */
  readonly wanted?: (id: string) => boolean;
}

/** Reads files of one format. */
export interface TraceReader {
  /** What names of these files end in, the longest first among those that fit. */
  readonly ending: string;
  /**
   * The first line of the file; undefined when the file ends before it does.
   *
   * @throws UserError when this is no trace, or a newer one.
   */
  header(path: string): Promise<TraceHeader | undefined>;
  /**
   * The events of one file, in portions.
   *
   * @param isLast whether the container has no later file: only then may the end be torn.
   * @throws UserError naming the file and the line or byte where it is damaged.
   */
  portions(path: string, isLast: boolean, options: ReadOptions): AsyncIterable<readonly EventRecord[]>;
}
