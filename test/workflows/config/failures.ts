import { type UserError, UserErrors } from '../../../src/foundation/user-error.ts';

/** The mistakes that a call throws; anything else it throws goes on, and throwing nothing is a failure. */
export function mistakesOf(call: () => unknown): readonly UserError[] {
  try {
    call();
  } catch (error) {
    if (error instanceof UserErrors) return error.errors;
    throw error;
  }
  throw new Error('no mistake was found');
}

/** The lines a person sees, without excerpts. */
export function linesOf(call: () => unknown): string[] {
  return mistakesOf(call).map((error) => error.line);
}
