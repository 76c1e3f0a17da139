import { UserError } from '../../foundation/user-error.ts';
import type { Envelope } from '../log/envelopes.ts';

/*
 * A `.trace` file: MAGIC, then chunks, each good without the others:
 *
 *   uint32 length of the pressed body, uint32 its CRC-32, uint32 length of the body, the body by zstd
 *
 * The body: uint32 length of a serialised `ChunkHead`; that; the group of each event, in order; then the columns of
 * each group: sequence number, that of the cause and the number of the trade as integers, the time, and a column for each
 * word that the event wrote, or how it follows from others of the group. A group is the events of one envelope. All numbers are little-endian.
 */
const NAME = 'ADMFTRC';
const VERSION = 3;
/** The oldest that can be read: it has fewer forms of columns. */
const OLDEST = 2;
export const MAGIC = new TextEncoder().encode(`${NAME}${VERSION}`);
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
  readonly groups: readonly (Envelope & { readonly events: number })[];
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
