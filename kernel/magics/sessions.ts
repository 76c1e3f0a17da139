import type { Desk, RunSession } from '../../src/index.ts';

/** The sessions of a notebook, and the one that magics work on: that which was opened last, or that was asked for. */
export class Sessions {
  /** Whether magics say the call that does the same. */
  twin = false;
  /** Where relative paths start. */
  readonly folder: string;
  readonly #desks = new WeakMap<RunSession, Desk>();
  #session: RunSession | undefined;

  constructor(folder: string) {
    this.folder = folder;
    // Whatever way a session was opened, magics find it.
    Reflect.set(globalThis, Symbol.for('admf.opened'), (session: RunSession) => this.use(session));
  }

  /** Lets magics work on a session. */
  use(session: RunSession): void {
    this.#session = session;
    const desk = this.#desks.get(session);
    // A fork may have taken its place there.
    if (desk !== undefined) desk.session = session;
  }

  /** What commands work on. @throws UserError when no session is open. */
  async desk(): Promise<Desk> {
    // Loads the engine, which the kernel does not wait for.
    const engine = await import('../../src/index.ts');
    const session = this.#session;
    if (session === undefined) {
      throw new engine.UserError('no session is open', {
        code: 'no_session',
        hint: '%%workflow name above a cell of YAML opens one, or open("workflow.yaml")',
      });
    }
    const known = this.#desks.get(session);
    if (known !== undefined) return known;
    const desk = new engine.Desk(session, this.folder);
    this.#desks.set(session, desk);
    return desk;
  }

  /** The session at hand: that of the desk, which a fork may have replaced. */
  async session(): Promise<RunSession> {
    return (await this.desk()).session as RunSession;
  }
}
