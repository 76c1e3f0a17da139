import { finish, goto, next, previous, step, stepBack } from '../motions/walk.ts';
import type { Motion } from '../status.ts';
import { Cursor } from './cursor.ts';

/**
 * Ways to move the cursor. Each may get a signal: when it is aborted, the motion ends within 100 ms at the end of a bar.
 * Moving never changes the run. A session does one motion at a time.
 */
export class Motions extends Cursor {
  /**
   * Goes events forward. The end of a bar, with its last event done, is a place of its own.
   *
   * @param count of events, 1 or more.
   */
  step(count = 1, signal?: AbortSignal): Promise<Motion> {
    return this.move(() => step(this.core, count, signal));
  }

  /** Goes events back, see `step`. */
  reverseStep(count = 1, signal?: AbortSignal): Promise<Motion> {
    return this.move(() => stepBack(this.core, count, signal));
  }

  /**
   * Goes bars forward, to the end of each; from inside a bar, to the end of that one first.
   *
   * @param count of bars, 1 or more.
   */
  next(count = 1, signal?: AbortSignal): Promise<Motion> {
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
   * Goes to the end of a bar, forward or back.
   *
   * @param place number of the bar; 0 is before the first.
   * @throws UserError for a bar that the data does not have, with the valid range.
   */
  goto(place: number, signal?: AbortSignal): Promise<Motion> {
    return this.move(() => goto(this.core, place, signal));
  }
}
