import { execFileSync } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { type Environment, homeOf, named } from '../user-folders.ts';

/** Where a kernelspec goes: for this user, below a prefix, or into the Python environment that is active. */
export type InstallTarget =
  | { readonly kind: 'user' }
  | { readonly kind: 'prefix'; readonly prefix: string }
  | { readonly kind: 'sys-prefix' };

/** Folder that Jupyter looks for kernelspecs in. */
export function kernelsFolder(target: InstallTarget, env: Environment = process.env): string {
  switch (target.kind) {
    case 'user':
      return join(userDataFolder(env), 'kernels');
    case 'prefix':
      return join(target.prefix, 'share', 'jupyter', 'kernels');
    case 'sys-prefix':
      return join(pythonPrefix(env), 'share', 'jupyter', 'kernels');
  }
}

/** What `jupyter --data-dir` says, without a Jupyter to ask. */
export function userDataFolder(env: Environment = process.env, platform = process.platform): string {
  const given = named(env, 'JUPYTER_DATA_DIR');
  if (given !== undefined) return given;
  const home = homeOf(env);
  if (platform === 'darwin') return join(home, 'Library', 'Jupyter');
  if (platform === 'win32') return join(named(env, 'APPDATA') ?? join(home, 'AppData', 'Roaming'), 'jupyter');
  return join(named(env, 'XDG_DATA_HOME') ?? join(home, '.local', 'share'), 'jupyter');
}

/** All folders that Jupyter looks in, the first match wins. */
export function searchedFolders(env: Environment = process.env): string[] {
  const folders = (env.JUPYTER_PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const prefix = activePrefix(env);
  return [
    ...folders.map((folder) => join(folder, 'kernels')),
    kernelsFolder({ kind: 'user' }, env),
    ...(prefix === undefined ? [] : [kernelsFolder({ kind: 'prefix', prefix }, env)]),
    '/usr/local/share/jupyter/kernels',
    '/usr/share/jupyter/kernels',
  ];
}

function activePrefix(env: Environment): string | undefined {
  return named(env, 'VIRTUAL_ENV') ?? named(env, 'CONDA_PREFIX');
}

function pythonPrefix(env: Environment): string {
  return (
    activePrefix(env) ??
    execFileSync('python3', ['-c', 'import sys; print(sys.prefix)'], {
      encoding: 'utf8',
      env: { ...env },
    }).trim()
  );
}
