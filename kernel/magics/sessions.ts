import type { DebugSession, Desk, RunSession } from '../../src/index.ts';
import { OpenedSessions } from './opened-sessions.ts';

type Engine = typeof import('../../src/index.ts');

/** The sessions of a notebook, and the one that magics work on: that which was opened last, or that was asked for. */
export class Sessions {
  /** Whether magics say the call that does the same. */
  twin = false;
  /** Where relative paths start. */
  readonly folder: string;
  /** All that were opened, whatever became of them. */
  readonly opened: OpenedSessions;
  #session: RunSession | undefined;
  #engine: Engine | undefined;

  constructor(folder: string) {
    this.folder = folder;
    this.opened = new OpenedSessions((session) => new (this.#loaded().Desk)(session, folder));
    // Whatever way a session was opened, magics find it.
    Reflect.set(globalThis, Symbol.for('admf.opened'), (session: RunSession) => {
      this.use(session);
      // By then whoever opened it has loaded the engine.
      void this.engine().then(() => this.opened.add(session));
    });
  }

  /** The engine, which the kernel does not wait for before somebody needs it. */
  async engine(): Promise<Engine> {
    this.#engine ??= await import('../../src/index.ts');
    return this.#engine;
  }

  /** Lets magics work on a session. */
  use(session: RunSession): void {
    this.#session = session;
    const desk = this.opened.knownDeskOf(session);
    // A fork may have taken its place there.
    if (desk !== undefined) desk.session = session;
  }

  /** What commands work on. @throws UserError when no session is open. */
  async desk(): Promise<Desk> {
    const { UserError } = await this.engine();
    if (this.#session === undefined) {
      throw new UserError('no session is open', {
        code: 'no_session',
        hint: '%%workflow name above a cell of YAML opens one, or open("workflow.yaml")',
      });
    }
    return this.opened.deskOf(this.#session);
  }

  /** The desk if there is a session, and the engine is loaded: to be asked at once. */
  get deskAtHand(): Desk | undefined {
    return this.#session === undefined || this.#engine === undefined
      ? undefined
      : this.opened.deskOf(this.#session);
  }

  /** A desk on which a session is at hand: that of magics where it is, so that whoever shows it goes with them from fork to fork. */
  async deskFor(session: DebugSession): Promise<Desk> {
    const { Desk } = await this.engine();
    const desks = [this.deskAtHand, this.opened.deskOf(session as RunSession)];
    return desks.find((desk) => desk?.session === session) ?? new Desk(session, this.folder);
  }

  /** The session at hand: that of the desk, which a fork may have replaced. */
  async session(): Promise<RunSession> {
    return (await this.desk()).session as RunSession;
  }

  /** The name by which a terminal attaches to the session at hand. @throws UserError when no session is open. */
  async attachName(): Promise<string> {
    await this.desk();
    const session = this.#session as RunSession;
    this.opened.add(session);
    return this.opened.nameOf(session) as string;
  }

  #loaded(): Engine {
    if (this.#engine === undefined) throw new Error('the engine is not loaded');
    return this.#engine;
  }
}
