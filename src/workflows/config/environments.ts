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

/** Keys that mean something beside the environments only. */
export const OUTSIDE_KEYS: readonly string[] = [
  'environments',
  'environment',
  ...NAMED_ENVIRONMENTS,
  'version',
];

/** Keys of an environment that stay layers of their own: they are settings by pattern, not values to lay over others. */
export const LAYERED_KEYS: ReadonlySet<string> = new Set(['tracing', 'trace_settings', 'portfolio_settings']);

/** What an environment lays over the rest of the configuration. */
export function overlayOf(root: unknown, path: Path): Record<string, unknown> {
  const written = valueAt(root, path);
  if (!isMap(written)) return {};
  const kept = Object.entries(written).filter(
    ([key]) => !LAYERED_KEYS.has(key) && !OUTSIDE_KEYS.includes(key),
  );
  return Object.fromEntries(kept);
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
  for (const path of known.values()) {
    const overlay = valueAt(root, path);
    for (const key of OUTSIDE_KEYS) {
      if (!isMap(overlay) || !Object.hasOwn(overlay, key)) continue;
      const message = `unknown key ${quoted(key)}`;
      const hint = 'it stands outside of environments';
      mistakes.add({ code: 'unknown_key', path: [...path, key], at: 'key', prefixPath: path, message, hint });
    }
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
