import { UserError } from '../../foundation/user-error.ts';
import { endOf, type Position } from '../position.ts';
import type { Session } from '../session.ts';
import { type Moved, moveTo, stayed } from './moved.ts';

/**
 * Goes bars forward, to the end of each: `next(1)` does all that is left of this bar and all of the next one, from the end
 * of a bar; inside a bar it begins with what is left of it, as `finish` does.
 */
export async function next(session: Session, count = 1, signal?: AbortSignal): Promise<Moved> {
  checkCount(count);
  const { bar, event } = session.position;
  return toBar(session, bar + count - (event === null ? 0 : 1), signal);
}

/** Goes bars back, to the end of each; from inside a bar, to the end of the one before it first. */
export async function previous(session: Session, count = 1): Promise<Moved> {
  checkCount(count);
  const target = session.position.bar - count;
  return target < 0 ? moveTo(session, endOf(0), 'start') : moveTo(session, endOf(target));
}

/** Does the rest of this bar's events. */
export async function finish(session: Session): Promise<Moved> {
  const { bar, event } = session.position;
  if (event === null) return stayed(session, 'arrived', 'the bar is done');
  return toBar(session, bar);
}

/** Goes events forward. The end of a bar, with its last event done, is a place of its own. */
export async function step(session: Session, count = 1, signal?: AbortSignal): Promise<Moved> {
  checkCount(count);
  let { bar, event }: Position = session.position;
  for (let left = count; left > 0; left--) {
    if (signal?.aborted === true)
      return moveTo(session, endOf(event === null ? bar : bar - 1), 'interrupted');
    if (event === null) {
      const known = await session.record(bar + 1, signal, session.bars);
      if (known < bar + 1 && !canBegin(session, bar + 1)) return atTheEnd(session, { bar, event });
      bar++;
      event = 0;
    } else if (event + 1 < session.allEventsOf(bar).length) {
      event++;
    } else {
      if (isFailed(session, bar)) return atTheEnd(session, { bar, event });
      event = null;
    }
    if (left % 256 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  return moveTo(session, { bar, event });
}

/** Goes events back. */
export async function stepBack(session: Session, count = 1, signal?: AbortSignal): Promise<Moved> {
  checkCount(count);
  let { bar, event }: Position = session.position;
  for (let left = count; left > 0; left--) {
    if (signal?.aborted === true) return moveTo(session, endOf(bar), 'interrupted');
    if (bar === 0) return moveTo(session, endOf(0), 'start');
    const before: number = event ?? session.allEventsOf(bar).length;
    if (before === 0) {
      bar--;
      event = null;
    } else {
      event = before - 1;
    }
    if (left % 256 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  return moveTo(session, { bar, event });
}

/** Goes to the end of a bar, 0 to the number of bars. @throws UserError for a bar that the data does not have. */
export async function goto(session: Session, bar: number, signal?: AbortSignal): Promise<Moved> {
  if (!Number.isInteger(bar) || bar < 0 || bar > session.bars) {
    throw new UserError(`there is no bar ${bar}`, {
      code: 'no_such_bar',
      hint: `bars are 1 to ${session.bars}, and 0 is before the first`,
    });
  }
  return toBar(session, bar, signal);
}

/** The end of a bar, or as far as the run goes. */
export async function toBar(session: Session, bar: number, signal?: AbortSignal): Promise<Moved> {
  const known = await session.record(Math.min(bar, session.bars), signal);
  if (bar <= known) return moveTo(session, endOf(bar));
  if (signal?.aborted === true) return moveTo(session, endOf(known), 'interrupted');
  return atTheEnd(session, endOf(known));
}

function atTheEnd(session: Session, position: Position): Moved {
  const { failure } = session.branch.recording;
  if (failure === null) return moveTo(session, position, 'end');
  const { containerId, componentId, message } = failure.error;
  const note = `${componentId} of ${containerId} threw at bar ${failure.bar}: ${message}`;
  return moveTo(session, position, 'failed', note);
}

/** The bar at which a component threw can be walked into, up to the error. */
function canBegin(session: Session, bar: number): boolean {
  return session.branch.recording.failure?.bar === bar;
}

function isFailed(session: Session, bar: number): boolean {
  return session.branch.recording.failure?.bar === bar;
}

/** @throws UserError for what is no count. */
export function checkCount(count: number): number {
  if (Number.isInteger(count) && count >= 1) return count;
  throw new UserError(`a count must be a whole number, 1 or more, found ${count}`, { code: 'bad_count' });
}
