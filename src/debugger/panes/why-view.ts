import { htmlLines } from '../../foundation/html.ts';
import { UserError } from '../../foundation/user-error.ts';
import type { DebugSession } from '../debug-session.ts';
import { htmlOf, type Shown } from '../facade/shown.ts';
import { isDeed } from '../news.ts';
import type { WhyData } from './pane-data.ts';

export interface WhyWish {
  /** Whose cause is asked for; null: of what happened at the cursor. */
  readonly of: string | null;
  readonly whynot: boolean;
}

/** What can be asked at a bar at which nothing was decided. */
const QUIET = 'W tells what kept each strategy from acting; w on a row of the events asks about that one';

/** The chain of causes that the pane shows, and what was asked last, so that it is not asked again. */
export class WhyView {
  #key = '';
  #known: WhyData = { title: '', lines: [] };
  #answer: Shown<object> | null = null;
  #html: string | null = null;

  read(session: DebugSession, { of, whynot }: WhyWish): WhyData {
    const { event, position, name } = session;
    const subject = of ?? (event !== null && isDeed(event) ? event.id : null);
    const key = [
      name,
      whynot,
      subject ?? '',
      subject === null || whynot ? JSON.stringify(position) : '',
    ].join(' ');
    if (key === this.#key) return this.#known;
    this.#key = key;
    this.#known = this.#ask(session, subject, whynot);
    return this.#known;
  }

  /** What was read last as HTML without scripts. */
  html(): string {
    this.#html ??= this.#answer === null ? htmlLines(this.#known.lines.join('\n')) : htmlOf(this.#answer);
    return this.#html;
  }

  #ask(session: DebugSession, subject: string | null, whynot: boolean): WhyData {
    this.#answer = null;
    this.#html = null;
    try {
      if (session.bar < 1 && !whynot) return { title: '', lines: ['nothing has happened yet'] };
      const answer = whynot ? session.whynot() : session.why(subject ?? undefined);
      this.#answer = answer;
      return { title: whynot ? 'not' : (subject ?? ''), lines: answer.toString().split('\n') };
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      const hint = error.code === 'nothing_happened' ? QUIET : error.hint;
      return { title: subject ?? '', lines: [error.message, ...(hint === undefined ? [] : [hint])] };
    }
  }
}
