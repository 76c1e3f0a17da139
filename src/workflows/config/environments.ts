import { UserError } from '../../foundation/user-error.ts';
import { hintFor } from './hint.ts';
import type { Mistakes } from './mistakes.ts';
import { isMap, type Path, quoted, valueAt } from './path.ts';

/** Environments that may stand at the top of a configuration by themselves. */
export const NAMED_ENVIRONMENTS = ['development', 'production'] as const;

/** Where the environments of a configuration are written, by name. */
export function environmentPaths(root: unknown): Map<string, Path> {
  const found = new Map<string, Path>();
  for (const name of NAMED_ENVIRONMENTS) {
    if (isMap(valueAt(root, [name]))) found.set(name, [name]);
  }
  const others = valueAt(root, ['environments']);
  for (const name of isMap(others) ? Object.keys(others) : []) found.set(name, ['environments', name]);
  return found;
}

/**
 * The environment that is chosen: the one asked for, else the one that the configuration names, else none. Adds a mistake
 * when there is no such environment, or when one is written twice.
 */
export function checkEnvironment(
  root: unknown,
  asked: string | undefined,
  mistakes: Mistakes,
): string | null {
  const known = environmentPaths(root);
  for (const name of NAMED_ENVIRONMENTS) {
    const path = ['environments', name];
    if (valueAt(root, [name]) === undefined || valueAt(root, path) === undefined) continue;
    const message = `the environment ${name} is written twice`;
    mistakes.add({ code: 'duplicate_name', path, at: 'key', message, hint: 'leave one of them out' });
  }
  const named = valueAt(root, ['environment']);
  if (typeof named === 'string' && named !== '' && !known.has(named)) {
    const message = `unknown environment ${quoted(named)}`;
    const hint = hintFor(named, known.keys());
    mistakes.add({ code: 'unknown_environment', path: ['environment'], message, hint });
  }
  if (asked !== undefined && !known.has(asked)) {
    const hint = hintFor(asked, known.keys());
    const details = { code: 'unknown_environment', hint };
    mistakes.addError(new UserError(`the workflow has no environment ${quoted(asked)}`, details));
  }
  return asked ?? (typeof named === 'string' ? named : null);
}
