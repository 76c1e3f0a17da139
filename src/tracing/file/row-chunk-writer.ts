import { serialize } from 'node:v8';
import * as row from '../log/row.ts';
import type { ChunkVocabulary } from './chunk.ts';
import { LocalNumbers } from './local-numbers.ts';
import {
  BAR_COLUMNS,
  FIRST_FEATURE,
  flagWords,
  hasBars,
  hasFeatures,
  hasUpdate,
  isSpan,
  timeWords,
  updateFollows,
} from './row-stream.ts';
import { isUnusual, settleNaN, settleNaNs } from './settle-nans.ts';
import type { RowChunkHead } from './trace-format.ts';

// A module's own constants are compiled into its code; those of others are read anew at each use.
const { ENVELOPE, HEADER_WORDS, NAME_TAG } = row;

/** Events of one container as a stream of words. */
export interface RowChunk {
  readonly count: number;
  /** What it names is numbered anew by who writes it. */
  readonly stream: Float64Array;
  readonly sides: readonly unknown[];
}

/** Makes bodies of chunks from streams of events: they are as they are, and only what they name is listed. */
export class RowChunkWriter {
  readonly #vocabulary: ChunkVocabulary;
  readonly #lengths: readonly number[];
  #halves: Int32Array = new Int32Array(0);
  readonly #envelopes = new LocalNumbers();
  readonly #names = new LocalNumbers();

  /** @param lengths of rows by envelope. */
  constructor(vocabulary: ChunkVocabulary, lengths: readonly number[]) {
    this.#vocabulary = vocabulary;
    this.#lengths = lengths;
  }

  /** The parts of a body, the last of which is the stream itself: good until that is written anew. */
  parts({ count, stream, sides }: RowChunk): Uint8Array[] {
    const { names, envelopes, containers, types } = this.#vocabulary;
    this.#halves = new Int32Array(stream.buffer, stream.byteOffset, 2 * stream.length);
    this.#envelopes.clear();
    this.#names.clear();
    this.#renumber(stream);
    const head: RowChunkHead = {
      events: count,
      containers: Array.from(containers, (id) => id),
      types,
      names: Array.from(this.#names.met, (number) => names[number]),
      sides: sides.length === 0 ? [] : structuredClone(sides),
      envelopes: Array.from(this.#envelopes.met, (number) => envelopes.at(number)),
    };
    const described = serialize(head);
    const length = new Uint8Array(4);
    new DataView(length.buffer).setUint32(0, described.length, true);
    return [length, described, new Uint8Array(stream.buffer, stream.byteOffset, stream.byteLength)];
  }

  #renumber(stream: Float64Array): void {
    const halves = this.#halves;
    for (let at = 0; at < stream.length; ) {
      const mark = halves[2 * at];
      if (!isSpan(mark)) {
        at += this.#row(at);
        continue;
      }
      const others = halves[2 * at + 1] - 1;
      at++;
      let computed = 0;
      if (hasBars(mark)) at += this.#row(at);
      if (hasFeatures(mark)) {
        const length = this.#row(at);
        at += length;
        computed += (length - FIRST_FEATURE) * others;
      }
      if (hasUpdate(mark)) {
        at += this.#row(at);
        computed += (updateFollows(mark) ? 1 : 3) * others;
      }
      // What was read of the market is as it was read, and times are numbers.
      at += timeWords(stream[at], others);
      if (hasBars(mark))
        at += timeWords(stream[at], others) + BAR_COLUMNS.length * others + flagWords(others);
      settleNaNs(halves, at, at + computed);
      at += computed;
    }
  }

  /** Numbers what a row names as the chunk does. @returns its length. */
  #row(at: number): number {
    const halves = this.#halves;
    const envelope = halves[2 * at + ENVELOPE];
    const length = this.#lengths[envelope];
    halves[2 * at + ENVELOPE] = this.#envelopes.of(envelope);
    const end = 2 * (at + length);
    for (let half = 2 * (at + HEADER_WORDS); half < end; half += 2) {
      const high = halves[half + 1];
      if (!isUnusual(high)) continue;
      if (high === NAME_TAG) halves[half] = this.#names.of(halves[half]);
      else settleNaN(halves, half);
    }
    return length;
  }
}
