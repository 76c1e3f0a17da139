/*
 * A `.trace` file: MAGIC, then chunks, each good without the others:
 *
 *   uint32 length of the pressed body, uint32 its CRC-32, uint32 length of the body, the body by zstd
 *
 * The body: uint32 length of a serialised `ChunkHead`; that; the group of each event, in order; then the columns of
 * each group, one per word: eight of the header as integers, the time, and what the event wrote. A group is the events
 * of one type and container whose rows are of one length. All numbers are little-endian.
 */
export const MAGIC = new TextEncoder().encode('ADMFTRC1');
export const CHUNK_HEADER_BYTES = 12;

/** What a chunk says about itself, by the structured clone algorithm. */
export interface ChunkHead {
  readonly events: number;
  readonly containers: readonly string[];
  /** Names of all event types by number: those of the user are numbered by each process anew. */
  readonly types: Readonly<Record<number, string>>;
  readonly names: readonly string[];
  /** Texts and data beside the rows. */
  readonly sides: readonly unknown[];
  readonly groups: readonly { readonly key: number; readonly words: number; readonly events: number }[];
}
