import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { fileURLToPath } from 'node:url';
import { COMMANDS_FD, EVENTS_FD } from './descriptors.ts';
import { encodeFrame, FrameReader } from './frames.ts';
import type { Command, RuntimeEvent } from './messages.ts';
import type { Runtime, RuntimeListener } from './runtime.ts';

const ENTRY = fileURLToPath(new URL('./main.ts', import.meta.url));

const FLAGS = [
  // Without it a cell that was terminated takes the process down: "async hook stack has become corrupted".
  '--no-force-async-hooks-checks',
  // The kernel's use of experimental parts of Node is no news to whoever wrote a cell.
  '--disable-warning=ExperimentalWarning',
];

/** How long a runtime may run its exit handlers before it is killed, in milliseconds. */
const GRACE = 300;

export interface RuntimeProcessOptions {
  /** The notebook's folder. */
  readonly folder: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly listener: RuntimeListener;
}

/**
 * A child process that runs cells, leader of a process group of its own: Jupyter's signals do not reach it, and what
 * cells start ends with it.
 */
export class RuntimeProcess implements Runtime {
  readonly #child: ChildProcess;
  readonly #commands: Writable;
  readonly #exited: Promise<void>;
  #isOver = false;

  constructor({ folder, env = process.env, listener }: RuntimeProcessOptions) {
    const stdio: ('ignore' | 'pipe')[] = ['ignore', 'pipe', 'pipe'];
    stdio[COMMANDS_FD] = 'pipe';
    stdio[EVENTS_FD] = 'pipe';
    const child = spawn(process.execPath, [...FLAGS, ENTRY], { cwd: folder, env, stdio, detached: true });
    this.#child = child;
    this.#commands = child.stdio[COMMANDS_FD] as Writable;
    // A child that died breaks the pipe; its exit tells more.
    this.#commands.on('error', () => {});
    const reader = new FrameReader();
    const events = child.stdio[EVENTS_FD] as Readable;
    events.on('data', (piece: Buffer) => {
      for (const event of reader.push(piece)) this.#deliver(event as RuntimeEvent, listener);
    });
    for (const name of ['stdout', 'stderr'] as const) {
      const decoder = new StringDecoder('utf8');
      child[name]?.on('data', (piece: Buffer) => listener.onNativeOutput(name, decoder.write(piece)));
    }
    this.#exited = new Promise((resolve) => {
      // `close`, not `exit`: all that it said has arrived by then. A grandchild may hold the pipes open, though.
      child.on('exit', () =>
        setTimeout(() => child.emit('close', child.exitCode, child.signalCode), GRACE).unref(),
      );
      child.once('close', (code: number | null, signal: NodeJS.Signals | null) => {
        resolve();
        this.#killGroup();
        if (!this.#isOver) listener.onExit(signal ?? code ?? 'unknown');
        this.#isOver = true;
      });
      child.once('error', (error) => {
        resolve();
        if (!this.#isOver) listener.onExit(error.message);
        this.#isOver = true;
      });
    });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  send(command: Command): void {
    if (!this.#isOver) this.#commands.write(encodeFrame(command));
  }

  kill(): void {
    this.#killGroup();
  }

  async close(): Promise<void> {
    this.#isOver = true;
    this.#commands.write(encodeFrame({ type: 'exit' } satisfies Command));
    const timer = setTimeout(() => this.#killGroup(), GRACE);
    await this.#exited;
    clearTimeout(timer);
  }

  #deliver(event: RuntimeEvent, listener: RuntimeListener): void {
    // What the cell's child processes printed lies in other pipes, and was there before.
    if (event.type === 'done') setImmediate(() => listener.onEvent(event));
    else listener.onEvent(event);
  }

  #killGroup(): void {
    const { pid } = this.#child;
    if (pid === undefined) return;
    try {
      process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
    } catch {
      // It is gone already.
    }
  }
}
