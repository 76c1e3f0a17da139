import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Environment } from '../user-folders.ts';

/** A Jupyter on this machine. */
export interface Jupyter {
  /** What is typed, and where it lies. */
  readonly command: string;
  /** Versions of its parts, such as `jupyterlab`; only those that are there. */
  readonly parts: ReadonlyMap<string, string>;
  /** Folders in which it looks for kernelspecs and extensions, the first match wins. */
  readonly dataFolders: readonly string[];
}

/** How long to wait for Jupyter to tell about itself, in milliseconds: Python imports a lot for it. */
const PATIENCE = 60_000;

/** Asks the `jupyter` that is first in the PATH; undefined when there is none. @throws Error when it does not answer. */
export async function findJupyter(env: Environment): Promise<Jupyter | undefined> {
  const command = whereIs('jupyter', env);
  if (command === undefined) return undefined;
  const versions = await output(command, ['--version'], env);
  const paths = await output(command, ['--paths', '--json'], env);
  const { data } = JSON.parse(paths) as { data: string[] };
  return { command, parts: partsOf(versions), dataFolders: data };
}

/** `jupyterlab       : 4.2.5`, and `not installed` for what is not there. */
function partsOf(versions: string): Map<string, string> {
  const lines = [...versions.matchAll(/^(\w[\w-]*)\s*:\s*(\S.*)$/gm)];
  return new Map(
    lines.filter(([, , version]) => version !== 'not installed').map(([, part, version]) => [part, version]),
  );
}

/** Path of a program in the PATH. */
export function whereIs(program: string, { PATH = '' }: Environment): string | undefined {
  const names = process.platform === 'win32' ? [`${program}.exe`, `${program}.cmd`] : [program];
  return PATH.split(delimiter)
    .filter((folder) => folder !== '')
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

async function output(command: string, args: readonly string[], env: Environment): Promise<string> {
  return await new Promise((resolve, reject) => {
    execFile(command, args, { env, timeout: PATIENCE, encoding: 'utf8' }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else
        reject(
          new Error(
            `"${command} ${args.join(' ')}" failed: ${stderr.trim().split('\n').at(-1) || error.message}`,
          ),
        );
    });
  });
}
