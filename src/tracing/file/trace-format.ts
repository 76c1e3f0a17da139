import { UserError } from '../../foundation/user-error.ts';
import type { Envelope } from '../log/envelopes.ts';

/*
 * A `.trace` file: MAGIC, then chunks, each good without the others:
 *
 *   uint32 length of the pressed body, uint32 its CRC-32, uint32 length of the body, the body by zstd
 *
 * The body: uint32 length of a serialised `ChunkHead`; that; the group of each event, in order; then the columns of
 * each group: sequence number, that of the cause and the number of the trade as integers, the time, and a column for each
 * word that the event wrote, or how it follows from others of the group. A group is the events of one envelope.
 *
 * Where `NOT_PRESSED` stands in place of the length of the body, it is written as it came: uint32 length of a serialised `RowChunkHead`; that;
 * the events as a stream of rows (see row-stream.ts). All numbers are little-endian.
 */
const NAME = 'ADMFTRC';
const VERSION = 4;
/** The oldest that can be read: it has fewer forms of columns, and all bodies are pressed. */
const OLDEST = 2;
export const MAGIC = new TextEncoder().encode(`${NAME}${VERSION}`);
export const CHUNK_HEADER_BYTES = 12;
export const NOT_PRESSED = 0xffffffff;

/** `none` is written several times as fast, and takes several times the room. */
export type TraceFileCompression = 'zstd' | 'none';

/** What a chunk says about itself, by the structured clone algorithm. */
interface CommonHead {
  readonly events: number;
  readonly containers: readonly string[];
  /** Names of all event types by number: those of the user are numbered by each process anew. */
  readonly types: Readonly<Record<number, string>>;
  readonly names: readonly string[];
  /** Texts and data beside the rows. */
  readonly sides: readonly unknown[];
}

export interface ChunkHead extends CommonHead {
  readonly groups: readonly (Envelope & { readonly events: number })[];
}

export interface RowChunkHead extends CommonHead {
  /** By the numbers in the rows. */
  readonly envelopes: readonly Envelope[];
}

/**
 * Whether a file that begins with these bytes, `MAGIC.length` or fewer where it is shorter, is a trace, or may have become one.
 *
 * @throws UserError when it is a trace of another version.
 */
export function beginsTrace(start: Uint8Array, path: string): boolean {
  const text = new TextDecoder().decode(start);
  if (text.length === MAGIC.length && text.startsWith(NAME) && /\d$/.test(text)) {
    const version = Number(text.slice(NAME.length));
    if (version >= OLDEST && version <= VERSION) return true;
    throw new UserError(`the trace is of version ${version}, this ADMF reads version ${VERSION}`, {
      code: version < VERSION ? 'older_trace' : 'newer_trace',
      location: { file: path },
      hint: 'run the workflow again, or read it with the ADMF that wrote it',
    });
  }
  return `${NAME}${VERSION}`.startsWith(text);
}
