import { homedir } from 'node:os';
import { join } from 'node:path';

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The folder of the user whose environment it is. */
export function homeOf(env: Environment): string {
  return named(env, 'HOME') ?? homedir();
}

/** A folder that a variable names; one that is empty names none. */
export function named(env: Environment, variable: string): string | undefined {
  const folder = env[variable];
  return folder === '' ? undefined : folder;
}

/** Where programs keep data of a user's: where `XDG_DATA_HOME` says, or by the custom of the system. */
export function dataHome(env: Environment, platform: NodeJS.Platform = process.platform): string {
  const home = homeOf(env);
  if (platform === 'win32') return named(env, 'LOCALAPPDATA') ?? join(home, 'AppData', 'Local');
  const given = named(env, 'XDG_DATA_HOME');
  if (given !== undefined) return given;
  return platform === 'darwin' ? join(home, 'Library', 'Application Support') : join(home, '.local', 'share');
}
