import { UserError } from '../../foundation/user-error.ts';
import { comparePositions, endOf, type Position, samePosition } from '../position.ts';
import type { Session } from '../session.ts';
import type { Predicate, Stop } from '../stops/stop.ts';
import { stopsOf } from '../stops/stops.ts';
import type { Direction } from './find-event.ts';
import { moveTo, stayed } from './moved.ts';
import { search } from './search.ts';
import { type Fence, type Motion, type Ran, ran } from './settle.ts';
import { checkCount, toBar } from './walk.ts';

export interface RunOptions {
  /** Not past this place; it stops there. */
  readonly to?: Position;
  /** Stops at these too. */
  readonly marks?: ReadonlyMap<string, Position>;
  /** Stops at the n-th place at which it would stop; 1 by default. */
  readonly count?: number;
  readonly signal?: AbortSignal;
}

/** Runs on to the next stop, or to the end. */
export async function continueRun(session: Session, options: RunOptions = {}): Promise<Ran> {
  return run(session, 'next', stopsOf(session).active, options);
}

/** Runs back to the last stop before the cursor, to a mark, to the limit `to`, or to the start. */
export async function reverseContinue(session: Session, options: RunOptions = {}): Promise<Ran> {
  return run(session, 'previous', stopsOf(session).active, options);
}

/**
 * Runs on to a place, or until a predicate is true; stops of the session stop it before.
 *
 * @throws UserError for a place that lies behind the cursor.
 */
export async function until(
  session: Session,
  target: Position | Predicate,
  options: RunOptions = {},
): Promise<Ran> {
  if (typeof target === 'string' || typeof target === 'function') {
    const stops = [...stopsOf(session).active, stopsOf(session).passing(target, 'until')];
    return run(session, 'next', stops, options);
  }
  if (comparePositions(target, session.position) < 0) {
    throw new UserError('that place lies behind the cursor', { code: 'behind', hint: 'goto goes there' });
  }
  return run(session, 'next', stopsOf(session).active, { ...options, to: target });
}

/** Runs to where a predicate is true, forwards or backwards, past all stops of the session. */
export async function runTo(
  session: Session,
  predicate: Predicate,
  { direction = 'next', ...options }: RunOptions & { readonly direction?: Direction } = {},
): Promise<Ran> {
  return run(
    session,
    direction,
    [stopsOf(session).passing(predicate, direction === 'next' ? 'find' : 'reverse-find')],
    options,
  );
}

async function run(
  session: Session,
  direction: Direction,
  stops: readonly Stop[],
  { to, marks = new Map(), count = 1, signal }: RunOptions,
): Promise<Ran> {
  checkCount(count);
  const fence = nearestFence(session, direction, to, marks);
  if (fence !== null && samePosition(fence.position, session.position)) {
    return ran(stayed(session, 'arrived'));
  }
  const motion: Motion = { session, direction, stops, fence, signal, left: count };
  const found = stops.length === 0 ? null : await search(motion);
  if (found !== null) return found;
  if (fence !== null) return reach(motion, fence);
  if (direction === 'previous') return ran(moveTo(session, endOf(0), 'start'));
  const moved = await toBar(session, session.bars, signal);
  return ran(moved.end === 'arrived' ? { ...moved, end: 'end' } : moved);
}

/** The limit or the mark that a motion comes to first; null when there is none on its way. */
function nearestFence(
  session: Session,
  direction: Direction,
  to: Position | undefined,
  marks: ReadonlyMap<string, Position>,
): Fence | null {
  const sign = direction === 'next' ? 1 : -1;
  const fences: Fence[] = [...marks].map(([name, position]) => ({ position, note: `mark @${name}` }));
  if (to !== undefined) fences.push({ position: to, note: null });
  const isAhead = ({ position, note }: Fence) => {
    const order = sign * comparePositions(position, session.position);
    // A limit where the cursor stands is reached; a mark there has been left.
    return order > 0 || (order === 0 && note === null);
  };
  const ahead = fences.filter(isAhead);
  return ahead.toSorted((a, b) => sign * comparePositions(a.position, b.position)).at(0) ?? null;
}

async function reach({ session, signal }: Motion, { position, note }: Fence): Promise<Ran> {
  const { bar } = position;
  const known = await session.record(bar, signal);
  const canStand = known >= bar || (position.event !== null && session.branch.recording.failure?.bar === bar);
  return ran(canStand ? moveTo(session, position, 'arrived', note) : await toBar(session, bar, signal));
}
