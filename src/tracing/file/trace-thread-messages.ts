import type { MessagePort } from 'node:worker_threads';
import type { Envelope } from '../log/envelopes.ts';
import type { PackedChunk } from './packed-chunk.ts';

/** Chunks that may be on their way at a time: with fewer, every hiccup of one side would make the other one wait. */
export const SLOTS = 4;

/** Places in the memory that both sides see: whether the thread has come up, how many chunks could not be written, and a word a slot. */
export const READY = 0;
export const FAILURES = 1;
export const FIRST_SLOT = 2;
export const CONTROL_WORDS = FIRST_SLOT + SLOTS;

/** What a slot's word says. */
export const FREE = 0;
export const TAKEN = 1;

export interface ThreadData {
  readonly control: Int32Array;
  /** For each `Failure`: a port that can be read without waiting for the event loop. */
  readonly failures: MessagePort;
}

/** A chunk in a slot, and what its file's vocabulary has come to hold since the last one. */
export interface ChunkMessage {
  readonly type: 'chunk';
  /** Among all files of the process. */
  readonly file: number;
  readonly descriptor: number;
  readonly slot: number;
  /** The memory of the slot, when it is another than before. */
  readonly memory?: SharedArrayBuffer;
  readonly chunk: PackedChunk;
  readonly names: readonly string[];
  readonly envelopes: readonly Envelope[];
  /** All of them. */
  readonly containers: readonly string[];
  readonly types: Readonly<Record<number, string>>;
}

export type ToThread = ChunkMessage | { readonly type: 'closed'; readonly file: number };

/** A chunk could not be written. It is sent before it is counted in `FAILURES`. */
export interface Failure {
  readonly file: number;
  readonly message: string;
  readonly code: string | undefined;
  readonly stack: string | undefined;
}
