import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { UserError } from '../foundation/user-error.ts';
import type { SizingDefinition } from '../risk/sizing.ts';
import type { StrategyDefinition } from '../strategies/strategy.ts';
import type { AnyStrategy } from '../strategies/universe.ts';
import { type CodePlace, syntaxPlace, userCodePlace } from './user-code.ts';

export interface UserModule<T> {
  readonly definition: T;
  /** SHA-256 of the module's own text, in hex; part of the run's fingerprint. */
  readonly hash: string;
}

/** What a module of the user's may bring. */
interface ModuleFamily<T> {
  readonly name: string;
  /** What keeps a value from being one. */
  readonly problem: (value: unknown) => string | undefined;
  readonly hint: string;
  /** Only for its type. */
  readonly of?: T;
}

const STRATEGY: ModuleFamily<AnyStrategy> = {
  name: 'strategy',
  problem: strategyProblem,
  hint: 'export default defineStrategy({ type, description, params, features, decide })',
};

const SIZING: ModuleFamily<SizingDefinition> = {
  name: 'sizing',
  problem: sizingProblem,
  hint: 'export default defineSizing({ type, description, params, create })',
};

type Shown = (path: string) => string;

/** Loads a strategy that a user keeps in a file of their own: its default export, made with `defineStrategy`. */
export function loadStrategyModule(
  path: string,
  baseDirectory: string,
  shown?: Shown,
): Promise<UserModule<AnyStrategy>> {
  return loadModule(STRATEGY, path, baseDirectory, shown);
}

/** The same for a sizing rule, made with `defineSizing`. */
export function loadSizingModule(
  path: string,
  baseDirectory: string,
  shown?: Shown,
): Promise<UserModule<SizingDefinition>> {
  return loadModule(SIZING, path, baseDirectory, shown);
}

/**
 * Loads the default export of a file of the user's.
 * A file that changed since it was last loaded is loaded anew.
 *
 * @param shown turns the path of a file into the one that people read.
 * @throws UserError when there is no such file, it does not load, or it exports something else.
 */
async function loadModule<T>(
  { name, problem: problemOf, hint }: ModuleFamily<T>,
  path: string,
  baseDirectory: string,
  shown: Shown = (absolute) => absolute,
): Promise<UserModule<T>> {
  const file = resolve(baseDirectory, path);
  let text: Buffer;
  try {
    text = await readFile(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${code})`;
    throw new UserError(`${name} ${path}: ${why}`, {
      code: `no_${name}_file`,
      cause: error,
    });
  }
  const hash = createHash('sha256').update(text).digest('hex');
  let loaded: { default?: unknown };
  try {
    loaded = (await import(`${pathToFileURL(file).href}?content=${hash.slice(0, 16)}`)) as typeof loaded;
  } catch (error) {
    let place: CodePlace | undefined = userCodePlace(error, shown);
    if (place === undefined && error instanceof SyntaxError) place = syntaxPlace(file, shown);
    // Node names modules by their whole paths.
    const folder = join(baseDirectory, 'x').slice(0, -1);
    const message = (error instanceof Error ? error.message : String(error)).replaceAll(
      folder,
      shown(`${folder}x`).slice(0, -1),
    );
    throw new UserError(`${name} ${path} does not load: ${message}`, {
      code: `bad_${name}_module`,
      ...(place ?? { location: { file: shown(file) } }),
      cause: error,
    });
  }
  const problem = problemOf(loaded.default);
  if (problem !== undefined) {
    throw new UserError(`${name} ${path} ${problem}`, {
      code: `bad_${name}_module`,
      location: { file: shown(file) },
      hint,
    });
  }
  return { definition: loaded.default as T, hash };
}

/** What keeps a value from being a strategy definition; undefined when it is one. */
export function strategyProblem(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return 'has no strategy as its default export';
  const { type, params, features, decide } = value as Partial<StrategyDefinition>;
  const { decideAll } = value as { decideAll?: unknown };
  if (typeof type !== 'string' || type === '') return 'has no type';
  if (typeof (params as { safeParse?: unknown } | undefined)?.safeParse !== 'function') {
    return 'has no params (a zod schema)';
  }
  if (typeof features !== 'function') return 'has no features function';
  if (typeof decide !== 'function' && typeof decideAll !== 'function') return 'has no decide function';
  return undefined;
}

function sizingProblem(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return 'has no sizing rule as its default export';
  const { type, params, create } = value as Partial<SizingDefinition>;
  if (typeof type !== 'string' || type === '') return 'has no type';
  if (typeof (params as { safeParse?: unknown } | undefined)?.safeParse !== 'function') {
    return 'has no params (a zod schema)';
  }
  if (typeof create !== 'function') return 'has no create function';
  return undefined;
}
