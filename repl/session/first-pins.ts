import { type DebugSession, UserError } from '../../src/index.ts';

/** Values of a strategy that are pinned. */
const MOST_VALUES = 3;

/** What a newcomer wants to watch, where nothing is pinned: of whom the screen is about, until somebody pins or unpins anything. */
export class FirstPins {
  /** What the pins are of; null where they are somebody's own. */
  #pinned: { readonly session: DebugSession; readonly focus: string; readonly numbers: string } | null = null;

  constructor(session: DebugSession) {
    if (session.displays.count === 0) this.#pin(session);
  }

  /** Pins the same of another portfolio, strategy or symbol that has come into focus. */
  follow(session: DebugSession): void {
    if (this.#pinned === null || this.#pinned.session !== session) return;
    if (this.#pinned.numbers !== String(session.displays.numbers)) {
      this.#pinned = null;
      return;
    }
    if (this.#pinned.focus === focusOf(session)) return;
    session.undisplay();
    this.#pin(session);
  }

  #pin(session: DebugSession): void {
    for (const text of firstOf(session)) session.display(text);
    this.#pinned = { session, focus: focusOf(session), numbers: String(session.displays.numbers) };
  }
}

function firstOf(session: DebugSession): string[] {
  const first = ['portfolio.drawdown', 'portfolio.position.units'];
  try {
    const { names } = session.ls(`strategy_${session.focus.strategy}.values`);
    const values = names.slice(0, MOST_VALUES).filter(({ kind }) => kind === 'value');
    return [...first, ...values.map(({ name }) => `strategy.${name}`)];
  } catch (error) {
    // A strategy that reads nothing has nothing to be watched.
    if (error instanceof UserError) return first;
    throw error;
  }
}

function focusOf({ focus }: DebugSession): string {
  return JSON.stringify([focus.portfolio, focus.strategy, focus.symbol]);
}
