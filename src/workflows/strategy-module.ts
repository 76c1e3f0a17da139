import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { UserError } from '../foundation/user-error.ts';
import type { StrategyDefinition } from '../strategies/strategy.ts';

export interface StrategyModule {
  readonly definition: StrategyDefinition;
  /** SHA-256 of the module's own text, in hex; part of the run's fingerprint. */
  readonly hash: string;
}

/**
 * Loads a strategy that a user keeps in a file of their own: its default export, made with `defineStrategy`.
 * A file that changed since it was last loaded is loaded anew.
 *
 * @throws UserError when there is no such file, it does not load, or it exports no strategy.
 */
export async function loadStrategyModule(path: string, baseDirectory: string): Promise<StrategyModule> {
  const file = resolve(baseDirectory, path);
  let text: Buffer;
  try {
    text = await readFile(file);
  } catch (error) {
    throw new UserError(`strategy ${path} cannot be read: ${(error as NodeJS.ErrnoException).code}`, {
      code: 'no_strategy_file',
      cause: error,
    });
  }
  const hash = createHash('sha256').update(text).digest('hex');
  let loaded: { default?: unknown };
  try {
    loaded = (await import(`${pathToFileURL(file).href}?content=${hash.slice(0, 16)}`)) as typeof loaded;
  } catch (error) {
    // The stack says where in the user's file it went wrong.
    throw new UserError(`strategy ${path} does not load: ${(error as Error).message}`, {
      code: 'bad_strategy_module',
      excerpt: (error as Error).stack,
      cause: error,
    });
  }
  const problem = strategyProblem(loaded.default);
  if (problem !== undefined) {
    throw new UserError(`strategy ${path}: ${problem}`, {
      code: 'bad_strategy_module',
      hint: 'export default defineStrategy({ type, description, params, features, decide })',
    });
  }
  return { definition: loaded.default as StrategyDefinition, hash };
}

/** What keeps a value from being a strategy definition; undefined when it is one. */
export function strategyProblem(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return 'has no strategy as its default export';
  const { type, params, features, decide } = value as Partial<StrategyDefinition>;
  if (typeof type !== 'string' || type === '') return 'has no type';
  if (typeof (params as { safeParse?: unknown } | undefined)?.safeParse !== 'function') {
    return 'has no params (a zod schema)';
  }
  if (typeof features !== 'function') return 'has no features function';
  if (typeof decide !== 'function') return 'has no decide function';
  return undefined;
}
