import { spawn } from 'node:child_process';
import { suspendGroup } from '../../src/index.ts';

/** Where the terminal is, which may be another process than that of the app. */
export interface Host {
  /** Stops the program that the terminal's shell waits for, until the shell goes on with it. */
  suspend(): Promise<void>;
  /** Starts a program there; one that wants the terminal is waited for. @throws Error when it cannot be started. */
  open(command: string, args: readonly string[], inTerminal: boolean): Promise<void>;
}

/** The terminal of this process. */
export const HERE: Host = {
  suspend: suspendGroup,
  open: (command, args, inTerminal) =>
    new Promise<void>((resolve, reject) => {
      const child = spawn(command, args, {
        stdio: inTerminal ? 'inherit' : 'ignore',
        detached: !inTerminal,
      });
      child.on('error', reject);
      child.on(inTerminal ? 'exit' : 'spawn', () => resolve());
    }),
};
