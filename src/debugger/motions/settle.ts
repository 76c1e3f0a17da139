import { UserError } from '../../foundation/user-error.ts';
import { numberText, timeText } from '../../tracing/event-text.ts';
import type { Value } from '../../tracing/expression/value.ts';
import { comparePositions, endOf, type Position } from '../position.ts';
import type { Session } from '../session.ts';
import type { Hit } from '../stops/hit.ts';
import type { Stop, StopKind } from '../stops/stop.ts';
import { stopsOf } from '../stops/stops.ts';
import type { Direction } from './find-event.ts';
import { type Moved, moveTo } from './moved.ts';

/** A stop that ended a motion. */
export interface StopHit {
  /** 0: the motion's own predicate. */
  readonly id: number;
  readonly kind: StopKind;
  readonly text: string;
  /** Null at the end of a bar. */
  readonly eventId: string | null;
  /** Of a watch. */
  readonly before: Value;
  readonly after: Value;
}

/** What came of a motion that stops may end. */
export interface Ran extends Moved {
  /** Those that stopped it; all at one place. */
  readonly stops: readonly StopHit[];
}

/** Where a motion must not go past, and what it is called. */
export interface Fence {
  readonly position: Position;
  readonly note: string | null;
}

/** A run to the next stop that is under way. */
export interface Motion {
  readonly session: Session;
  readonly direction: Direction;
  readonly stops: readonly Stop[];
  readonly fence: Fence | null;
  readonly signal: AbortSignal | undefined;
  /** Places at which it still would stop. */
  left: number;
}

export function ran(moved: Moved, stops: readonly StopHit[] = []): Ran {
  return { ...moved, stops };
}

/** `break 1: portfolio.equity < 95000`, `watch 2: portfolio.position.units 0 → 1086`, `catch 3: FILL (execution_main/fill-12)`. */
function stopText({ id, kind, text, eventId, before, after }: StopHit): string {
  const name = id === 0 ? 'until' : `${kind} ${id}`;
  if (kind === 'watch') return `${name}: ${text} ${valueText(before)} → ${valueText(after)}`;
  return `${name}: ${text}${eventId === null ? '' : ` (${eventId})`}`;
}

/** A value as people read it; `–` for none. */
export function valueText(value: Value): string {
  return typeof value === 'number' || value === null ? numberText(value) : String(value);
}

/**
 * Counts hits in the order in which the motion meets them, up to the place that ends it; null when none does.
 *
 * @throws UserError when a predicate threw; the cursor is then at the end of that bar.
 */
export function settle(motion: Motion, hits: readonly Hit[]): Ran | null {
  for (let i = 0; i < hits.length; ) {
    const first = hits[i];
    let end = i + 1;
    while (end < hits.length && hits[end].bar === first.bar && hits[end].order === first.order) end++;
    const place = hits.slice(i, end);
    i = end;
    if (!isOnTheWay(motion, first)) continue;
    const here: Hit[] = [];
    for (const hit of place) {
      if (hit.failure !== null) throw predicateThrew(motion.session, hit, hit.failure.error);
      if (isHeld(hit.stop)) here.push(hit);
    }
    if (here.length > 0 && --motion.left === 0) return arrive(motion.session, here);
  }
  return null;
}

/** A stop was met: whether it stops the motion, or is to be ignored. */
function isHeld(stop: Stop): boolean {
  stop.hits++;
  if (stop.ignore === 0) return true;
  stop.ignore--;
  return false;
}

function arrive(session: Session, hits: readonly Hit[]): Ran {
  const stops = hits.map(({ stop: { id, kind, text }, eventId, before, after }) => ({
    id,
    kind,
    text,
    eventId,
    before,
    after,
  }));
  for (const { stop } of hits) if (stop.temporary) stopsOf(session).delete(stop.id);
  const end = stops.every(({ id }) => id === 0) ? 'arrived' : 'stopped';
  const note = stops.map(stopText).join('; ');
  return ran(moveTo(session, placeOf(session, hits[0]), end, note), stops);
}

/** After the cursor in the direction of the motion, and not past its fence. */
function isOnTheWay({ session, direction, fence }: Motion, hit: Hit): boolean {
  const sign = direction === 'next' ? 1 : -1;
  const after = (position: Position): number => {
    // Most hits are told apart by their bar; to look up an event is to run its bar.
    const bars = sign * (hit.bar - position.bar);
    return bars !== 0 ? bars : sign * comparePositions(placeOf(session, hit), position);
  };
  return after(session.position) > 0 && (fence === null || after(fence.position) <= 0);
}

function placeOf(session: Session, { bar, eventId }: Hit): Position {
  if (eventId === null) return endOf(bar);
  return { bar, event: session.allEventsOf(bar).findIndex(({ id }) => id === eventId) };
}

function predicateThrew(session: Session, { stop, bar, eventId }: Hit, error: unknown): UserError {
  session.moveTo(endOf(bar));
  const { id, kind, text } = stop;
  const message = error instanceof Error ? error.message : String(error);
  const where = `bar ${bar} (${timeText(session.timeOf(bar))})${eventId === null ? '' : `, ${eventId}`}`;
  const stack = error instanceof Error && !(error instanceof UserError) ? (error.stack ?? '') : '';
  const calls = stack.split('\n').filter((line) => /^\s+at /.test(line));
  return new UserError(`${id === 0 ? 'the predicate' : `${kind} ${id}`} threw at ${where}: ${message}`, {
    code: 'predicate_threw',
    hint: [error instanceof UserError ? error.hint : undefined, 'the cursor is at the end of that bar']
      .filter((hint) => hint !== undefined)
      .join('; '),
    excerpt: [text, ...calls].join('\n'),
    cause: error,
  });
}
