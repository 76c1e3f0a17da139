import type { Socket } from 'node:net';
import type { attaching, Desk } from '../../src/index.ts';
import { TerminalInput, TerminalOutput } from './terminal-streams.ts';

type FromTerminal = attaching.FromTerminal;
type ToTerminal = attaching.ToTerminal;
type Attach = Extract<FromTerminal, { type: 'attach' }>;
type LinesWish = Extract<Attach['wish'], { kind: 'lines' }>;
type Line = Extract<FromTerminal, { type: 'line' }>;

/** One terminal that walks a session of this notebook. */
export class AttachedTerminal {
  readonly #desk: Desk;
  readonly #send: (message: ToTerminal) => void;
  readonly #gone = new AbortController();
  #stepper: attaching.Stepper | undefined;
  #input: TerminalInput | undefined;
  #output: TerminalOutput | undefined;
  #returned: ((error: string | null) => void) | undefined;
  #interrupt: (() => void) | undefined;

  constructor(
    desk: Desk,
    socket: Socket,
    reader: attaching.MessageReader<FromTerminal>,
    send: (message: ToTerminal) => void,
  ) {
    this.#desk = desk;
    this.#send = send;
    socket.on('data', (piece: Buffer) => {
      for (const message of reader.push(piece)) this.take(message);
    });
    const gone = () => {
      this.#gone.abort();
      this.#interrupt?.();
      this.#returned?.('the terminal is gone');
    };
    socket.on('close', gone);
    socket.on('error', gone);
  }

  /** Serves it until its user leaves, or it is gone. */
  async serve({ wish, env }: Attach): Promise<void> {
    if (wish.kind === 'lines') {
      await this.#takeLines(wish);
      return;
    }
    this.#send({ type: 'attached', status: this.#desk.session.statusLine });
    const input = new TerminalInput();
    const output = new TerminalOutput(wish, (text) => this.#send({ type: 'output', to: 'stdout', text }));
    this.#input = input;
    this.#output = output;
    const stream = output as unknown as NodeJS.WriteStream;
    const { startAttached } = await import('../../repl/attached.ts');
    await startAttached({
      desk: this.#desk,
      title: this.#desk.session.core.branch.prepared.config.name,
      env,
      ascii: wish.ascii,
      inline: wish.inline,
      mouse: wish.mouse,
      streams: { stdin: input as unknown as NodeJS.ReadStream, stdout: stream, stderr: stream },
      host: {
        suspend: () => this.#ask({ type: 'suspend' }),
        open: (command, args, inTerminal) => this.#ask({ type: 'open', command, args, inTerminal }),
      },
      signal: this.#gone.signal,
    });
    this.#send({ type: 'exit', code: 0, message: null });
  }

  take(message: FromTerminal): void {
    switch (message.type) {
      case 'input':
        this.#input?.write(message.text);
        return;
      case 'resize':
        this.#output?.resize(message);
        return;
      case 'returned':
        this.#returned?.(message.error);
        return;
      case 'interrupt':
        this.#interrupt?.();
        return;
      case 'line':
        void this.#run(message);
        return;
      case 'attach':
    }
  }

  /** Has the terminal do something that takes the user's time. */
  async #ask(what: ToTerminal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<string | null>();
    this.#returned = resolve;
    this.#send(what);
    const error = await promise;
    this.#returned = undefined;
    if (error !== null) throw new Error(error);
  }

  /** Answers lines as `admf step -c` does. */
  async #takeLines({ color, ...options }: LinesWish): Promise<void> {
    const { Stepper } = (await import('../../src/index.ts')).attaching;
    const desk = this.#desk;
    const stream = (to: 'stdout' | 'stderr') => ({
      write: (written: string) => this.#send({ type: 'output', to, text: written }),
      isTTY: to === 'stderr' && color,
      columns: undefined,
    });
    const effects: ConstructorParameters<typeof attaching.Stepper>[1] = {
      stdin: { isTTY: false, stream: process.stdin, setRawMode: () => {} },
      stdout: stream('stdout'),
      stderr: stream('stderr'),
      cwd: desk.cwd,
      env: {},
      now: Date.now,
      onInterrupt: (listener) => {
        this.#interrupt = listener;
        return () => {
          this.#interrupt = undefined;
        };
      },
    };
    this.#stepper = new Stepper(desk, effects, options);
    this.#send({ type: 'attached', status: this.#stepper.status });
  }

  async #run({ text, place }: Line): Promise<void> {
    const stepper = this.#stepper;
    if (stepper === undefined) return;
    const { desk } = stepper;
    try {
      const { code, interrupted } = await stepper.runLine(text, place ?? undefined);
      const left = desk.done;
      // It is this terminal that was left, and not the session.
      desk.done = false;
      this.#send({ type: 'ran', code, interrupted, left, status: stepper.status });
    } catch (error) {
      this.#send({
        type: 'exit',
        code: 1,
        message: error instanceof Error ? (error.stack ?? '') : String(error),
      });
    }
  }
}
