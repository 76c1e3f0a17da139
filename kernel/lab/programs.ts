import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { whereIs } from '../install/jupyter.ts';
import type { Environment } from '../user-folders.ts';

/** What came of a program. */
export interface Captured {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The programs of this machine, so that tests can have others. */
export interface Programs {
  /** Path of a program in the PATH. */
  find(name: string, env: Environment): string | undefined;
  /** Runs one to its end, and keeps what it says. */
  capture(command: string, args: readonly string[], env: Environment): Promise<Captured>;
  /** Runs one before the user, until it or the user ends it. @returns its exit code. */
  show(command: string, args: readonly string[], env: Environment): Promise<number>;
}

export const PROGRAMS: Programs = {
  find: whereIs,
  capture: (command, args, env) =>
    new Promise((resolve) => {
      execFile(
        command,
        args,
        { env: { ...env }, encoding: 'utf8', maxBuffer: 1 << 26 },
        (error, stdout, stderr) => {
          const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
          resolve({ code, stdout, stderr: stderr === '' ? (error?.message ?? '') : stderr });
        },
      );
    }),
  async show(command, args, env) {
    const child = spawn(command, args, { env: { ...env }, stdio: 'inherit' });
    // Ctrl-C is meant for JupyterLab, which asks what is to become of the kernels.
    const ignore = () => {};
    process.on('SIGINT', ignore);
    try {
      const [code] = (await once(child, 'exit')) as [number | null];
      return code ?? 0;
    } finally {
      process.off('SIGINT', ignore);
    }
  },
};
