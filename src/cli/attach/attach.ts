import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { StringDecoder } from 'node:string_decoder';
import { UserError } from '../../foundation/user-error.ts';
import { type CliEffects, hasColor } from '../effects.ts';
import type { StepperOptions } from '../stepper.ts';
import { INTERRUPTED } from '../watched-run.ts';
import { type FoundSession, findSession } from './find-session.ts';
import {
  encodeMessage,
  type FromTerminal,
  MessageReader,
  type ScreenWish,
  type ToTerminal,
} from './protocol.ts';
import { clearMeetingPoint, meetingPoints } from './rendezvous.ts';
import { runProgram } from './run-program.ts';
import { suspendGroup } from './suspend-group.ts';

export interface AttachOptions {
  /** `walk`, `walk@4711`; the only session when left out. */
  readonly name: string | undefined;
  /** Lines to be carried out in place of keys, with the file that they stand in. */
  readonly lines?: readonly string[];
  readonly file?: string;
  /** A line after the other on a terminal, and no screen. */
  readonly plain: boolean;
  readonly stepper: StepperOptions;
  readonly screen: Omit<ScreenWish, 'columns' | 'rows'>;
}

/** Leaves the alternate screen and the mouse, shows the cursor, ends bracketed paste and colours. */
const RESET = '\u001b[?1049l\u001b[?1006l\u001b[?1000l\u001b[?25h\u001b[?2004l\u001b[0m';
const CTRL_C = '\u0003';

/**
 * Walks through the session of a notebook from here: the notebook draws, and this terminal is its screen and its keys.
 *
 * @returns the exit code.
 * @throws UserError when there is no such session, or it has ended.
 */
export async function attach(options: AttachOptions, effects: CliEffects): Promise<number> {
  const found = findSession(meetingPoints(effects.env), options.name);
  const socket = await connect(found, effects);
  const { stdin, stdout } = effects;
  const isScreen = options.lines === undefined && !options.plain && stdin.isTTY && stdout.isTTY;
  const link = new Link(socket, found);
  link.send({
    type: 'attach',
    token: found.point.token,
    session: found.session,
    wish: isScreen
      ? { kind: 'screen', ...sizeOf(effects), ...options.screen }
      : { kind: 'lines', ...options.stepper, color: hasColor(effects.stderr, effects.env) },
    env: pickEnvironment(effects.env),
  });
  try {
    return isScreen ? await asScreen(link, effects) : await asLines(link, options, effects);
  } finally {
    socket.destroy();
  }
}

async function connect({ point, session }: FoundSession, { env }: CliEffects): Promise<Socket> {
  const socket = createConnection(point.socket);
  try {
    await once(socket, 'connect');
    return socket;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EACCES') {
      throw new UserError(`the session ${session} belongs to another user`, { code: 'foreign_session' });
    }
    if (code === 'ECONNREFUSED' || code === 'ENOENT') {
      clearMeetingPoint(point, env);
      throw ended(session, point.pid);
    }
    throw error;
  }
}

function ended(session: string, pid: number): UserError {
  return new UserError(
    `the session ${session} has ended: the kernel of its notebook (process ${pid}) is gone`,
    {
      code: 'session_ended',
      hint: 'run the cell that opens it again',
    },
  );
}

/** What tells colours and glyphs. */
function pickEnvironment(env: CliEffects['env']): Record<string, string | undefined> {
  const names = ['TERM', 'COLORTERM', 'LANG', 'LC_ALL', 'LC_CTYPE', 'NO_COLOR', 'VISUAL', 'EDITOR'];
  return Object.fromEntries(names.map((name) => [name, env[name]]));
}

function sizeOf({ stdout }: CliEffects): { columns: number; rows: number } {
  return { columns: stdout.columns ?? 80, rows: process.stdout.rows || 24 };
}

/** A connection to a session: messages both ways. */
class Link {
  readonly session: FoundSession;
  readonly #socket: Socket;
  readonly #reader = new MessageReader<ToTerminal>();
  readonly #waiting: ToTerminal[] = [];
  #wake: (() => void) | null = null;
  #isOver = false;
  /** Whether the user left without waiting for the session. */
  isAbandoned = false;

  constructor(socket: Socket, session: FoundSession) {
    this.#socket = socket;
    this.session = session;
    socket.on('data', (piece: Buffer) => {
      this.#waiting.push(...this.#reader.push(piece));
      this.#wake?.();
    });
    const over = () => {
      this.#isOver = true;
      this.#wake?.();
    };
    socket.on('close', over);
    socket.on('error', over);
  }

