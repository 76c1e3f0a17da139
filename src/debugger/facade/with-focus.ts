import type { Focus } from '../names/scope.ts';
import type { Cursor } from './cursor.ts';

/** Does something while names mean what they mean in a focus; in that of the session without one. */
export function withFocus(session: Cursor, focus: Focus | undefined, act: () => void): void {
  const before = session.focus;
  if (focus !== undefined) session.focus = focus;
  try {
    act();
  } finally {
    session.focus = before;
  }
}
