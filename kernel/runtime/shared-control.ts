/** What the runtime's main thread and its agent share while one of them cannot answer messages. */
export interface SharedControl {
  /** The elements below. */
  readonly words: Int32Array;
  /** UTF-8 of what the user typed. */
  readonly input: Uint8Array;
}

/** Who is asked to stop, as `interrupt-flag.ts` has it. The first element, because cells read it in every loop. */
export const INTERRUPT = 0;
/** Number of the last interrupt that the main thread has seen. */
export const ACKNOWLEDGED = 1;
/** 1 while the main thread writes an event: it must not be terminated half way. */
export const WRITING = 2;
/** State of the input that the main thread waits for. */
export const INPUT = 3;
/** Bytes of input. */
export const INPUT_LENGTH = 4;

/** Async hooks of the user's that are enabled. */
export const HOOKS = 5;
/** Number of the last sign of life that the main thread has given when it was asked for one. */
export const ALIVE = 6;

export const INPUT_NONE = 0;
export const INPUT_WAITING = 1;
export const INPUT_GIVEN = 2;
export const INPUT_INTERRUPTED = 3;

const WORDS = 7;

/** Bytes of a line that a user may type or paste. */
const MAX_INPUT = 1 << 20;

export interface SharedBuffers {
  readonly words: SharedArrayBuffer;
  readonly input: SharedArrayBuffer;
}

export function createSharedBuffers(): SharedBuffers {
  return { words: new SharedArrayBuffer(4 * WORDS), input: new SharedArrayBuffer(MAX_INPUT) };
}

export function viewShared({ words, input }: SharedBuffers): SharedControl {
  return { words: new Int32Array(words), input: new Uint8Array(input) };
}
