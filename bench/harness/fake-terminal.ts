import { PassThrough, Writable } from 'node:stream';
import type { Streams } from '../../repl/app/mount.ts';

/** What every frame begins with, and modes do not. */
const FRAME = '\u001b[?2026h';

/** A terminal that nobody sits at: takes keys from the program, and tells when something was drawn. */
export class FakeTerminal {
  readonly streams: Streams;
  /** When the last frame came, and what the process had worked until then; milliseconds. */
  lastFrame = { at: 0, worked: 0 };
  /** Bytes drawn so far. */
  bytes = 0;
  readonly #stdin: PassThrough;
  #onFrame: () => void = () => {};

  constructor(columns: number, rows: number) {
    this.#stdin = new PassThrough();
    const keyboard = Object.assign(this.#stdin, {
      isTTY: true,
      setRawMode: () => keyboard,
      ref: () => keyboard,
      unref: () => keyboard,
    });
    const screen = new Writable({
      decodeStrings: false,
      write: (chunk: string | Buffer, _encoding, done) => {
        this.bytes += chunk.length;
        if (String(chunk).startsWith(FRAME)) {
          this.lastFrame = { at: performance.now(), worked: workedMs() };
          this.#onFrame();
        }
        done();
      },
    });
    const stdout = Object.assign(screen, { columns, rows, isTTY: true });
    this.streams = {
      stdin: keyboard as unknown as Streams['stdin'],
      stdout: stdout as unknown as Streams['stdout'],
      stderr: stdout as unknown as Streams['stderr'],
    };
  }

  /** Presses keys and waits for what is drawn next. */
  async press(keys: string): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#onFrame = resolve;
    this.#stdin.write(keys);
    await promise;
    this.#onFrame = () => {};
  }
}

/** What this process has worked, on whatever core, in milliseconds. */
export function workedMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
