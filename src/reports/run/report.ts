import { DebugSession, openDebugSession } from '../../debugger/debug-session.ts';
import type { WorkflowRun } from '../../workflows/run-workflow.ts';
import { type FolderOptions, FolderTables } from '../frames/folder-tables.ts';
import { SessionTables } from '../frames/session-tables.ts';
import { RunReport } from './run-report.ts';

/**
 * Tables, frames and figures of a run: of a session up to its cursor, of what `run` gave, or of a folder of results.
 *
 * @throws UserError for a folder that is missing, half-written or of a newer version.
 */
export async function report(
  source: string | WorkflowRun | DebugSession,
  options: FolderOptions = {},
): Promise<RunReport> {
  if (typeof source === 'string') return new RunReport(await FolderTables.open(source, options));
  if (source instanceof DebugSession) return new RunReport(new SessionTables(source));
  const session = await openDebugSession(source.prepared, { signal: options.signal });
  // An interrupted run ends where it was interrupted.
  await session.goto(source.result.slices, options.signal);
  return new RunReport(new SessionTables(session));
}
