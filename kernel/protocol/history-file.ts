import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where history is kept: `ADMF_HISTORY` names another file, or `:memory:` for none. */
export function historyFile(env: Readonly<Record<string, string | undefined>> = process.env): string {
  if (env.ADMF_HISTORY !== undefined && env.ADMF_HISTORY !== '') return env.ADMF_HISTORY;
  return join(dataFolder(env), 'admf', 'kernel-history.sqlite');
}

function dataFolder(env: Readonly<Record<string, string | undefined>>): string {
  if (process.platform === 'win32') return env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support');
  return env.XDG_DATA_HOME ?? join(homedir(), '.local', 'share');
}
