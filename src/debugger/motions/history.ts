import type { Session } from '../session.ts';
import { type Moved, moveTo, stayed } from './moved.ts';
import { checkCount } from './walk.ts';

/** Goes back to where the cursor was `count` motions ago. */
export async function back(session: Session, count = 1): Promise<Moved> {
  return travel(session, -checkCount(count), 'start');
}

/** Undoes `back`, as long as the cursor has not gone elsewhere since. */
export async function forward(session: Session, count = 1): Promise<Moved> {
  return travel(session, checkCount(count), 'end');
}

function travel(session: Session, distance: number, end: 'start' | 'end'): Moved {
  const { history } = session;
  const before = history.at;
  const place = history.peek(distance);
  // Moved first, so that the history still knows where the cursor is if that fails.
  const moved = moveTo(session, place, 'arrived', null, distance);
  if (history.at === before)
    return stayed(session, end, `nothing ${end === 'start' ? 'before' : 'after'} this in the history`);
  return Math.abs(history.at - before) === Math.abs(distance) ? moved : { ...moved, end };
}
