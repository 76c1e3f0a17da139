import { currentRun } from '../evaluator/cell-run.ts';
import type { Emit } from './event-writer.ts';

type StreamName = 'stdout' | 'stderr';

/** Characters that a cell may print; what it prints beyond is dropped, with a notice. */
const MAX_OUTPUT = 16 * 1024 * 1024;

type Write = typeof process.stdout.write;

/**
 * Turns what is written to `process.stdout` and `process.stderr` into events that name the cell that wrote it, even
 * when a later cell runs by then. Each write is an event at once: a cell may print and then compute for minutes without
 * returning to the event loop, and what it printed is to be seen before. The front puts small ones together.
 */
export class OutputStreams {
  readonly #emit: Emit;
  /** Characters printed by each cell that printed lately. */
  readonly #printed = new Map<string | undefined, number>();

  constructor(emit: Emit) {
    this.#emit = emit;
  }

  /** Takes the process's own streams over. */
  capture(): void {
    for (const name of ['stdout', 'stderr'] as const) {
      const write = (chunk: Uint8Array | string, encodingOrDone?: unknown, done?: unknown): boolean => {
        const text =
          typeof chunk === 'string'
            ? decode(chunk, encodingOrDone)
            : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString();
        this.write(name, text);
        const callback = typeof encodingOrDone === 'function' ? encodingOrDone : done;
        if (typeof callback === 'function') process.nextTick(callback as () => void);
        return true;
      };
      process[name].write = write as Write;
    }
  }

  write(name: StreamName, text: string, id: string | undefined = currentRun()?.id): void {
    const shown = this.#withinLimit(text, id);
    if (shown !== '') this.#emit({ type: 'stream', id, name, text: shown });
  }

  #withinLimit(text: string, id: string | undefined): string {
    const before = this.#printed.get(id) ?? 0;
    // Only cells that may still print need to be remembered; an old one that prints again starts anew.
    if (before === 0 && this.#printed.size > 1000) this.#printed.delete(this.#printed.keys().next().value);
    this.#printed.set(id, before + text.length);
    if (before + text.length <= MAX_OUTPUT) return text;
    if (before > MAX_OUTPUT) return '';
    const limit = MAX_OUTPUT / 1024 / 1024;
    return `${text.slice(0, MAX_OUTPUT - before)}\n[more than ${limit} MiB of output: the rest of this cell's is not shown]\n`;
  }
}

function decode(text: string, encoding: unknown): string {
  return encoding === 'base64' || encoding === 'hex' || encoding === 'latin1'
    ? Buffer.from(text, encoding).toString()
    : text;
}
