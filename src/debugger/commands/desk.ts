import type { DebugSession } from '../debug-session.ts';
import type { LoggedCommand } from '../keep/notebook.ts';
import { type ChangeListener, Listeners, type SessionChange } from '../listeners.ts';
import type { BoundCommand, Command } from './command.ts';

interface LastMotion {
  readonly text: string;
  readonly command: Command<Desk>;
  readonly bound: BoundCommand<Desk>;
}

/** What is not as it was: something of the session at hand, or the session itself, which `fork`, `switch` and `load` replace. */
export type DeskChange = SessionChange | 'session';

/** What commands work on: the session at hand, which a fork replaces, and what was done so far. */
export class Desk {
  /** Where relative paths of files start. */
  readonly cwd: string;
  /** What an empty line does again. */
  lastMotion: LastMotion | null = null;
  /** Set by `quit`. */
  done = false;
  #session: DebugSession;
  #unfollow: () => void = () => {};
  readonly #listeners = new Listeners<DeskChange>();

  constructor(session: DebugSession, cwd: string = process.cwd()) {
    this.#session = session;
    this.#follow();
    this.cwd = cwd;
  }

  /** The session at hand. */
  get session(): DebugSession {
    return this.#session;
  }

  set session(session: DebugSession) {
    if (session === this.#session) return;
    this.#session = session;
    this.#unfollow();
    this.#follow();
    this.#listeners.tell('session');
  }

  /** Hears of every change of the session at hand, and when another one is at hand. Returns a function that ends it. */
  subscribe(listener: ChangeListener<DeskChange>): () => void {
    return this.#listeners.add(listener);
  }

  /** Commands that were carried out, with their answers. */
  get log(): LoggedCommand[] {
    return this.session.history;
  }

  #follow(): void {
    this.#unfollow = this.#session.subscribe((change) => this.#listeners.tell(change));
  }
}
