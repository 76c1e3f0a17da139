import { randomBytes, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import type { attaching } from '../../src/index.ts';
import { outsideOfCells } from '../evaluator/cell-run.ts';
import type { OpenedSessions } from '../magics/opened-sessions.ts';
import { AttachedTerminal } from './attached-terminal.ts';

type FromTerminal = attaching.FromTerminal;
type ToTerminal = attaching.ToTerminal;
type Attaching = typeof attaching;

/** Longer socket paths are refused by systems, with a message that nobody understands. */
const LONGEST_PATH = 100;

/**
 * Lets terminals of the same user walk the sessions of this notebook: a socket that only he can open, and a token that only he
 * can read.
 */
export class AttachServer {
  readonly #sessions: OpenedSessions;
  readonly #folder: string;
  readonly #token = randomBytes(24).toString('hex');
  /** Fulfilled when terminals can connect. */
  #listening: Promise<void> | undefined;
  /** Why nobody can attach; null while somebody can. */
  #problem: string | null = 'no session has been opened yet';

  /** @param folder of the notebook, for people. */
  constructor(sessions: OpenedSessions, folder: string) {
    this.#sessions = sessions;
    this.#folder = folder;
    sessions.onChange(() => void this.#publish());
  }

  /** Why nobody can attach; null while somebody can. */
  get problem(): string | null {
    return this.#problem;
  }

  /** Tells terminals which sessions there are; the first time, opens the socket. */
  async #publish(): Promise<void> {
    const { attaching: engine } = await import('../../src/index.ts');
    try {
      const folder = engine.meetingFolder(process.env, true);
      const { socket, descriptor } = engine.meetingPaths(folder, process.pid);
      if (socket.length > LONGEST_PATH) throw new Error(`the path ${socket} is too long for a socket`);
      this.#listening ??= this.#listen(engine, socket);
      await this.#listening;
      engine.writeDescriptor(descriptor, {
        pid: process.pid,
        token: this.#token,
        folder: this.#folder,
        sessions: this.#sessions.names(),
      });
      this.#problem = null;
    } catch (error) {
      this.#problem = (error as Error).message;
    }
  }

  async #listen(engine: Attaching, path: string): Promise<void> {
    const { clearMeetingPoint } = engine;
    const here = { pid: process.pid };
    // Of a process of the same number, which is gone.
    clearMeetingPoint(here, process.env);
    // What a terminal does is no part of the cell that opened the first session.
    const server = outsideOfCells(() => createServer((socket) => this.#greet(engine, socket)).listen(path));
    await once(server, 'listening');
    chmodSync(path, 0o600);
    // A kernel ends when its front end wants it to, whoever listens.
    server.unref();
    process.once('exit', () => clearMeetingPoint(here, process.env));
  }

  #greet({ MessageReader, encodeMessage }: Attaching, socket: Socket): void {
    const reader = new MessageReader<FromTerminal>();
    const send = (message: ToTerminal) => {
      if (!socket.destroyed) socket.write(encodeMessage(message));
    };
    const refuse = (message: string) => {
      send({ type: 'exit', code: 2, message });
      socket.end();
    };
    socket.on('error', () => {});
    const meet = (piece: Buffer) => {
      const [first, ...rest] = reader.push(piece);
      if (first === undefined) return;
      socket.off('data', meet);
      if (first.type !== 'attach' || !this.#knows(first.token)) {
        refuse('this session belongs to another user');
        return;
      }
      const desk = this.#sessions.named(first.session);
      if (desk === undefined) {
        refuse(`the session ${first.session} has ended: nothing in the notebook holds it any more`);
        return;
      }
      const terminal = new AttachedTerminal(desk, socket, reader, send);
      for (const message of rest) terminal.take(message);
      terminal.serve(first).catch((error: Error) => {
        send({ type: 'exit', code: 1, message: error.stack ?? error.message });
        socket.end();
      });
    };
    socket.on('data', meet);
  }

  #knows(token: string): boolean {
    const [given, wanted] = [Buffer.from(token), Buffer.from(this.#token)];
    return given.length === wanted.length && timingSafeEqual(given, wanted);
  }
}
