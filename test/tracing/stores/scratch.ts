import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventRecord } from '../../../src/events/event.ts';
import { type ReadTraceOptions, readTrace } from '../../../src/tracing/stores/read-trace.ts';
import type { TraceNotice } from '../../../src/tracing/stores/trace-reader.ts';

/** Calls `work` with an empty folder that is gone afterwards. */
export async function inFolder<T>(work: (folder: string) => T | Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'admf-trace-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Everything that is read from a path, with what was said about it. */
export async function readAll(
  path: string,
  options: ReadTraceOptions = {},
): Promise<{ events: EventRecord[]; notices: TraceNotice[] }> {
  const notices: TraceNotice[] = [];
  const events = await Array.fromAsync(readTrace(path, { onNotice: (n) => notices.push(n), ...options }));
  return { events, notices };
}
