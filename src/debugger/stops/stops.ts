import { eventTypeName, eventTypeNames } from '../../events/event-type.ts';
import { nameHint } from '../../foundation/nearest-name.ts';
import { UserError } from '../../foundation/user-error.ts';
import { matchesPattern } from '../../tracing/pattern.ts';
import { SESSION_TYPES } from '../names/event-fields.ts';
import type { Session } from '../session.ts';
import { typesOf } from './event-types.ts';
import {
  type EventsOf,
  isSameStop,
  type Predicate,
  predicateText,
  type Stop,
  type StopInfo,
  type StopKind,
  stopInfo,
} from './stop.ts';

/** When a breakpoint stops, besides at its place. */
export interface StopOptions {
  /** Asked too, `if` in text: `event.units < 0`. */
  readonly condition?: Predicate;
  /** Hits that it lets pass; 0 by default. */
  readonly ignore?: number;
  /** Deleted when it stops. */
  readonly temporary?: boolean;
  /** For a predicate that is a function: at which events it is asked, `FILL`; at the end of each bar when left out. */
  readonly on?: string;
}

/** A container pattern, a type pattern and a condition: `portfolio_*:ORDER* if event.units < 0`. */
const EVENTS = /^(?:([^\s:]+):\s*)?([A-Z*][A-Z0-9_*]*)(?:\s+if\s+(.+))?$/s;

/** The breakpoints, watches, caught events and log points of a session. */
export class Stops {
  readonly #session: Session;
  #stops: Stop[] = [];
  #last = 0;

  /** Use `stopsOf`. */
  constructor(session: Session) {
    this.#session = session;
  }

  /**
   * Stops where a predicate is true: `portfolio.equity < 95000` at the end of each bar, `event.pnl < 0` at each event that has
   * such a field, `FILL`, `FILL if event.units < 0`, `portfolio_main:FILL`, `portfolio_*:ORDER*` at these events. A
   * portfolio's events are those of its execution too.
   *
   * @throws UserError with the column of a mistake, or the nearest name.
   *   Nothing is set then.
   */
  break(predicate: Predicate, options: StopOptions = {}): StopInfo {
    return this.#addNew(this.#breakOf(predicate, options));
  }

  /** Stops at the end of a bar in which a value has changed: `portfolio.position.units`. */
  watch(path: string, options: Omit<StopOptions, 'on'> = {}): StopInfo {
    this.#wantBarExpression(path, 'watch');
    return this.#addNew(this.#stop('watch', path.trim(), null, path, options));
  }

