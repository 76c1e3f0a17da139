import { setImmediate } from 'node:timers/promises';
import { runProgram, suspendGroup } from '../../src/index.ts';

/** Where the terminal is, which may be another process than that of the app. */
export interface Host {
  /** Stops the program that the terminal's shell waits for, until the shell goes on with it. */
  suspend(): Promise<void>;
  /** Starts a program there; one that wants the terminal is waited for. @throws Error as `runProgram` does. */
  open(command: string, args: readonly string[], inTerminal: boolean): Promise<void>;
}

/** The terminal of this process. */
export const HERE: Host = {
  suspend: suspendGroup,
  async open(command, args, inTerminal) {
    if (inTerminal) await stopReading(process.stdin);
    await runProgram(command, args, inTerminal);
  },
};

/**
 * A terminal is read on after the last listener has gone, and what is typed to an editor would be lost to it. A pause
 * ends that, but only when the stream has noticed that nobody listens.
 */
async function stopReading(stdin: NodeJS.ReadStream): Promise<void> {
  await setImmediate();
  stdin.pause();
  await setImmediate();
}
