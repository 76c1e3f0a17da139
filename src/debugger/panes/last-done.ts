import type { DebugSession } from '../debug-session.ts';

/** The last bar that is done at the cursor. */
export function lastDone({ position }: DebugSession): number {
  return position.event === null ? position.bar : position.bar - 1;
}
