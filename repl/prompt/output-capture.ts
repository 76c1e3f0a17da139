import { Console } from 'node:console';
import { Writable } from 'node:stream';

/**
 * Catches what strategies, libraries and typed code print while the screen is ours, and puts everything back. The terminal
 * itself is written to by `write`.
 */
export class OutputCapture {
  readonly #onText: (text: string) => void;
  readonly #streams: readonly NodeJS.WriteStream[];
  readonly #writes: readonly NodeJS.WriteStream['write'][];
  readonly #console: Console;
  #isOn = false;

  constructor(streams: readonly NodeJS.WriteStream[], onText: (text: string) => void) {
    this.#onText = onText;
    this.#streams = streams;
    this.#writes = streams.map((stream) => stream.write.bind(stream));
    this.#console = globalThis.console;
  }

  /** The stream as Ink may write to it: past the catch. */
  real(stream: NodeJS.WriteStream): NodeJS.WriteStream {
    const write = this.#writes[this.#streams.indexOf(stream)] ?? stream.write.bind(stream);
    return new Proxy(stream, {
      get(target, name) {
        if (name === 'write') return write;
        const value: unknown = Reflect.get(target, name);
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      },
    });
  }

  start(): void {
    this.#isOn = true;
    const caught = new Writable({
      decodeStrings: false,
      write: (chunk: string | Buffer, _encoding, done) => {
        this.#onText(String(chunk));
        done();
      },
    });
    for (const stream of this.#streams) {
      stream.write = ((chunk: string | Uint8Array, ...rest: unknown[]) => {
        this.#onText(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString());
        const done = rest.find((one) => typeof one === 'function') as (() => void) | undefined;
        if (done !== undefined) queueMicrotask(done);
        return true;
      }) as NodeJS.WriteStream['write'];
    }
    globalThis.console = new Console({ stdout: caught, stderr: caught, colorMode: false });
  }

  stop(): void {
    if (!this.#isOn) return;
    this.#isOn = false;
    this.#streams.forEach((stream, i) => {
      stream.write = this.#writes[i];
    });
    globalThis.console = this.#console;
  }
}
