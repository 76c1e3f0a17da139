import type { Changes } from '../forks/change.ts';
import { type CompareOptions, type Comparison, compare } from '../forks/compare.ts';
import { compareText } from '../forks/compare-text.ts';
import { type Forked, type ForkOptions, forkRun, sessionNamed } from '../forks/fork.ts';
import { type ForkNode, forks, forksText } from '../forks/fork-tree.ts';
import { comparisonHtml, forksHtml } from '../html/comparisons-html.ts';
import { forkHtml } from '../html/fork-html.ts';
import type { Session } from '../session.ts';
import { Looking } from './looking.ts';
import { htmlOf, type Shown } from './shown.ts';
import { withFocus } from './with-focus.ts';

/** Runs with another future: forks, and what became of them. */
export class Forking extends Looking {
  #forked: Forked | null = null;

  /** How this run was forked, with what was not done quite as asked; null for one that was not. */
  get forked(): Forked | null {
    return this.#forked;
  }

  /**
   * Branches off at the cursor: a new session with the same past and another future, at the end of the cursor's bar;
   * inside a bar, at the end of the bar before. Nothing is loaded or run again. Stops and pinned expressions are
   * set there too.
   *
   * @param changes settings by their paths in the configuration, or by as much of them as leaves no doubt:
   *   `{ fast: 10 }`, `['strategies.trend.params.fast=10', 'slippage=5bps']`.
   * @throws UserError or UserErrors for settings that do not exist, values that are refused, and what cannot be changed in
   *   the middle of a run.
   */
  async fork(changes?: Changes, options?: ForkOptions): Promise<this> {
    const forked = await forkRun(this.core, changes, options);
    const session = this.sibling(forked.session);
    session.#forked = forked;
    this.handOn(session);
    return session;
  }

  /** How this run was forked, and the tree of all forks, as a notebook shows it; the tree alone for one that was not. */
  forkHtml(): string {
    const tree = htmlOf(this.forks());
    return this.#forked === null ? tree : forkHtml(this.name, this.#forked, tree);
  }

  /** The tree of all forks, as of their cursors. */
  forks(): Shown<ForkNode> {
    return this.shown(forks(this.core), (root) => forksText(root, this.focus.portfolio), {
      html: (root) => forksHtml(root, this.focus.portfolio),
    });
  }

  /** The session of another run of the tree; `main` is the first. @throws UserError with the nearest name. */
  other(name: string): this {
    return this.sibling(sessionNamed(this.core, name));
  }

  /**
   * This run beside another of the tree: equity, first event that differs, trades only in one, metrics. As far as both
   * cursors have come.
   *
   * @param other a session or the name of a run; the run that this one was forked from when left out.
   * @throws UserError for one and the same run, and for a bar after a cursor.
   */
  async compare(other?: Forking | string, options?: CompareOptions): Promise<Shown<Comparison>> {
    const name = other ?? this.core.branch.parent?.name ?? this.core.branch.name;
    const core = typeof name === 'string' ? sessionNamed(this.core, name) : name.core;
    return this.shown(await compare(this.core, core, options), (all) => compareText(all), {
      html: comparisonHtml,
    });
  }

  /** What a fork takes over of the session that it came from. */
  protected handOn(fork: this): void {
    for (const { text, focus } of this.displays.pins) withFocus(fork, focus, () => fork.displays.add(text));
  }

  /** The one object for a session of the tree. */
  protected sibling(core: Session): this {
    const known = SIBLINGS.get(core);
    if (known !== undefined) return known as this;
    return new (this.constructor as new (core: Session) => this)(core);
  }

  constructor(core: Session) {
    super(core);
    SIBLINGS.set(core, this);
  }
}

const SIBLINGS = new WeakMap<Session, Forking>();
