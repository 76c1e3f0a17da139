import { join } from 'node:path';
import { dataHome, type Environment, named } from '../user-folders.ts';

/** Where history is kept: `ADMF_HISTORY` names another file, or `:memory:` for none. */
export function historyFile(env: Environment = process.env): string {
  return named(env, 'ADMF_HISTORY') ?? join(dataHome(env), 'admf', 'kernel-history.sqlite');
}
