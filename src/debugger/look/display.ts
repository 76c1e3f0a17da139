import { UserError } from '../../foundation/user-error.ts';
import { numberText } from '../../tracing/event-text.ts';
import type { Value } from '../../tracing/expression/value.ts';
import type { Branch } from '../branch.ts';
import { compileRunExpression, type RunExpression } from '../names/bind-name.ts';
import type { Focus } from '../names/scope.ts';
import { endOf } from '../position.ts';
import type { Session } from '../session.ts';
import { cursorScope } from './side-stage.ts';

/** A pinned expression, where the cursor stands. */
export interface DisplayedValue {
  /** What `undisplay` calls it. */
  readonly number: number;
  readonly text: string;
  /** Whose, where that is not what the session looks at now: `p2`, `trend AAPL`; empty where it is. */
  readonly of: string;
  /** Null when something it needs is missing. */
  readonly value: Value;
  /** At the end of the bar before. */
  readonly previous: Value;
  /** value − previous; null where they are no numbers. */
  readonly change: number | null;
  /** Values at the ends of the last bars, oldest first; at last that at the cursor. */
  readonly history: readonly BarValue[];
}

export interface BarValue {
  readonly bar: number;
  readonly value: Value;
}

const HISTORY = 32;
/** Values remembered for each expression. */
const REMEMBERED = 4096;

interface Pinned {
  readonly number: number;
  readonly text: string;
  /** Names mean what they meant when it was pinned. */
  readonly focus: Focus;
  /** Values at the ends of bars. A bar comes to the same each time. */
  readonly known: Map<number, Value>;
}

/** Expressions that are shown after each move, with what they were before. */
export class Displays {
  readonly #session: Session;
  readonly #pinned: Pinned[] = [];
  #last = 0;

  constructor(session: Session) {
    this.#session = session;
  }

  get count(): number {
    return this.#pinned.length;
  }

  /** What was pinned, and what names meant then. */
  get pins(): readonly { readonly text: string; readonly focus: Focus }[] {
    return this.#pinned.map(({ text, focus }) => ({ text, focus }));
  }

  /** What they are called; no number is given twice. */
  get numbers(): readonly number[] {
    return this.#pinned.map(({ number }) => number);
  }

  /**
   * Pins an expression, `portfolio.equity` or `strategy.fast - strategy.slow`. The same text twice is one.
   *
   * @returns its number.
   * @throws UserError for a mistake in it, with the column and the nearest name.
   */
  add(text: string): number {
    const { focus } = this.#session;
    const known = this.#pinned.find((one) => one.text === text && sameFocus(one.focus, focus));
    if (known !== undefined) return known.number;
    this.#session.compile(text, 'display');
    const number = ++this.#last;
    this.#pinned.push({ number, text, focus, known: new Map() });
    this.#session.changed('displays');
    return number;
  }

  /** Removes one by its number or its text; all without. @throws UserError when there is none. */
  remove(which?: number | string): void {
    if (which === undefined) {
      this.#pinned.length = 0;
      this.#session.changed('displays');
      return;
    }
    const at = this.#pinned.findIndex(({ number, text }) => number === which || text === which);
    if (at < 0) {
      const shown = this.#pinned.map(({ number, text }) => `${number} ${text}`).join(', ');
      throw new UserError(`there is no display ${which}`, {
        code: 'unknown_display',
        hint: shown === '' ? 'nothing is displayed' : `displayed are ${shown}`,
      });
    }
    this.#pinned.splice(at, 1);
    this.#session.changed('displays');
  }

