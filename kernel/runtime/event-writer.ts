import { writeSync } from 'node:fs';
import { EVENTS_FD } from './descriptors.ts';
import { encodeFrame } from './frames.ts';
import type { RuntimeEvent } from './messages.ts';
import { WRITING } from './shared-control.ts';

/** Tells the front what happens. */
export type Emit = (event: RuntimeEvent) => void;

/**
 * Writes events to the front, each before the next line of the cell runs. So a cell that crashes or exits has said all
 * it had to say, order is that of happening, and a cell that prints faster than the front reads has to wait.
 */
export function createEventWriter(words: Int32Array): Emit {
  return (event) => {
    const frame = encodeFrame(event);
    Atomics.store(words, WRITING, 1);
    try {
      let written = 0;
      while (written < frame.length) written += writeSync(EVENTS_FD, frame, written);
    } catch (error) {
      // The front is gone; the agent is about to end this process.
      if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error;
    } finally {
      Atomics.store(words, WRITING, 0);
    }
  };
}
