import { closeSync, openSync, readSync } from 'node:fs';
import { deserialize } from 'node:v8';
import { crc32, zstdDecompressSync } from 'node:zlib';
import type { EventRecord } from '../../events/event.ts';
import { UserError } from '../../foundation/user-error.ts';
import { type Envelope, Envelopes } from '../log/envelopes.ts';
import { ENVELOPE, HEADER_HALVES, TIME_WORD } from '../log/row.ts';
import { RowReader } from '../log/row-reader.ts';
import { damaged } from '../stores/damage.ts';
import { ByteReader } from './bytes.ts';
import { readColumn } from './columns.ts';
import { readIntegers } from './integers.ts';
import { readRows } from './read-rows.ts';
import { columnOf, type Relation, readRelation } from './relations.ts';
import {
  beginsTrace,
  CHUNK_HEADER_BYTES,
  type ChunkHead,
  MAGIC,
  NOT_PRESSED,
  type RowChunkHead,
} from './trace-format.ts';

export interface TraceFileOptions {
  /** Told in one line when the file ends in the middle of a chunk, as that of a killed run does. What is whole is still read. */
  readonly onNotice?: (notice: string) => void;
}

/**
 * The events of a `.trace` file, in the order in which they were written. Holds a chunk at a time.
 *
 * @throws UserError when it is not a trace file, or one of another version, and at a chunk that is damaged: the events before it
 *   have been given then.
 */
export function* readTraceFile(path: string, { onNotice }: TraceFileOptions = {}): Generator<EventRecord> {
  const file = openSync(path, 'r');
  try {
    const start = readBytes(file, MAGIC.length, 0);
    if (start.length < MAGIC.length || !beginsTrace(start, path)) {
      throw new UserError(`${path} is not a trace file: it does not begin with ADMFTRC`, {
        code: 'not_a_trace_file',
      });
    }
    for (let at = MAGIC.length; ; ) {
      const header = readBytes(file, CHUNK_HEADER_BYTES, at);
      if (header.length === 0) return;
      if (header.length < CHUNK_HEADER_BYTES) return onNotice?.(torn(at));
      const view = new DataView(header.buffer, header.byteOffset);
      const length = view.getUint32(0, true);
      const pressed = readBytes(file, length, at + CHUNK_HEADER_BYTES);
      if (pressed.length < length) return onNotice?.(torn(at));
      if (crc32(pressed) !== view.getUint32(4, true))
        throw damaged(path, `the chunk at byte ${at} is damaged`);
      if (view.getUint32(8, true) === NOT_PRESSED) yield* decodeRows(pressed);
      else yield* decodeChunk(zstdDecompressSync(pressed));
      at += CHUNK_HEADER_BYTES + length;
    }
  } finally {
    closeSync(file);
  }
}

function torn(at: number): string {
  return `the chunk at byte ${at} is torn: it was dropped, what stands before it is whole`;
}

/** Up to `count` bytes; fewer where the file ends. */
function readBytes(file: number, count: number, position: number): Uint8Array {
  // By pieces, since a damaged length may ask for more than the file has.
  const pieces: Uint8Array[] = [];
  for (let done = 0; done < count; ) {
    const piece = new Uint8Array(Math.min(count - done, 1 << 22));
    const read = readSync(file, piece, 0, piece.length, position + done);
    if (read === 0) break;
    pieces.push(piece.subarray(0, read));
    done += read;
  }
  return pieces.length === 1 ? pieces[0] : Buffer.concat(pieces);
}

function* decodeChunk(body: Uint8Array): Generator<EventRecord> {
  const from = new ByteReader(body);
  const head = deserialize(from.take(from.uint32())) as ChunkHead;
  const order = readIntegers(head.events, from);
  const envelopes = envelopesOf(head.groups);
  const groups = head.groups.map((group, number) => readGroup(group, number, from));
  const next = groups.map(() => 0);
  const reader = rowReader(head, envelopes);
  for (const group of order) {
    const { words, halves, length } = groups[group];
    yield reader.record(words, halves, next[group]++ * length);
  }
}

function* decodeRows(body: Uint8Array): Generator<EventRecord> {
  const from = new ByteReader(body);
  const head = deserialize(from.take(from.uint32())) as RowChunkHead;
  const envelopes = envelopesOf(head.envelopes);
  // Copied, since words begin at every eighth byte.
  const words = new Float64Array(body.slice(from.at).buffer);
  yield* readRows(words, envelopes.lengths, rowReader(head, envelopes));
}

/** They are all different, so each gets its place as its number. */
function envelopesOf(described: readonly Envelope[]): Envelopes {
  const envelopes = new Envelopes();
  for (const { key, causeKey, tradeContainer, sourceId, length } of described) {
    envelopes.numberOf(key, causeKey, tradeContainer, sourceId, length);
  }
  return envelopes;
}

function rowReader(head: ChunkHead | RowChunkHead, envelopes: Envelopes): RowReader {
  const { containers, names, sides, types } = head;
  return new RowReader({
    containers,
    envelopes,
    names,
    series: [],
    selfContained: true,
    typeName: (type) => types[type] ?? `TYPE_${type}`,
    side: (number) => sides[number],
  });
}

/** The rows of a group, one after the other. */
function readGroup(
  { length, events }: ChunkHead['groups'][number],
  envelope: number,
  from: ByteReader,
): { words: Float64Array; halves: Int32Array; length: number } {
  const words = new Float64Array(events * length);
  const halves = new Int32Array(words.buffer);
  for (let i = 0; i < events; i++) halves[2 * i * length + ENVELOPE] = envelope;
  for (let field = ENVELOPE + 1; field < HEADER_HALVES; field++) {
    const values = readIntegers(events, from);
    for (let i = 0; i < events; i++) halves[2 * i * length + field] = values[i];
  }
  const columns: Float64Array[] = [];
  const related: [number, Relation][] = [];
  for (let i = 0; i < length - TIME_WORD; i++) {
    const relation = readRelation(from);
    if (relation === undefined) columns[i] = readColumn(events, from);
    else related.push([i, relation]);
  }
  for (const [i, relation] of related) columns[i] = columnOf(relation, columns);
  for (let word = TIME_WORD; word < length; word++) {
    const column = new Int32Array(columns[word - TIME_WORD].buffer);
    for (let i = 0; i < events; i++) {
      halves[2 * (i * length + word)] = column[2 * i];
      halves[2 * (i * length + word) + 1] = column[2 * i + 1];
    }
  }
  return { words, halves, length };
}
