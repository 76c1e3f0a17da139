import {
  type DebugSession,
  type Desk,
  execute,
  followEvent,
  type Motion,
  type Shown,
  UserError,
} from '../../src/index.ts';
import type { Note } from './frame.ts';
import { mistake, said } from './notes.ts';
import type { Deed } from './requests.ts';

/** What came of a request that moves the session, or sets where it stops. */
export interface Done {
  readonly note: Note | null;
  /** The call of the typed API that does the same; empty where nothing was done. */
  readonly call: string;
}

export type Moving = Extract<
  Deed,
  {
    what:
      | 'next'
      | 'back'
      | 'step'
      | 'step-back'
      | 'fill'
      | 'fill-back'
      | 'continue'
      | 'continue-back'
      | 'start'
      | 'end'
      | 'goto'
      | 'drag'
      | 'until'
      | 'break'
      | 'delete'
      | 'switch';
  }
>;

/** A place, as people write it; anything else is something that is to become true. */
const PLACE =
  /^(?:\d+|[+-]\d+|start|end|@.+|\d{4}-\d\d-\d\d(?:[T ][\d:.]+Z?)?|e\d+|t\d+|(?:[\w.-]+\/)?[a-z][a-z-]*-\d+)$/;

/** A request as a command of the debugger's table, whose history it becomes a part of. */
function commandOf(deed: Exclude<Moving, { what: 'drag' | 'until' | 'break' }>): string {
  switch (deed.what) {
    case 'next':
      return `next ${deed.count}`;
    case 'back':
      return `reverse-next ${deed.count}`;
    case 'step':
      return `step ${deed.count}`;
    case 'step-back':
      return `reverse-step ${deed.count}`;
    case 'fill':
      return 'fill';
    case 'fill-back':
      return 'reverse-fill';
    case 'continue':
      return 'continue';
    case 'continue-back':
      return 'reverse-continue';
    case 'start':
    case 'end':
      return `goto ${deed.what}`;
    case 'goto':
      return `goto ${deed.place}`;
    case 'delete':
      return `delete ${deed.stop}`;
    case 'switch':
      return `switch ${deed.run}`;
  }
}

/** Carries out what moves the session at hand, or puts another run of its tree of forks in its place. */
export class Deeds {
  readonly #desk: Desk;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  get #session(): DebugSession {
    return this.#desk.session;
  }

  async carryOut(deed: Moving, signal: AbortSignal): Promise<Done> {
    switch (deed.what) {
      case 'drag':
        await this.#session.goto(Math.min(deed.bar, this.#session.bars), signal);
        return { note: null, call: '' };
      case 'until':
        return await this.#until(deed.text.trim(), signal);
      case 'break':
        return await this.#typed(`session.break(${quoted(deed.text.trim())})`, deed.text, () =>
          this.#session.break(deed.text.trim()),
        );
      default:
        return await this.#command(commandOf(deed), signal, deed.what.startsWith('fill'));
    }
  }

  async #command(line: string, signal: AbortSignal, isJump: boolean): Promise<Done> {
    const [{ call, answer, error }] = await execute(this.#desk, line, signal);
    const session = this.#session;
    if (error !== null) return { note: mistake(error), call: '' };
    // The charts show what the fill is about.
    if (isJump) followEvent(session);
    const text = answer?.text.split('\n')[0] ?? '';
    const news = text.startsWith(session.statusLine) ? text.slice(session.statusLine.length).trim() : text;
    return { note: said(news.replace(/^\((.*)\)$/s, '$1')), call: call ?? '' };
  }

  async #until(text: string, signal: AbortSignal): Promise<Done> {
    const session = this.#session;
    if (PLACE.test(text)) {
      const place = /^\d+$/.test(text) ? text : quoted(text);
      return await this.#typed(`await session.goto(${place})`, text, () => session.goto(text, signal));
    }
    return await this.#typed(`await session.until(${quoted(text)})`, text, () =>
      session.until(text, { signal }),
    );
  }

  async #typed(call: string, text: string, work: () => Promise<Motion> | Shown<object>): Promise<Done> {
    if (text.trim() === '') {
      return {
        note: {
          kind: 'mistake',
          text: 'nothing is typed: portfolio.equity < 95000, FILL, 2008-09-15, 412',
          column: 1,
        },
        call: '',
      };
    }
    try {
      const done = await work();
      const answer = done.toString();
      this.#session.history.push({ text: call, call, answer });
      const { note, end } = done as Partial<Motion>;
      return { note: said(note ?? (end === 'arrived' ? '' : (endText(end) ?? answer))), call };
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return { note: mistake(error), call: '' };
    }
  }
}

function endText(end: Motion['end'] | undefined): string | undefined {
  if (end === undefined) return undefined;
  return end === 'interrupted' ? 'stopped on the way' : `it did not happen before the ${end} of the run`;
}

function quoted(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}
