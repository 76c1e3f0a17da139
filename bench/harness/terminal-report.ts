import type { MotionTimes } from './session-report.ts';

/** What the terminal app took. Plain data: it comes from another process. */
export interface TerminalReport {
  readonly bars: number;
  /** Milliseconds from a key to the frame that shows what it did, by key. */
  readonly keys: Readonly<Record<string, MotionTimes>>;
  /** Of all keys together. */
  readonly all: MotionTimes;
  /** Of all keys, what the process worked until the frame, on whatever core: other load does not lengthen it. */
  readonly worked: MotionTimes;
  /** Share of a core, while it plays at 20 bars a second; frames and bytes a second. */
  readonly play: { readonly share: number; readonly bytes: number };
  /** The list of events: rows, milliseconds for a frame anywhere in it, and what memory grew by meanwhile. */
  readonly list: { readonly rows: number; readonly times: MotionTimes; readonly grown: number };
}

export interface StartReport {
  /** Milliseconds from the start of the process to the first frame. */
  readonly firstFrame: number;
  /** What it worked until then, on whatever core. */
  readonly worked: number;
}
