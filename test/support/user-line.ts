import { UserError } from '../../src/foundation/user-error.ts';

/** The one line that a user sees of the mistake that a call makes. @throws what else it throws, and when it throws nothing. */
export function userLine(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    if (error instanceof UserError) return error.line;
    throw error;
  }
  throw new Error('nothing was refused');
}
