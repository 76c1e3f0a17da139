import { ambientSignal } from '../../foundation/ambient-signal.ts';
import { UserError } from '../../foundation/user-error.ts';
import { back, forward } from '../motions/history.ts';
import { type JumpKind, jump } from '../motions/jump.ts';
import { type Moved, moveTo, stayed } from '../motions/moved.ts';
import { readPlace } from '../motions/place.ts';
import { continueRun, reverseContinue, runTo, until } from '../motions/run.ts';
import { finish, next, previous, step, stepBack, toBar } from '../motions/walk.ts';
import { endOf, type Position } from '../position.ts';
import type { Motion } from '../status.ts';
import type { Predicate } from '../stops/stop.ts';
import { Cursor } from './cursor.ts';

/**
 * A place: the number of a bar, a position, a moment (the last bar known by then), or as people write it: `+20`, `-5`, `2008-09-15`, `2008-09-15T14:30`,
 * `execution_main/fill-12`, `e12` (an event of this bar), `t7` (where a trade opens), `@mark`, `start`, `end`.
 */
export type Place = number | string | Date | Position;

/** Where a motion ends, whatever it looks for. */
export interface RunLimits {
  /** Not past this place. */
  readonly to?: Place;
  /** Stops at the n-th place at which it would stop; 1 by default. */
  readonly count?: number;
  readonly signal?: AbortSignal;
}

/** Whose events are meant: those of all portfolios, or of the one in focus. */
export type Whose = 'all' | 'focus';

/**
 * Ways to move the cursor. Each may get a signal: when it is aborted, the motion ends within 100 ms at the end of a bar.
 * In a notebook it is the cell's own by default.
 * Moving never changes the run. A session does one motion at a time.
 * A motion that throws leaves the cursor where it was, unless its error says where the cursor is.
 */
export class Motions extends Cursor {
  /**
   * Goes events forward. The end of a bar, with its last event done, is a place of its own.
   *
   * @param count of events, 1 or more.
   */
  step(count = 1, signal = ambientSignal()): Promise<Motion> {
    return this.move(() => step(this.core, count, signal));
  }

  /** Goes events back, see `step`. */
  reverseStep(count = 1, signal = ambientSignal()): Promise<Motion> {
    return this.move(() => stepBack(this.core, count, signal));
  }

  /**
   * Goes bars forward, to the end of each; from inside a bar, to the end of that one first.
   *
   * @param count of bars, 1 or more.
   */
  next(count = 1, signal = ambientSignal()): Promise<Motion> {
    return this.move(() => next(this.core, count, signal));
  }

  /** Goes bars back, to the end of each; from inside a bar, to the end of the one before it first. */
  reverseNext(count = 1): Promise<Motion> {
    return this.move(() => previous(this.core, count));
  }

  /** Does the rest of this bar's events. */
  finish(): Promise<Motion> {
    return this.move(() => finish(this.core));
  }

  /**
   * Goes anywhere, forward or back.
   *
   * @throws UserError for a place that does not exist, with the valid range or the nearest name.
   */
  goto(place: Place, signal = ambientSignal()): Promise<Motion> {
    return this.move(async () => {
      const position = await this.place(place, signal);
      return position === undefined ? stayed(this.core, 'interrupted') : this.#reach(position, signal);
    });
  }

  /** To the n-th fill from the cursor. @param whose of all portfolios, or of the one in focus. */
  fill(count = 1, signal = ambientSignal(), whose?: Whose): Promise<Motion> {
    return this.#jump('fill', 'next', count, signal, whose);
  }

  reverseFill(count = 1, signal = ambientSignal(), whose?: Whose): Promise<Motion> {
    return this.#jump('fill', 'previous', count, signal, whose);
  }

  /** To the n-th order that was accepted. */
  order(count = 1, signal = ambientSignal(), whose?: Whose): Promise<Motion> {
    return this.#jump('order', 'next', count, signal, whose);
  }

  reverseOrder(count = 1, signal = ambientSignal(), whose?: Whose): Promise<Motion> {
    return this.#jump('order', 'previous', count, signal, whose);
  }

  /** To the n-th opening or closing of a position. */
  trade(count = 1, signal = ambientSignal(), whose?: Whose): Promise<Motion> {
    return this.#jump('trade', 'next', count, signal, whose);
  }

  reverseTrade(count = 1, signal = ambientSignal(), whose?: Whose): Promise<Motion> {
    return this.#jump('trade', 'previous', count, signal, whose);
  }

  /** To the n-th signal of a strategy. */
  signal(count = 1, signal = ambientSignal(), whose?: Whose): Promise<Motion> {
    return this.#jump('signal', 'next', count, signal, whose);
  }

  reverseSignal(count = 1, signal = ambientSignal(), whose?: Whose): Promise<Motion> {
    return this.#jump('signal', 'previous', count, signal, whose);
  }

  /** To the n-th order that was refused, signals for what was held already (`no_change`) left out. */
  rejection(count = 1, signal = ambientSignal(), whose?: Whose): Promise<Motion> {
    return this.#jump('rejection', 'next', count, signal, whose);
  }

