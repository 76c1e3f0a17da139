import { spawn } from 'node:child_process';
import { once } from 'node:events';

/**
 * Starts a program. One that wants the terminal has it, and is waited for; any other goes on by itself, whatever becomes of this
 * process.
 *
 * @throws Error when it cannot be started, or did not end well while it was waited for. Its message is what to tell people.
 */
export async function runProgram(
  command: string,
  args: readonly string[],
  inTerminal: boolean,
): Promise<void> {
  const child = spawn(command, args, { stdio: inTerminal ? 'inherit' : 'ignore', detached: !inTerminal });
  await once(child, inTerminal ? 'exit' : 'spawn').catch((cause: unknown) => {
    throw new Error(`${command} cannot be started: ${(cause as Error).message}`, { cause });
  });
  const { exitCode, signalCode } = child;
  if (!inTerminal) child.unref();
  else if (signalCode !== null) throw new Error(`${command} was ended by ${signalCode}`);
  else if (exitCode !== 0) throw new Error(`${command} ended with code ${exitCode}`);
}