  send(message: FromTerminal): void {
    if (!this.#isOver) this.#socket.write(encodeMessage(message));
  }

  /** The next message. @throws UserError when the session ended without a word. */
  async next(): Promise<ToTerminal> {
    for (;;) {
      const message = this.#waiting.shift();
      if (message !== undefined) return message;
      if (this.#isOver) throw ended(this.session.session, this.session.point.pid);
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#wake = resolve;
      await promise;
    }
  }

  /** As if the session had ended. */
  leave(): void {
    this.isAbandoned = true;
    this.#waiting.push({ type: 'exit', code: 0, message: null });
    this.#wake?.();
  }
}

/** How long a kernel may keep silent after Ctrl-C before the next one leaves it, in milliseconds. */
const PATIENCE = 1000;

async function asScreen(link: Link, effects: CliEffects): Promise<number> {
  const { stdin, stdout } = effects;
  const decoder = new StringDecoder('utf8');
  let heardAt = performance.now();
  let askedAt: number | null = null;
  const onKeys = (piece: Buffer) => {
    const text = decoder.write(piece);
    // A cell that keeps the kernel to itself must not keep the terminal, too.
    if (text === CTRL_C) {
      if (askedAt !== null && heardAt < askedAt && performance.now() - askedAt > PATIENCE) link.leave();
      else askedAt ??= performance.now();
    }
    link.send({ type: 'input', text });
  };
  const onResize = () => link.send({ type: 'resize', ...sizeOf(effects) });
  const take = (on: boolean) => {
    stdin.setRawMode(on);
    if (on) stdin.stream.on('data', onKeys).resume();
    else stdin.stream.off('data', onKeys).pause();
  };
  take(true);
  process.stdout.on('resize', onResize);
  let isLeft = false;
  try {
    for (;;) {
      const message = await link.next();
      heardAt = performance.now();
      if (askedAt !== null && heardAt > askedAt) askedAt = null;
      switch (message.type) {
        case 'output':
          stdout.write(message.text);
          break;
        case 'suspend':
        case 'open': {
          take(false);
          const error = await carriedOut(message).then(
            () => null,
            (reason: unknown) => (reason as Error).message,
          );
          take(true);
          link.send({ type: 'returned', error });
          onResize();
          break;
        }
        case 'exit':
          // The app has put the terminal in order.
          isLeft = message.message === null && message.code === 0 && !link.isAbandoned;
          return exitOf(message);
        case 'attached':
        case 'ran':
      }
    }
  } finally {
    process.stdout.off('resize', onResize);
    take(false);
    if (!isLeft) stdout.write(RESET);
  }
}

async function carriedOut(wish: Extract<ToTerminal, { type: 'suspend' | 'open' }>): Promise<void> {
  if (wish.type === 'suspend') await suspendGroup();
  else await runProgram(wish.command, wish.args, wish.inTerminal);
}

async function asLines(link: Link, options: AttachOptions, effects: CliEffects): Promise<number> {
  const { stdin, stdout } = effects;
  const attached = await link.next();
  if (attached.type === 'exit') return exitOf(attached);
  const { file } = options;
  const { json, keepGoing } = options.stepper;
  const isAsked = options.lines === undefined && stdin.isTTY && !json;
  let status = attached.type === 'attached' ? attached.status : '';
  const reader =
    options.lines === undefined
      ? createInterface({ input: stdin.stream, crlfDelay: Number.POSITIVE_INFINITY })
      : null;
  const ask = () => {
    if (isAsked) stdout.write(`${status}\n> `);
  };
  let first = 0;
  let number = 0;
  try {
    ask();
    for await (const text of reader ?? options.lines ?? []) {
      number++;
      if (!isAsked && (text.trim() === '' || text.trimStart().startsWith('#'))) continue;
      const place = file === undefined ? null : { file, line: number };
      link.send({ type: 'line', text, place });
      const ran = await finished(link, effects);
      if (ran.type === 'exit') return exitOf(ran);
      status = ran.status;
      if (ran.interrupted && !isAsked) return INTERRUPTED;
      first ||= isAsked ? 0 : ran.code;
      if (ran.left || (ran.code !== 0 && !keepGoing && !isAsked)) break;
      ask();
    }
    return first;
  } finally {
    reader?.close();
  }
}

/** Writes what a line answers until it is done. Ctrl-C ends the line, and not the session. */
async function finished(
  link: Link,
  effects: CliEffects,
): Promise<Extract<ToTerminal, { type: 'ran' | 'exit' }>> {
  const stopListening = effects.onInterrupt(() => link.send({ type: 'interrupt' }));
  try {
    for (;;) {
      const message = await link.next();
      if (message.type === 'output') effects[message.to].write(message.text);
      if (message.type === 'ran' || message.type === 'exit') return message;
    }
  } finally {
    stopListening();
  }
}

/** @throws UserError for a session that ended otherwise than its user wanted. */
function exitOf({ code, message }: Extract<ToTerminal, { type: 'exit' }>): number {
  if (message === null) return code;
  throw new UserError(message, { code: 'session_ended', exitCode: code === 1 ? 1 : 2 });
}
