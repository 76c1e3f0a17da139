import { UserError } from '../../foundation/user-error.ts';
import type { ReadOptions } from './trace-reader.ts';

/** @param line from 1, where it is known. */
export function damaged(file: string, message: string, line?: number): UserError {
  return new UserError(message, { code: 'damaged_trace', location: { file, line } });
}

/** A torn end: dropped with a notice in a container's last file, damage in any other. */
export function torn(file: string, what: string, isLast: boolean, { onNotice }: ReadOptions): void {
  if (!isLast) throw damaged(file, `${what}, though the trace goes on in a later file`);
  onNotice?.({ file, message: `${what}: it was dropped, what stands before it is whole` });
}
