import { spawn } from 'node:child_process';
import { once } from 'node:events';

/**
 * Starts a program. One that wants the terminal has it, and is waited for; any other goes on by itself, whatever becomes of this
 * process.
 *
 * @throws Error when it cannot be started.
 */
export async function runProgram(
  command: string,
  args: readonly string[],
  inTerminal: boolean,
): Promise<void> {
  const child = spawn(command, args, { stdio: inTerminal ? 'inherit' : 'ignore', detached: !inTerminal });
  await once(child, inTerminal ? 'exit' : 'spawn');
  if (!inTerminal) child.unref();
}
