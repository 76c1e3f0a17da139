import type { DebugSession } from '../debug-session.ts';
import type { BoundCommand, Command } from './command.ts';

/** A command that was carried out, as a notebook or a transcript holds it. */
export interface LoggedCommand {
  /** As it was typed. */
  readonly text: string;
  /** The typed API call that does the same: `await session.next(5)`. */
  readonly call: string;
  /** What it answered, in words. */
  readonly answer: string;
}

interface LastMotion {
  readonly text: string;
  readonly command: Command<Desk>;
  readonly bound: BoundCommand<Desk>;
}

/** What commands work on: the session at hand, which a fork replaces, and what was done so far. */
export class Desk {
  session: DebugSession;
  readonly log: LoggedCommand[] = [];
  /** What an empty line does again. */
  lastMotion: LastMotion | null = null;
  /** Set by `quit`. */
  done = false;

  constructor(session: DebugSession) {
    this.session = session;
  }
}
