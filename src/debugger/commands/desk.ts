import type { DebugSession } from '../debug-session.ts';
import type { LoggedCommand } from '../keep/notebook.ts';
import type { BoundCommand, Command } from './command.ts';

interface LastMotion {
  readonly text: string;
  readonly command: Command<Desk>;
  readonly bound: BoundCommand<Desk>;
}

/** What commands work on: the session at hand, which a fork replaces, and what was done so far. */
export class Desk {
  session: DebugSession;
  /** Where relative paths of files start. */
  readonly cwd: string;
  /** What an empty line does again. */
  lastMotion: LastMotion | null = null;
  /** Set by `quit`. */
  done = false;

  constructor(session: DebugSession, cwd: string = process.cwd()) {
    this.session = session;
    this.cwd = cwd;
  }

  /** Commands that were carried out, with their answers. */
  get log(): LoggedCommand[] {
    return this.session.history;
  }
}
