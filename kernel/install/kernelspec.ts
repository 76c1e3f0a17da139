import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { KernelMistake } from '../mistake.ts';
import type { Environment } from '../user-folders.ts';
import { PROTOCOL_VERSION } from '../wire/message.ts';
import { type InstallTarget, kernelsFolder, searchedFolders } from './data-folders.ts';

/** Name by which Jupyter, notebooks and `--kernel` know the kernel. */
export const KERNEL_NAME = 'admf';
const DISPLAY_NAME = 'ADMF (TypeScript)';

const RESOURCES = fileURLToPath(new URL('resources', import.meta.url));
const LAUNCHER = join(import.meta.dirname, '..', '..', 'bin', 'admf.mjs');

/** What Jupyter reads to start the kernel: this Node and this copy of ADMF, by their paths. @param options of `admf kernel start` */
export function kernelspec(options: readonly string[] = [], node = process.execPath, launcher = LAUNCHER) {
  return {
    argv: [node, launcher, 'kernel', 'start', '{connection_file}', ...options],
    display_name: DISPLAY_NAME,
    language: 'typescript',
    interrupt_mode: 'message',
    kernel_protocol_version: PROTOCOL_VERSION,
    metadata: { debugger: false },
  };
}

/**
 * Makes the kernel known to Jupyter; an older kernelspec of ours is replaced. Returns its folder.
 *
 * @param options of `admf kernel start`, that Jupyter is to give
 * @throws KernelMistake when the folder cannot be written, or the Python environment cannot be found.
 */
export function installKernel(
  target: InstallTarget,
  env: Environment = process.env,
  options: readonly string[] = [],
): string {
  const folder = join(locate(target, env), KERNEL_NAME);
  try {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    cpSync(RESOURCES, folder, { recursive: true });
    writeFileSync(join(folder, 'kernel.json'), `${JSON.stringify(kernelspec(options), null, 2)}\n`);
  } catch (error) {
    throw new KernelMistake(`cannot write ${folder}: ${(error as Error).message}`, {
      code: 'cannot_install_kernel',
      hint: 'try --user, or --prefix with a folder of yours',
    });
  }
  return folder;
}

/** @throws KernelMistake when it is not installed there. Returns the folder that was removed. */
export function uninstallKernel(target: InstallTarget, env: Environment = process.env): string {
  const folder = join(locate(target, env), KERNEL_NAME);
  if (!existsSync(join(folder, 'kernel.json'))) {
    throw new KernelMistake(`no kernel is installed in ${folder}`, {
      code: 'kernel_not_installed',
      hint: 'see "admf kernel list"',
    });
  }
  rmSync(folder, { recursive: true });
  return folder;
}

/** A kernelspec of ours that Jupyter finds. */
export interface InstalledKernel {
  readonly folder: string;
  readonly argv: readonly string[];
  /** Files that it names and that are not there (any more): such a kernel cannot start. */
  readonly missing: readonly string[];
}

/** Every place where the kernel is installed, in the order in which Jupyter looks. */
export function installedKernels(env: Environment = process.env): InstalledKernel[] {
  return installedKernelsIn(searchedFolders(env));
}

/** The same, in these folders. */
export function installedKernelsIn(folders: readonly string[]): InstalledKernel[] {
  return folders.flatMap((kernels) => {
    const folder = join(kernels, KERNEL_NAME);
    const argv = readArgv(join(folder, 'kernel.json'));
    if (argv === undefined) return [];
    return [{ folder, argv, missing: argv.slice(0, 2).filter((path) => !existsSync(path)) }];
  });
}

function readArgv(path: string): readonly string[] | undefined {
  if (!existsSync(path)) return undefined;
  try {
    const { argv } = JSON.parse(readFileSync(path, 'utf8')) as { argv?: unknown };
    return Array.isArray(argv) ? argv.map(String) : [];
  } catch {
    return [];
  }
}

function locate(target: InstallTarget, env: Environment): string {
  try {
    return kernelsFolder(target, env);
  } catch {
    throw new KernelMistake('no Python environment was found for --sys-prefix', {
      code: 'no_python',
      hint: 'activate one, or use --user or --prefix',
    });
  }
}
