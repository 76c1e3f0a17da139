import type { PreparedRun } from '../workflows/prepare.ts';
import { Forking } from './facade/forking.ts';
import { type OpenOptions, open as openSession } from './open-session.ts';

/**
 * A run that is walked through in both directions, questioned and forked. Its methods have the names of the commands of
 * `admf step`; what they give is plain data, and reads well as text. Everything is as of the cursor.
 *
 *     const session = await open('workflow.yaml');
 *     console.log(`${await session.next(20)}`);
 *     console.log(`${session.print('portfolio.equity')}`);
 */
export class DebugSession extends Forking {}

/**
 * Opens a session at the first bar of a run.
 *
 * @param workflow the path of a YAML file, a configuration as an object, or a run that `prepare` gave.
 * @throws UserError or UserErrors for mistakes in the input.
 */
export async function openDebugSession(
  workflow: string | Readonly<Record<string, unknown>> | PreparedRun,
  options: OpenOptions = {},
): Promise<DebugSession> {
  return new DebugSession(await openSession(workflow, options));
}
