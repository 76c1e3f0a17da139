import type { Desk, RunSession } from '../../src/index.ts';

interface Opened {
  /** `walk`, or `walk#2` for one of that name that was opened before others. */
  readonly name: string;
  readonly number: number;
  /** Whoever opened it may let it go. */
  readonly session: WeakRef<RunSession>;
}

/** The sessions that were opened in a notebook, by names that terminals can attach to. The last of a name has it alone. */
export class OpenedSessions {
  readonly #desks = new WeakMap<RunSession, Desk>();
  readonly #makeDesk: (session: RunSession) => Desk;
  readonly #changed: (() => void)[] = [];
  #opened: Opened[] = [];

  /** @param makeDesk what commands work on, made when somebody first asks for it. */
  constructor(makeDesk: (session: RunSession) => Desk) {
    this.#makeDesk = makeDesk;
  }

  /** Calls a function whenever there are other names. */
  onChange(changed: () => void): void {
    this.#changed.push(changed);
  }

  add(session: RunSession): void {
    if (this.#opened.some((one) => one.session.deref() === session)) return;
    const name = session.core.branch.prepared.config.name;
    const same = this.#opened.filter((one) => one.name === name);
    const number = Math.max(0, ...same.map((one) => one.number)) + 1;
    this.#opened.push({ name, number, session: new WeakRef(session) });
    for (const changed of this.#changed) changed();
  }

  /** Names of those that something still holds, in the order in which they were opened. */
  names(): string[] {
    this.#opened = this.#opened.filter(({ session }) => session.deref() !== undefined);
    return this.#opened.map((one) => this.#called(one));
  }

  nameOf(session: RunSession): string | undefined {
    const found = this.#opened.find((one) => one.session.deref() === session);
    return found === undefined ? undefined : this.#called(found);
  }

  /** The desk of the session of that name; undefined when there is none, or nothing holds it any more. */
  named(name: string): Desk | undefined {
    const session = this.#opened.find((one) => this.#called(one) === name)?.session.deref();
    return session === undefined ? undefined : this.deskOf(session);
  }

  /** The one desk of a session, for magics and terminals. */
  deskOf(session: RunSession): Desk {
    const known = this.#desks.get(session);
    if (known !== undefined) return known;
    const desk = this.#makeDesk(session);
    this.#desks.set(session, desk);
    return desk;
  }

  /** The desk, if anybody has asked for it. */
  knownDeskOf(session: RunSession): Desk | undefined {
    return this.#desks.get(session);
  }

  #called({ name, number }: Opened): string {
    const isLast = !this.#opened.some((other) => other.name === name && other.number > number);
    return isLast ? name : `${name}#${number}`;
  }
}
