import { createHash } from 'node:crypto';
import type { PreparedRun } from '../../workflows/prepare.ts';

/** Names a fork by all that determines its result: its past, and what it goes on with. From bar 0 on, it is a run like any. */
export function forkFingerprint(past: PreparedRun, bar: number, future: PreparedRun): string {
  if (bar === 0) return future.fingerprint;
  return createHash('sha256').update(`${past.fingerprint}@${bar}>${future.fingerprint}`).digest('hex');
}
