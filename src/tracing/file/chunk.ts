import type { Envelope } from '../log/envelopes.ts';

/** Events of one container that are written at once, column by column. */
export interface Chunk {
  /** Place in `groups` of each event. */
  readonly order: Int32Array;
  readonly groups: readonly ChunkGroup[];
  /** Values beside the words, which name them by their place here; cloned, as they are on their way to another thread. */
  readonly sides: readonly unknown[];
}

/** The events of one envelope: `count` of them, column by column. */
export interface ChunkGroup {
  /** By its number in the vocabulary. */
  readonly envelope: number;
  readonly count: number;
  /** Sequence number, that of the cause and number of the trade. */
  readonly integers: readonly Int32Array[];
  /** The time, then a column for each word that the event wrote. */
  readonly columns: readonly Float64Array[];
}

/** What the chunks of a file name by numbers. It grows, and no number is ever given anew. */
export interface ChunkVocabulary {
  readonly names: readonly string[];
  readonly envelopes: { readonly count: number; at(number: number): Envelope };
  readonly containers: Iterable<string>;
  /** Names of all event types by number. */
  readonly types: Readonly<Record<number, string>>;
}