  /** Stops at each event of a type: `FILL`, `portfolio_main:ORDER_REJECTED`, `*REJECTED`. */
  catch(events: string, options: Omit<StopOptions, 'on'> = {}): StopInfo {
    const match = EVENTS.exec(events.trim());
    const [, containers, type, condition] = match ?? [undefined, undefined, events.trim()];
    return this.#addNew(
      this.#stop('catch', events.trim(), this.#events(type, containers), condition ?? null, options),
    );
  }

  /** A value that is logged, at the end of each bar or `on` events; see `logged`. Stops nowhere. */
  log(value: string, options: { readonly on?: string; readonly condition?: string } = {}): StopInfo {
    const { on } = options;
    const { readsEvent } = this.#session.compile(value, 'log');
    if (readsEvent && (on === undefined || on === 'bar')) throw eventless('log', value);
    const events = on === undefined || on === 'bar' ? null : this.eventsNamed(on);
    const text = `${value.trim()} on ${on ?? 'bar'}`;
    return this.#add(this.#stop('log', text, events, value, options));
  }

  list(): StopInfo[] {
    return this.#stops.map(stopInfo);
  }

  /** Those that motions stop at. */
  get active(): readonly Stop[] {
    return this.#stops.filter(({ enabled, kind }) => enabled && kind !== 'log');
  }

  /** @throws UserError for a number that does not exist, with those that do. */
  get(id: number): Stop {
    const stop = this.#stops.find((one) => one.id === id);
    if (stop !== undefined) return stop;
    const ids = this.#stops.map((one) => one.id);
    throw new UserError(`there is no stop ${id}`, {
      code: 'unknown_stop',
      hint: ids.length === 0 ? 'none are set' : `one of ${ids.join(', ')}`,
    });
  }

  enable(id: number, enabled = true): StopInfo {
    const stop = this.get(id);
    stop.enabled = enabled;
    this.#session.changed('stops');
    return stopInfo(stop);
  }

  delete(id: number): StopInfo {
    const stop = this.get(id);
    this.#stops = this.#stops.filter((one) => one !== stop);
    this.#session.changed('stops');
    return stopInfo(stop);
  }

  /** Sets what is asked besides; null: nothing. */
  condition(id: number, condition: Predicate | null): StopInfo {
    const stop = this.get(id);
    if (stop.kind === 'log' && typeof condition === 'function') {
      throw new UserError('the condition of a log point is an expression', { code: 'bad_condition' });
    }
    if (condition !== null) this.#checkCondition(condition, stop);
    stop.condition = condition;
    this.#session.changed('stops');
    return stopInfo(stop);
  }

  /** Lets the next `count` hits pass. */
  ignore(id: number, count: number): StopInfo {
    const stop = this.get(id);
    stop.ignore = checkIgnore(count);
    this.#session.changed('stops');
    return stopInfo(stop);
  }

  /** A predicate that a motion takes along for itself, and that is in no list. @param motion what mistakes in it are told of. */
  passing(predicate: Predicate, motion: string): Stop {
    return { ...this.#breakOf(predicate, {}, motion), id: 0 };
  }

  /** Sets the stops of another session here too, with their numbers; what they count begins anew. */
  takeOver(other: Stops): void {
    if (other.#stops.length === 0) return;
    this.#stops = other.#stops.map((stop) => ({ ...stop, hits: 0 }));
    this.#last = other.#last;
    this.#session.changed('stops');
  }

  /** `FILL`, `portfolio_*:ORDER*`. @throws UserError for what names no type or no container. */
  eventsNamed(text: string): EventsOf {
    const match = EVENTS.exec(text.trim());
    return match === null || match[3] !== undefined
      ? this.#events(text.trim())
      : this.#events(match[2], match[1]);
  }

  #breakOf(predicate: Predicate, options: StopOptions, name = 'break'): Stop {
    const { on } = options;
    if (typeof predicate !== 'string') {
      const events = on === undefined ? null : this.#events(on);
      return this.#stop('break', predicateText(predicate), events, predicate, options);
    }
    const match = EVENTS.exec(predicate.trim());
    if (match !== null) {
      const [, containers, type, condition] = match;
      const events = this.#events(type, containers);
      return this.#stop('break', predicate.trim(), events, condition ?? null, options);
    }
    const { readsEvent, tree } = this.#session.compile(predicate, name);
    const events = on === undefined ? null : this.#events(on);
    const found = readsEvent ? { types: typesOf(tree), containers: null } : null;
    return this.#stop('break', predicate.trim(), events ?? found, predicate, options);
  }

  #stop(
    kind: StopKind,
    text: string,
    events: EventsOf | null,
    predicate: Predicate | null,
    { condition, ignore = 0, temporary = false }: StopOptions,
  ): Stop {
    const { focus } = this.#session;
    if (typeof predicate === 'string') this.#session.compile(predicate, kind, events?.types);
    const stop: Stop = {
      id: this.#last + 1,
      kind,
      text,
      events,
      predicate,
      condition: condition ?? null,
      focus,
      enabled: true,
      temporary,
      ignore: checkIgnore(ignore),
      hits: 0,
    };
    if (condition !== undefined) this.#checkCondition(condition, stop);
    return stop;
  }

  /** One that is there already is set anew, and keeps its number: cells of a notebook are run again. */
  #addNew(stop: Stop): StopInfo {
    const same = this.#stops.find((one) => isSameStop(one, stop));
    if (same === undefined) return this.#add(stop);
    same.enabled = true;
    same.ignore = stop.ignore;
    this.#session.changed('stops');
    return stopInfo(same);
  }

  #add(stop: Stop): StopInfo {
    this.#last = stop.id;
    this.#stops = [...this.#stops, stop];
    this.#session.changed('stops');
    return stopInfo(stop);
  }

  #checkCondition(condition: Predicate, { events }: Stop): void {
    if (typeof condition !== 'string') return;
    if (events === null) this.#wantBarExpression(condition, 'condition');
    else this.#session.compile(condition, 'condition', events.types);
  }

  #wantBarExpression(text: string, name: string): void {
    if (this.#session.compile(text, name).readsEvent) throw eventless(name, text);
  }

  #events(type: string, containers?: string): EventsOf {
    const names = SESSION_TYPES.map(eventTypeName).filter((name) => eventTypeNames().includes(name));
    const types = SESSION_TYPES.filter((number) => names.includes(eventTypeName(number))).filter((number) =>
      matchesPattern(type, eventTypeName(number)),
    );
    if (types.length === 0) {
      const message = type.includes('*') ? `no event type is like "${type}"` : `unknown event type "${type}"`;
      throw new UserError(message, { code: 'unknown_event_type', hint: nameHint(type, names) });
    }
    const ids = this.#session.containers.map(({ id }) => id);
    if (containers !== undefined && !ids.some((id) => matchesPattern(containers, id))) {
      throw new UserError(`no container is called "${containers}"`, {
        code: 'unknown_container',
        hint: nameHint(containers, ids),
      });
    }
    return { types: new Set(types), containers: containers ?? null };
  }
}

const stopsBySession = new WeakMap<Session, Stops>();

/** The stops of a session. */
export function stopsOf(session: Session): Stops {
  let stops = stopsBySession.get(session);
  if (stops === undefined) {
    stops = new Stops(session);
    stopsBySession.set(session, stops);
  }
  return stops;
}

function eventless(name: string, text: string): UserError {
  return new UserError(`${name}: "${text.trim()}" reads an event, and at the end of a bar there is none`, {
    code: 'no_event',
    hint: name === 'log' ? 'name its type: on FILL' : 'set a break on the event instead: break FILL if …',
  });
}

function checkIgnore(count: number): number {
  if (Number.isInteger(count) && count >= 0) return count;
  throw new UserError(`ignore takes a whole number of hits, 0 or more, found ${count}`, {
    code: 'bad_count',
  });
}
