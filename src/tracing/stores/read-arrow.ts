import { type FileHandle, open } from 'node:fs/promises';
import type { Schema } from 'apache-arrow';
import { arrow } from '../arrow/apache-arrow.ts';
import { eventsOfFrame } from '../arrow/batch-events.ts';
import { frameChecksum, messageLength } from '../arrow/frame.ts';
import {
  ARROW_ENDING,
  CONTINUATION,
  END,
  HEADER_KEY,
  MARK,
  MARK_BYTES,
  PREFIX_BYTES,
} from '../arrow/table-format.ts';
import { damaged, torn } from './damage.ts';
import { readAt } from './read-blocks.ts';
import { notATrace, parseHeader, type TraceHeader } from './trace-header.ts';
import type { ReadOptions, TraceReader } from './trace-reader.ts';

/** Of a schema, which names some hundred columns at most. */
const MOST_METADATA = 1 << 24;

/** Reader of streams of Arrow IPC. */
export const arrowReader: TraceReader = {
  ending: ARROW_ENDING,
  async header(path) {
    const file = await open(path);
    try {
      const start = await readAt(file, 0, PREFIX_BYTES);
      if (!startsMessage(start)) throw notATrace(path);
      if (start.length < PREFIX_BYTES) return undefined;
      const length = start.readInt32LE(4);
      if (length <= 0 || length > MOST_METADATA) throw notATrace(path);
      const metadata = await readAt(file, PREFIX_BYTES, length);
      return metadata.length < length ? undefined : headerOf(metadata, path);
    } finally {
      await file.close();
    }
  },
  async *portions(path, isLast, options) {
    let schema: Buffer | undefined;
    for await (const { at, frame } of frames(path, isLast, options)) {
      let events: ReturnType<typeof eventsOfFrame>;
      try {
        events = eventsOfFrame(schema === undefined ? [frame] : [schema, frame], options.wanted);
      } catch (error) {
        throw damaged(path, `the batch at byte ${at} cannot be read: ${(error as Error).message}`);
      }
      schema ??= frame.subarray(0, messageLength(frame));
      if (events.length > 0) yield events;
    }
  },
};

function headerOf(metadata: Uint8Array, path: string): TraceHeader {
  let header: string | undefined;
  try {
    header = (arrow().Message.decode(metadata).header() as Schema).metadata.get(HEADER_KEY);
  } catch {
    throw damaged(path, 'its schema cannot be read');
  }
  if (header === undefined) throw notATrace(path);
  return parseHeader(header, path);
}

/** The frames of a file, each looked over for damage. */
async function* frames(
  path: string,
  isLast: boolean,
  options: ReadOptions,
): AsyncGenerator<{ at: number; frame: Buffer }, void, void> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    for (let at = 0; at < size; ) {
      const left = size - at;
      const start = await readAt(file, at, Math.min(PREFIX_BYTES, left));
      if (start.equals(END)) {
        if (left > END.length) throw damaged(path, `the file goes on behind its end at byte ${at}`);
        return;
      }
      const length = await frameLength(file, at, start, left, path);
      if (length === undefined) {
        torn(path, `the last ${left} bytes are a torn batch`, isLast, options);
        return;
      }
      const frame = await readAt(file, at, length);
      const mark = messageLength(frame) - 4;
      if (frameChecksum(frame, mark) !== frame.readUInt32LE(mark)) {
        throw damaged(path, `the batch at byte ${at} is damaged: wrong checksum`);
      }
      yield { at, frame };
      at += length;
    }
    // Of the last file it is no more than a process that was killed between two batches.
    if (!isLast) throw damaged(path, 'the file lacks its end, though the trace goes on in a later file');
  } finally {
    await file.close();
  }
}

/** Length of the frame that starts here; undefined when the file ends before it does. @throws when it is damaged. */
async function frameLength(
  file: FileHandle,
  at: number,
  start: Buffer,
  left: number,
  path: string,
): Promise<number | undefined> {
  if (!startsMessage(start)) throw damaged(path, `no batch of a trace starts at byte ${at}`);
  if (start.length < PREFIX_BYTES) return undefined;
  const metadata = PREFIX_BYTES + start.readInt32LE(4);
  if (metadata < PREFIX_BYTES + MARK_BYTES) throw damaged(path, `no batch of a trace starts at byte ${at}`);
  if (metadata <= left) {
    const mark = await readAt(file, at + metadata - MARK_BYTES, MARK_BYTES);
    const length = mark.readUInt32LE(MARK.length);
    if (!mark.subarray(0, MARK.length).equals(MARK) || length < metadata) {
      throw damaged(path, `the batch at byte ${at} has no mark`);
    }
    if (length <= left) return length;
  }
  // A length that was damaged looks like a torn end too; but of a torn end there is no mark but its own.
  const rest = await readAt(file, at, left);
  const own = metadata - MARK_BYTES;
  const first = rest.indexOf(MARK);
  const other = first === own ? rest.indexOf(MARK, own + 1) : first;
  if (other >= 0) throw damaged(path, `the length of the batch at byte ${at} is damaged`);
  return undefined;
}

/** Whether these bytes, perhaps too few, may be how a message starts. */
function startsMessage(start: Buffer): boolean {
  return CONTINUATION.subarray(0, start.length).equals(start.subarray(0, CONTINUATION.length));
}
