import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { KernelMistake } from '../mistake.ts';
import { dataHome, type Environment } from '../user-folders.ts';
import type { Programs } from './programs.ts';

const REQUIREMENTS = join(import.meta.dirname, 'requirements.txt');
/** Oldest Python that JupyterLab runs on. */
const OLDEST: readonly [major: number, minor: number] = [3, 10];

/** A Python environment of ADMF's own with JupyterLab in it, which nothing of the user's depends on. */
export interface LabEnvironment {
  readonly folder: string;
  readonly bin: string;
  /** Whether all of it is there, as this version of ADMF wants it. */
  readonly isComplete: boolean;
}

/** Where it is, or would be. */
export function labEnvironment(env: Environment, platform = process.platform): LabEnvironment {
  const folder = join(dataHome(env, platform), 'admf', 'jupyter');
  const stamp = join(folder, 'admf-requirements.txt');
  const isComplete = existsSync(stamp) && readFileSync(stamp, 'utf8') === readFileSync(REQUIREMENTS, 'utf8');
  return { folder, bin: join(folder, platform === 'win32' ? 'Scripts' : 'bin'), isComplete };
}

/**
 * Makes it, which fetches some 200 MB.
 *
 * @throws KernelMistake when there is no Python that can, or the packages cannot be had.
 */
export async function makeLabEnvironment(
  { folder, bin }: LabEnvironment,
  env: Environment,
  programs: Programs,
  say: (text: string) => void,
): Promise<void> {
  const python = await findPython(env, programs);
  say(`making a Python environment in ${folder}`);
  rmSync(folder, { recursive: true, force: true });
  const made = await programs.capture(python, ['-m', 'venv', folder], env);
  if (made.code !== 0) {
    throw new KernelMistake(`a Python environment cannot be made: ${lastLine(made.stderr || made.stdout)}`, {
      code: 'no_venv',
      hint: 'on Debian and Ubuntu it needs the package python3-venv',
    });
  }
  say('fetching JupyterLab (200 MB, some minutes)');
  const args = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', REQUIREMENTS];
  const installed = await programs.capture(join(bin, 'python'), args, env);
  if (installed.code !== 0) {
    throw new KernelMistake(
      `JupyterLab cannot be fetched: ${lastLine(installed.stderr || installed.stdout)}`,
      {
        code: 'no_packages',
        hint: 'is there a network? "admf lab --install" tries again',
      },
    );
  }
  writeFileSync(join(folder, 'admf-requirements.txt'), readFileSync(REQUIREMENTS));
}

async function findPython(env: Environment, programs: Programs): Promise<string> {
  for (const name of ['python3', 'python']) {
    const found = programs.find(name, env);
    if (found === undefined) continue;
    const script = 'import sys; print("%d.%d" % sys.version_info[:2])';
    const { code, stdout } = await programs.capture(found, ['-c', script], env);
    const [major, minor] = stdout.trim().split('.').map(Number);
    if (code !== 0 || Number.isNaN(major)) continue;
    if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return found;
    throw new KernelMistake(
      `JupyterLab needs Python ${OLDEST.join('.')} or newer, and ${found} is ${stdout.trim()}`,
      { code: 'old_python', hint: 'install a newer one, or JupyterLab by any other way' },
    );
  }
  throw new KernelMistake('JupyterLab needs Python 3, and there is none in the PATH', {
    code: 'no_python',
    hint: 'install Python, or open the notebook in VS Code, which needs none',
  });
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
