import { isDeepStrictEqual } from 'node:util';
import type { Focus } from '../names/scope.ts';
import type { RunView } from './run-view.ts';

/** A text such as `portfolio.equity < 95000`, or a function of the run at one moment. */
export type Predicate = string | ((at: RunView) => boolean);

export type StopKind = 'break' | 'watch' | 'catch' | 'log';

/** Which events a stop is asked at. */
export interface EventsOf {
  readonly types: ReadonlySet<number>;
  /** Pattern of container ids with `*`; null: all. */
  readonly containers: string | null;
}

/** What people see of a stop, as plain data. */
export interface StopInfo {
  readonly id: number;
  readonly kind: StopKind;
  /** As it was typed: `FILL if event.units < 0`; of a function, its name or text. */
  readonly text: string;
  readonly condition: string | null;
  readonly enabled: boolean;
  /** Deleted when it stops. */
  readonly temporary: boolean;
  /** Hits that it lets pass from now on. */
  readonly ignore: number;
  /** How often a motion met it, ignored ones included. */
  readonly hits: number;
}

/** A place at which motions stop, or a value that is logged. */
export interface Stop {
  readonly id: number;
  readonly kind: StopKind;
  readonly text: string;
  /** Null: the end of each bar. */
  readonly events: EventsOf | null;
  /** Null: always. Of a watch and a log, the value. */
  readonly predicate: Predicate | null;
  condition: Predicate | null;
  /** What names without a container meant when it was set. */
  readonly focus: Focus;
  enabled: boolean;
  readonly temporary: boolean;
  ignore: number;
  hits: number;
}

/** What a predicate answered. A promise is true whatever becomes of it, so that an async function would stop at once. */
export function answered(value: boolean): boolean {
  if ((value as unknown) instanceof Promise) {
    throw new TypeError('it gave a promise, and must answer at once: no async, no await');
  }
  return value;
}

/** An event type is caught as it is: the index tells where. */
export function isPure({ events, predicate, condition }: Stop): boolean {
  return events !== null && predicate === null && condition === null;
}

/** Whether two stops would stop at the same places, as far as their texts tell. How many hits they let pass does not count. */
export function isSameStop(a: Stop, b: Stop): boolean {
  return (
    a.kind === b.kind &&
    a.text === b.text &&
    isSamePredicate(a.predicate, b.predicate) &&
    isSamePredicate(a.condition, b.condition) &&
    a.temporary === b.temporary &&
    isDeepStrictEqual([a.events, a.focus], [b.events, b.focus])
  );
}

function isSamePredicate(a: Predicate | null, b: Predicate | null): boolean {
  return typeof a === 'string' && typeof b === 'string' ? a.trim() === b.trim() : a === b;
}

export function predicateText(predicate: Predicate): string {
  if (typeof predicate === 'string') return predicate;
  const text = predicate.name === '' ? predicate.toString() : `${predicate.name}()`;
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}

export function stopInfo(stop: Stop): StopInfo {
  const { id, kind, text, condition, enabled, temporary, ignore, hits } = stop;
  return {
    id,
    kind,
    text,
    condition: condition === null ? null : predicateText(condition),
    enabled,
    temporary,
    ignore,
    hits,
  };
}
