import { access, constants } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { UserError } from '../foundation/user-error.ts';
import { importByContent, moduleHash } from './module-files.ts';
import { type CodePlace, syntaxPlace, userCodePlace } from './user-code.ts';

/** What a module of the user's is to hold. */
export interface ModuleKind {
  /** What it is called in messages: `strategy`. */
  readonly name: string;
  /** What keeps a value from being one; undefined when it is one. */
  readonly problem: (value: unknown) => string | undefined;
  /** How one is exported. */
  readonly hint: string;
}

export interface UserModule<T> {
  readonly definition: T;
  /** SHA-256 of the module's text, and of the files that it imports, in hex; part of the run's fingerprint. */
  readonly hash: string;
}

/**
 * Loads the default export of a file of the user's. It is loaded anew when it, or a file that it imports, was changed.
 *
 * @param shown turns the path of a file into the one that people read.
 * @throws UserError when there is no such file, it does not load, or it exports something else.
 */
export async function loadUserModule<T>(
  { name, problem, hint }: ModuleKind,
  path: string,
  baseDirectory: string,
  shown: (path: string) => string = (absolute) => absolute,
): Promise<UserModule<T>> {
  const file = resolve(baseDirectory, path);
  try {
    await access(file, constants.R_OK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${code})`;
    throw new UserError(`${name} ${path}: ${why}`, { code: `no_${name}_file`, cause: error });
  }
  const hash = moduleHash(file);
  let loaded: { default?: unknown };
  try {
    loaded = await importByContent(file);
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
  const wrong = problem(loaded.default);
  if (wrong !== undefined) {
    throw new UserError(`${name} ${path} ${wrong}`, {
      code: `bad_${name}_module`,
      location: { file: shown(file) },
      hint,
    });
  }
  return { definition: loaded.default as T, hash };
}
