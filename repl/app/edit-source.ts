import { spawn } from 'node:child_process';
import type { Controller } from './controller.ts';

/** Opens the source of what acts at the cursor in the user's editor, which gets the terminal if it runs in one. */
export async function editSource(app: Controller): Promise<void> {
  const { command, args, inTerminal } = app.desk.session.edit();
  const open = () =>
    new Promise<void>((resolve, reject) => {
      const child = spawn(command, args, {
        stdio: inTerminal ? 'inherit' : 'ignore',
        detached: !inTerminal,
      });
      child.on('error', reject);
      child.on(inTerminal ? 'exit' : 'spawn', () => resolve());
    });
  try {
    if (inTerminal) await app.terminal?.lend(open);
    else await open();
  } catch (error) {
    app.say(`${command} cannot be started: ${(error as Error).message}`, 'mistake');
  }
}