  /** All of them as of the cursor. @param bars length of the history. */
  values(bars: number = HISTORY): DisplayedValue[] {
    const { position } = this.#session;
    const lastEnd = position.event === null ? position.bar : position.bar - 1;
    const first = Math.max(1, position.bar - bars + 1);
    // The one before the cursor's bar is needed, whatever the length of the history.
    this.#fill(Math.max(0, Math.min(first, position.bar - 1)), lastEnd);
    const scope = cursorScope(this.#session);
    const now = this.#session.focus;
    return this.#pinned.map(({ number, text, focus, known }) => {
      const read = compileRunExpression(text, scope.engine.topology, focus, 'display');
      const value = read.evaluate(scope);
      const of = otherThan(now, focus, read.paths);
      const previous = known.get(position.bar - 1) ?? null;
      const history: BarValue[] = [];
      for (let bar = first; bar < position.bar; bar++) history.push({ bar, value: known.get(bar) ?? null });
      if (position.bar > 0) history.push({ bar: position.bar, value });
      return { number, text, of, value, previous, change: changeOf(value, previous), history };
    });
  }

  /** Finds the values at the ends of bars from `from` to `to` that are not known, running those bars again. */
  #fill(from: number, to: number): void {
    const { branch } = this.#session;
    let bar = from;
    while (bar <= to) {
      const wanting = this.#pinned.filter(({ known }) => !known.has(bar));
      if (wanting.length === 0) {
        bar++;
        continue;
      }
      const owner = branch.ownerOf(endOf(bar));
      let end = bar;
      while (
        end < to &&
        branch.ownerOf(endOf(end + 1)) === owner &&
        wanting.some((one) => !one.known.has(end + 1))
      ) {
        end++;
      }
      fillFrom(owner, wanting, bar, end);
      bar = end + 1;
    }
    for (const { known } of this.#pinned) {
      for (const old of known.keys()) {
        if (known.size <= REMEMBERED) break;
        if (old < from || old > to) known.delete(old);
      }
    }
  }
}

function fillFrom({ recording }: Branch, pinned: readonly Pinned[], from: number, to: number): void {
  const { engine } = recording;
  const compiled = pinned.map((one) => ({ ...one, read: readerOf(one, recording.engine.topology) }));
  const scope = { engine, event: null };
  const note = (bar: number) => {
    for (const { known, read } of compiled) known.set(bar, read?.evaluate(scope) ?? null);
  };
  const needed = new Set(compiled.flatMap(({ read }) => read?.containers ?? []));
  // Without any state to read, one lane moves the market on.
  const lanes = engine.lanes.filter((lane, i) => i === 0 || [...lane.members].some((one) => needed.has(one)));
  recording.seek(from);
  note(from);
  if (to > from) {
    recording.scan(from, to, lanes, (bar) => {
      note(bar);
      return false;
    });
  }
}

/** A name of a fork may be missing in the run that it came from. */
function readerOf(
  { text, focus }: Pinned,
  topology: Session['engine']['topology'],
): RunExpression | undefined {
  try {
    return compileRunExpression(text, topology, focus, 'display');
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

/** Roots of names that mean what is in focus. */
const OF_PORTFOLIO = ['portfolio', 'position', 'metrics'];
const OF_SYMBOL = ['bar', 'features', 'strategy'];

/** What names of an expression mean that is not what they mean now. */
function otherThan(now: Focus, then: Focus, paths: readonly (readonly string[])[]): string {
  const reads = (...roots: readonly string[]) => paths.some(([root]) => roots.includes(root));
  const readsSymbol = reads(...OF_SYMBOL) || paths.some((path) => path.includes('position'));
  return [
    then.portfolio !== now.portfolio && reads(...OF_PORTFOLIO) ? then.portfolio : '',
    then.strategy !== now.strategy && reads('strategy') ? then.strategy : '',
    then.symbol !== now.symbol && readsSymbol ? then.symbol : '',
  ]
    .filter((one) => one !== '')
    .join(' ');
}

/** `portfolio.equity`, and `portfolio.equity (p2)` of what the session does not look at. */
export function displayName({ text, of }: Pick<DisplayedValue, 'text' | 'of'>): string {
  return of === '' ? text : `${text} (${of})`;
}

function changeOf(value: Value, previous: Value): number | null {
  return typeof value === 'number' && typeof previous === 'number' ? value - previous : null;
}

function sameFocus(a: Focus, b: Focus): boolean {
  return a.portfolio === b.portfolio && a.strategy === b.strategy && a.symbol === b.symbol;
}

/** One line each: `1  portfolio.equity  96,807.75  before 96,944.64  -136.89`, columns beneath one another. */
export function displaysText(values: readonly DisplayedValue[]): string {
  const rows = values.map(({ number, text, of, value, previous, change }) => [
    String(number),
    displayName({ text, of }),
    shown(value),
    `before ${shown(previous)}`,
    change === null || change === 0 ? '' : `${change > 0 ? '+' : ''}${numberText(change)}`,
  ]);
  const widths = [0, 1, 2, 3].map((i) => Math.max(0, ...rows.map((row) => row[i].length)));
  const line = (row: readonly string[]) =>
    row.map((cell, i) => (i === 2 ? cell.padStart(widths[2]) : cell.padEnd(widths[i] ?? 0))).join('  ');
  return rows.map((row) => `${line(row).trimEnd()}\n`).join('');
}

function shown(value: Value): string {
  return typeof value === 'number' || value === null ? numberText(value) : String(value);
}
