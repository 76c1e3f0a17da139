import type { Container } from '../engine/container.ts';
import type { EventRecord } from '../events/event.ts';
import { UserError } from '../foundation/user-error.ts';
import { numberText } from '../tracing/event-text.ts';
import type { Value } from '../tracing/expression/value.ts';
import type { PreparedRun } from '../workflows/prepare.ts';
import type { Moved } from './motions/moved.ts';
import { finish, goto, next, previous, step, stepBack } from './motions/walk.ts';
import { recordedEvent } from './names/recorded-event.ts';
import type { Focus } from './names/scope.ts';
import { type OpenOptions, open as openSession } from './open-session.ts';
import type { Position } from './position.ts';
import type { Session } from './session.ts';
import { Motion, type Status, statusOf } from './status.ts';

/** What an expression gave at the cursor. */
export class Printed {
  readonly expression: string;
  /** Null when something that it needs is missing there. */
  readonly value: Value;

  constructor(expression: string, value: Value) {
    this.expression = expression;
    this.value = value;
  }

  toString(): string {
    const { value } = this;
    const text = value === null ? 'missing' : typeof value === 'number' ? numberText(value) : String(value);
    return `${this.expression} = ${text}`;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }
}

/**
 * A run that is walked through in both directions. Its methods have the names of the commands of `admf step`; everything
 * they show is as of the cursor.
 *
 *     const session = await open('workflow.yaml');
 *     console.log(`${await session.next(20)}`);
 *     console.log(`${session.print('portfolio.equity')}`);
 */
export class DebugSession {
  /** What it works on. */
  readonly core: Session;

  constructor(core: Session) {
    this.core = core;
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

  /** When the bar at the cursor became known, UTC milliseconds; NaN before the first. */
  get time(): number {
    return this.core.time;
  }

  /** The event at the cursor; null at the end of a bar. */
  get event(): EventRecord | null {
    return this.core.event;
  }

  /** Where the session stands, with the close and the equity in focus. */
  get status(): Status {
    return statusOf(this.core);
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

  /** @throws UserError for a name that the run does not have, with the nearest one. */
  set focus(focus: Partial<Focus>) {
    this.core.focus = { ...this.core.focus, ...focus };
  }

  /**
   * Goes events forward. The end of a bar, with its last event done, is a place of its own.
   *
   * @param count of events, 1 or more.
   * @param signal stops the motion within 100 ms, at the end of a bar.
   */
  step(count = 1, signal?: AbortSignal): Promise<Motion> {
    return this.#move(() => step(this.core, count, signal));
  }

  /** Goes events back, see `step`. */
  reverseStep(count = 1, signal?: AbortSignal): Promise<Motion> {
    return this.#move(() => stepBack(this.core, count, signal));
  }

  /**
   * Goes bars forward, to the end of each; from inside a bar, to the end of that one first.
   *
   * @param count of bars, 1 or more.
   * @param signal as for `step`.
   */
  next(count = 1, signal?: AbortSignal): Promise<Motion> {
    return this.#move(() => next(this.core, count, signal));
  }

  /** Goes bars back, to the end of each; from inside a bar, to the end of the one before it. */
  reverseNext(count = 1): Promise<Motion> {
    return this.#move(() => previous(this.core, count));
  }

  /** Does the rest of this bar's events. */
  finish(): Promise<Motion> {
    return this.#move(() => finish(this.core));
  }

  /**
   * Goes to the end of a bar, forward or back.
   *
   * @param place number of the bar; 0 is before the first.
   * @throws UserError for a bar that the data does not have, with the valid range.
   */
  goto(place: number, signal?: AbortSignal): Promise<Motion> {
    return this.#move(() => goto(this.core, place, signal));
  }

  /**
   * Evaluates an expression at the cursor: `portfolio.equity`, `bar.close > features.sma_20`, `event.pnl`.
   *
   * @throws UserError with the column of a mistake, and the nearest name.
   */
  print(expression: string): Printed {
    const { core } = this;
    const { event } = core;
    const { engine } = core;
    const value = core.compile(expression).evaluate({
      engine,
      event: event === null ? null : recordedEvent(event, engine.topology.containers),
    });
    return new Printed(expression, value);
  }

  /** The events of a bar up to the cursor, in their order; of the bar at the cursor by default. @throws UserError for a bar after it. */
  eventsOf(bar: number = this.bar): readonly EventRecord[] {
    if (!Number.isInteger(bar) || bar < 0) {
      throw new UserError(`there is no bar ${bar}`, {
        code: 'no_such_bar',
        hint: `bars are 1 to ${this.bars}`,
      });
    }
    return this.core.eventsOf(bar);
  }

  async #move(motion: () => Promise<Moved>): Promise<Motion> {
    const { core } = this;
    return core.exclusively(async () => new Motion(await motion(), core));
  }
}

/**
 * Opens a session at the first bar of a run.
 *
 * @param workflow the path of a YAML file, a configuration as an object, or a run that `prepare` gave.
 * @throws UserError or UserErrors for mistakes in the input.
 */
export async function openDebugSession(
  workflow: string | Readonly<Record<string, unknown>> | PreparedRun,
  options: OpenOptions = {},
): Promise<DebugSession> {
  return new DebugSession(await openSession(workflow, options));
}
