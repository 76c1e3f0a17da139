/** Words of the memory that the app and the thread that watches it both see. */

/** Set while what runs is asked to stop. */
export const FLAG = 0;
/** Rises while the main thread is free. */
export const BEAT = 1;
/** 1 while something runs. */
export const WATCHING = 2;
export const WORDS = 3;

export interface LoopWatchData {
  readonly words: SharedArrayBuffer;
  /** Descriptor of the terminal, which is not waited for. */
  readonly terminal: number;
}
