import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const CACHE = join(import.meta.dirname, '..', '..', '..', 'node_modules', '.cache', 'admf-python');

/** What the Python tests need, and what the tests of front ends do: some 200 MB. */
export type Requirements = 'requirements.txt' | 'requirements-front-ends.txt';

/**
 * A Python with the packages of a requirements file, in a virtual environment that is made once for each version of
 * that file. Returns the path of its interpreter.
 *
 * @throws Error when there is no Python 3 with venv, or the packages cannot be had.
 */
export function pythonEnvironment(requirements: Requirements = 'requirements.txt'): string {
  const made = madeEnvironment(requirements);
  if (made !== undefined) return made;
  const { folder, python, complete } = placeOf(requirements);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(CACHE, { recursive: true });
  execFileSync('python3', ['-m', 'venv', folder], { stdio: 'pipe' });
  const file = join(import.meta.dirname, requirements);
  const arguments_ = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', file];
  execFileSync(python, arguments_, { stdio: 'pipe' });
  writeFileSync(complete, '');
  return python;
}

/** The interpreter of an environment that was made before; undefined when none was. */
export function madeEnvironment(requirements: Requirements): string | undefined {
  const { python, complete } = placeOf(requirements);
  return existsSync(complete) ? python : undefined;
}

function placeOf(requirements: Requirements) {
  const hash = createHash('sha256');
  for (const name of new Set<Requirements>(['requirements.txt', requirements])) {
    hash.update(readFileSync(join(import.meta.dirname, name)));
  }
  const folder = join(CACHE, hash.digest('hex').slice(0, 12));
  return { folder, python: join(folder, 'bin', 'python'), complete: join(folder, 'complete') };
}
