import { renderUserErrors } from '../foundation/render-user-errors.ts';
import { UserError, UserErrors } from '../foundation/user-error.ts';
import { type CliEffects, hasColor } from './effects.ts';

/** Exit code of a bug, by the custom of sysexits: EX_SOFTWARE. */
const BUG = 70;

/**
 * Tells a person, or a program that asked for JSON, what ended a command. Returns the exit code: that of a mistake of
 * the user's, or 70 for a bug of ours, which shows its stack.
 */
export function reportError(error: unknown, effects: CliEffects, json: boolean): number {
  const { stdout, stderr, env } = effects;
  if (error instanceof UserError) {
    const errors = error instanceof UserErrors ? error.errors : [error];
    if (json) stdout.write(`${JSON.stringify({ errors })}\n`);
    else stderr.write(renderUserErrors(error, { color: hasColor(stderr, env) }));
    return error.exitCode;
  }
  const { stack = String(error), message = String(error) } = error instanceof Error ? error : {};
  if (json) stdout.write(`${JSON.stringify({ errors: [{ code: 'bug', message }] })}\n`);
  stderr.write(`${stack}\n\nThis is a bug in ADMF. Please report it with the lines above.\n`);
  return BUG;
}
