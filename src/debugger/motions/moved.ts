import type { Position } from '../position.ts';
import type { Session } from '../session.ts';

/** Why a motion ended where it did. */
export type MotionEnd =
  /** Where it was told to go. */
  | 'arrived'
  /** The first bar, or the last one, came before. */
  | 'start'
  | 'end'
  /** A component threw, and the run ends there. */
  | 'failed'
  /** A breakpoint, a watch or a caught event. */
  | 'stopped'
  | 'interrupted';

/** What came of a motion. */
export interface Moved {
  readonly from: Position;
  readonly to: Position;
  readonly end: MotionEnd;
  /** In words, where there is something to say: what stopped it, or what was not found. */
  readonly note: string | null;
}

/** Moves the cursor and tells about it. @param travelled see `Session.moveTo`. */
export function moveTo(
  session: Session,
  to: Position,
  end: MotionEnd = 'arrived',
  note: string | null = null,
  travelled?: number,
): Moved {
  const from = session.position;
  session.moveTo(to, travelled);
  return { from, to, end, note };
}

/** The cursor stays where it is. */
export function stayed(session: Session, end: MotionEnd, note: string | null = null): Moved {
  return moveTo(session, session.position, end, note);
}
