import type { Container } from '../../engine/container.ts';
import type { EventRecord } from '../../events/event.ts';
import { type Origin, staleText } from '../../workflows/origin/origin.ts';
import { originOf } from '../../workflows/origin/run-origin.ts';
import { Marks } from '../keep/marks.ts';
import type { ChangeListener, SessionChange } from '../listeners.ts';
import { Displays } from '../look/display.ts';
import type { Moved } from '../motions/moved.ts';
import type { Focus } from '../names/scope.ts';
import type { Position } from '../position.ts';
import type { Session } from '../session.ts';
import { Motion, type Status, statusOf, statusText } from '../status.ts';
import { type Shown, shown } from './shown.ts';

/** Where a session stands, and what every other part of `DebugSession` is built on. */
export class Cursor {
  /** The session that all parts work on. */
  readonly core: Session;
  /** Pinned expressions; `display` and `undisplay` are the usual way to them. */
  readonly displays: Displays;
  /** Places with names; `mark`, `marks` and `unmark` are the usual way to them. */
  readonly markList: Marks;

  constructor(core: Session) {
    this.core = core;
    this.displays = new Displays(core);
    this.markList = new Marks([], () => core.changed('marks'));
  }

  /**
   * Hears of every change of the session, once it is done: `cursor`, `focus`, `busy` (a motion began or ended), `stops`,
   * `displays`, `marks`. A motion moves the cursor once, however far it goes.
   *
   * @returns a function that ends it.
   */
  subscribe(listener: ChangeListener<SessionChange>): () => void {
    return this.core.subscribe(listener);
  }

  /** Whether a motion is under way. */
  get isBusy(): boolean {
    return this.core.isBusy;
  }

  /** `main`, or the name of a fork. */
  get name(): string {
    return this.core.branch.name;
  }

  /** Where the cursor stands: the bar, from 1, and the event in it; null at its end. */
  get position(): Position {
    return this.core.position;
  }

  /** Number of the bar at the cursor, from 1; 0 before the first. */
  get bar(): number {
    return this.core.position.bar;
  }

  /** Bars of the whole run, as far as its data goes. */
  get bars(): number {
    return this.core.bars;
  }

  /** Bars known so far: motions up to there are jumps, and those beyond run on to it. */
  get recorded(): number {
    return this.core.branch.recording.recorded;
  }

  /** When the bar at the cursor became known, UTC milliseconds; NaN before the first. */
  get time(): number {
    return this.core.time;
  }

  /** When a bar became known, UTC milliseconds; NaN before the first. @throws UserError for a bar after the cursor. */
  timeOf(bar: number): number {
    this.core.refuseFuture(bar);
    return this.core.timeOf(bar);
  }

  /** The event at the cursor, which nobody has acted on yet; null at the end of a bar. */
  get event(): EventRecord | null {
    return this.core.event;
  }

  /** Where the session stands, with the close and the equity in focus. */
  get status(): Status {
    return statusOf(this.core);
  }

  /** `bar 412/5105  2001-08-24  FILL execution_main/fill-3  bought 12 SPX at 1184.93` */
  get statusLine(): string {
    return statusText(this.status);
  }

  /** The containers as of the cursor: to be read, never to be written to. */
  get containers(): readonly Container[] {
    return this.core.containers;
  }

  /** SHA-256 in hex over the state of all containers as of the cursor: equal hashes, equal states. */
  get stateHash(): string {
    return this.core.stateHash;
  }

  /** The portfolio, strategy and symbol that names without a container mean: `portfolio.equity`, `bar.close`. */
  get focus(): Focus {
    return this.core.focus;
  }

  /** What is left out stays. @throws UserError for a name that the run does not have, with the nearest one. */
  set focus(focus: Partial<Focus>) {
    this.core.focus = { ...this.core.focus, ...focus };
  }

  /** The run that all results of this session come from, and whether its configuration, code and data are as they were. */
  get origin(): Origin {
    return originOf(this.core.branch.prepared);
  }

  /** One line that says that its configuration, code or data is not as it was, and what of it; empty while all is. */
  get stale(): string {
    return staleText(this.origin);
  }

  /** SHA-256 in hex over data, configuration, code and seed: equal fingerprints, equal results. */
  get fingerprint(): string {
    return this.core.branch.prepared.fingerprint;
  }

  /** Gives data of this run its text, its look in notebooks, and where it comes from. */
  protected shown<T extends object>(
    data: T,
    text: (data: T) => string,
    views: { readonly html?: (data: T) => string; readonly mermaid?: (data: T) => string } = {},
  ): Shown<T> {
    return shown(data, text, { ...views, origin: this.origin });
  }

  /**
   * Carries out a motion, one at a time.
   *
   * @throws UserError while another is under way.
   */
  protected async move(motion: () => Promise<Moved>): Promise<Motion> {
    const { core, displays } = this;
    return core.exclusively(async () => {
      const moved = await motion();
      return new Motion(moved, core, displays.count === 0 ? [] : displays.values());
    });
  }
}