  reverseRejection(count = 1, signal = ambientSignal(), whose?: Whose): Promise<Motion> {
    return this.#jump('rejection', 'previous', count, signal, whose);
  }

  /** Goes back to where the cursor was so many motions ago. */
  back(count = 1): Promise<Motion> {
    return this.move(() => back(this.core, count));
  }

  /** Undoes `back`, as long as the cursor has not gone elsewhere since. */
  forward(count = 1): Promise<Motion> {
    return this.move(() => forward(this.core, count));
  }

  /** Runs on to the next stop, or to the end. */
  continue(limits: RunLimits = {}): Promise<Motion> {
    return this.move(async () => continueRun(this.core, await this.#limits(limits)));
  }

  /** Runs back to the last stop or mark before the cursor, or to the start. */
  reverseContinue(limits: RunLimits = {}): Promise<Motion> {
    return this.move(async () =>
      reverseContinue(this.core, { ...(await this.#limits(limits)), marks: this.markPositions }),
    );
  }

  /**
   * Runs on to a place, or until a predicate is true: `portfolio.equity < 95000`, `FILL if event.units < 0`, or a function of
   * the run at one moment. Stops of the session stop it before.
   *
   * @throws UserError for a place that lies behind the cursor, and for a mistake in the predicate.
   */
  until(target: Place | Predicate, limits: RunLimits = {}): Promise<Motion> {
    return this.move(async () => {
      const wanted = isPlace(target) ? await this.place(target, limits.signal ?? ambientSignal()) : target;
      if (wanted === undefined) return stayed(this.core, 'interrupted');
      return until(this.core, wanted, await this.#limits(limits));
    });
  }

  /** Runs to where a predicate is true, past all stops of the session. */
  find(predicate: Predicate, limits: RunLimits = {}): Promise<Motion> {
    return this.move(async () =>
      runTo(this.core, predicate, { ...(await this.#limits(limits)), direction: 'next' }),
    );
  }

  /** The same backwards: to the last place before the cursor where it is true. */
  reverseFind(predicate: Predicate, limits: RunLimits = {}): Promise<Motion> {
    return this.move(async () =>
      runTo(this.core, predicate, { ...(await this.#limits(limits)), direction: 'previous' }),
    );
  }

  /** Marks by name, without the `@`. */
  protected get markPositions(): ReadonlyMap<string, Position> {
    return new Map(this.markList.list().map(({ name, position }) => [name, position]));
  }

  /** The position of a place; undefined when it was interrupted on the way to it. @throws UserError as `goto` does. */
  protected async place(place: Place, signal?: AbortSignal): Promise<Position | undefined> {
    if (typeof place === 'object' && !(place instanceof Date)) return this.#checked(place, signal);
    const text =
      place instanceof Date && !Number.isNaN(place.getTime()) ? place.toISOString() : String(place);
    return readPlace(this.core, text, { marks: this.markPositions, signal });
  }

  /** A position as a program made it. */
  async #checked({ bar, event }: Position, signal: AbortSignal | undefined): Promise<Position | undefined> {
    if ((await readPlace(this.core, String(bar), { signal })) === undefined) return undefined;
    if (event === null) return { bar, event };
    const known = await this.core.record(bar, signal);
    if (known < bar && signal?.aborted === true) return undefined;
    // The bar at which a run fails has events, and those after it have none.
    const { length } = bar <= known + 1 ? this.core.allEventsOf(bar) : [];
    if (Number.isInteger(event) && event >= 0 && event < length) return { bar, event };
    throw new UserError(`bar ${bar} has no event ${event}`, {
      code: 'no_such_event',
      hint: length === 0 ? 'it has none' : `its events are 0 to ${length - 1}, and null is its end`,
    });
  }

  async #limits({ to, count, signal = ambientSignal() }: RunLimits) {
    return { to: to === undefined ? undefined : await this.place(to, signal), count, signal };
  }

  async #reach(position: Position, signal: AbortSignal | undefined): Promise<Moved> {
    const { core } = this;
    if (position.event === null) return toBar(core, position.bar, signal);
    const known = await core.record(position.bar, signal);
    if (known < position.bar && signal?.aborted === true) return moveTo(core, endOf(known), 'interrupted');
    return moveTo(core, position);
  }

  #jump(
    kind: JumpKind,
    direction: 'next' | 'previous',
    count: number,
    signal: AbortSignal | undefined,
    of: Whose | undefined,
  ): Promise<Motion> {
    return this.move(() => jump(this.core, kind, { direction, count, signal, of }));
  }
}

const PLACE =
  /^(?:\d+|[+-]\d+|start|end|@.+|\d{4}-\d\d-\d\d(?:[T ][\d:.]+Z?)?|e\d+|t\d+|(?:[\w.-]+\/)?[a-z][a-z-]*-\d+)$/;

/** Whether a text is meant as a place, and not as something that is to become true. */
export function isPlace(target: Place | Predicate): target is Place {
  return typeof target === 'string' ? PLACE.test(target.trim()) : typeof target !== 'function';
}
