import { isOutOfFiles, systemReason } from '../../foundation/system-reason.ts';
import { UserError } from '../../foundation/user-error.ts';

/** What to throw for an error that came while a trace was read: one of the system is told in words, any other is as it was. */
export function unreadable(error: unknown, file: string): unknown {
  const reason = isGone(error)
    ? 'it is gone since it was found; a run moves its folder when it ends'
    : systemReason(error);
  if (reason === undefined) return error;
  return new UserError(`the trace cannot be read: ${reason}`, {
    code: 'trace_not_readable',
    location: { file },
    hint: isOutOfFiles(error)
      ? 'ulimit -n allows more; traces are read side by side, one file for each container'
      : undefined,
    cause: error,
  });
}

function isGone(error: unknown): boolean {
  return ((error ?? {}) as NodeJS.ErrnoException).code === 'ENOENT';
}
