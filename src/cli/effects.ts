/** Where a command writes. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY: boolean;
  /** Of the terminal; undefined for a file or a pipe. */
  readonly columns: number | undefined;
}

/** Where a command reads what people type, or what another program sends. */
export interface Input {
  readonly isTTY: boolean;
  readonly stream: NodeJS.ReadableStream;
  /** On a terminal: whether keys come one by one, Ctrl-C as one of them, and not line by line. */
  setRawMode(raw: boolean): void;
}

/** The outside world as commands see it, so that tests can hand in one of their own. */
export interface CliEffects {
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** UTC milliseconds. */
  now(): number;
  /** Calls `listener` at the first Ctrl-C only; the next one ends the process. Returns a function that stops it. */
  onInterrupt(listener: () => void): () => void;
}

/** The process's own terminal, folder, environment, clock and signals. */
export function processEffects(): CliEffects {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      // Whoever read the output has seen enough (`| head`): the work goes on, and is not told any more.
      if (error.code !== 'EPIPE') throw error;
    });
  }
  return {
    stdin: inputOf(),
    stdout: outputOf(process.stdout),
    stderr: outputOf(process.stderr),
    cwd: process.cwd(),
    env: process.env,
    now: Date.now,
    onInterrupt(listener) {
      // Without a listener the system's default is back in force, which needs no turn of the event loop.
      process.once('SIGINT', listener);
      return () => void process.off('SIGINT', listener);
    },
  };
}

function inputOf(): Input {
  return {
    // Touched only when it is asked for: reading keeps a process alive.
    get isTTY() {
      return process.stdin.isTTY === true;
    },
    get stream() {
      return process.stdin;
    },
    setRawMode(raw) {
      if (process.stdin.isTTY) process.stdin.setRawMode(raw);
    },
  };
}

function outputOf(stream: NodeJS.WriteStream): Output {
  return {
    write: (text) => stream.write(text),
    get isTTY() {
      return stream.isTTY === true;
    },
    get columns() {
      // A terminal that was never told its size says 0.
      return stream.columns > 0 ? stream.columns : undefined;
    },
  };
}

/** Whether to colour what is written there: on a terminal, unless NO_COLOR or a dumb terminal asks for none. */
export function hasColor(output: Output, env: CliEffects['env']): boolean {
  return output.isTTY && (env.NO_COLOR ?? '') === '' && env.TERM !== 'dumb';
}
