import { type DebugSession, UserError } from '../../src/index.ts';

/** After the first frame, in milliseconds. */
const LATER = 50;

/**
 * Looks where a strategy is written, once, as soon as the first frame is seen: V8 then tells all scripts of the process, which takes
 * a tenth of a second that otherwise the first "why" would take.
 */
export function prepareSources(session: DebugSession): void {
  setTimeout(() => {
    try {
      session.list();
    } catch (error) {
      // What has no source needs none.
      if (!(error instanceof UserError)) throw error;
    }
  }, LATER).unref();
}
