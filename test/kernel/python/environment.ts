import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const CACHE = join(import.meta.dirname, '..', '..', '..', 'node_modules', '.cache', 'admf-python');

/** What the Python tests need, and what the tests of front ends do: some 200 MB. */
export type Requirements = 'requirements.txt' | 'requirements-front-ends.txt';

/**
 * A Python with the packages of a requirements file, in a virtual environment that is made once for each version of
 * that file, also when several test files ask for it at once. Returns the path of its interpreter.
 *
 * @throws Error when there is no Python 3 with venv, or the packages cannot be had.
 */
export function pythonEnvironment(requirements: Requirements = 'requirements.txt'): string {
  const { folder, python, complete } = placeOf(requirements);
  mkdirSync(CACHE, { recursive: true });
  const lock = `${folder}.lock`;
  while (!existsSync(complete)) {
    if (!takeLock(lock)) {
      pause();
      continue;
    }
    try {
      if (!existsSync(complete)) make(folder, python, requirements);
      writeFileSync(complete, '');
    } finally {
      rmSync(lock);
    }
  }
  return python;
}

/** The interpreter of an environment that was made before; undefined when none was. */
export function madeEnvironment(requirements: Requirements): string | undefined {
  const { python, complete } = placeOf(requirements);
  return existsSync(complete) ? python : undefined;
}

function make(folder: string, python: string, requirements: Requirements): void {
  rmSync(folder, { recursive: true, force: true });
  execFileSync('python3', ['-m', 'venv', folder], { stdio: 'pipe' });
  const file = join(import.meta.dirname, requirements);
  const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', file];
  execFileSync(python, install, { stdio: 'pipe' });
}

/** False while another process has it; of one that ended without giving it back, it is taken. */
function takeLock(lock: string): boolean {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    if (isAlive(ownerOf(lock))) return false;
    rmSync(lock, { force: true });
    return false;
  }
}

/** Undefined where it was just given back, or is about to be signed. */
function ownerOf(lock: string): number | undefined {
  try {
    return Number(readFileSync(lock, 'utf8')) || undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number | undefined): boolean {
  if (pid === undefined) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
}

function placeOf(requirements: Requirements) {
  const hash = createHash('sha256');
  for (const name of new Set<Requirements>(['requirements.txt', requirements])) {
    hash.update(readFileSync(join(import.meta.dirname, name)));
  }
  const folder = join(CACHE, hash.digest('hex').slice(0, 12));
  return { folder, python: join(folder, 'bin', 'python'), complete: join(folder, 'complete') };
}
