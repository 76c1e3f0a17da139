import { randomBytes } from 'node:crypto';
import { access, constants, mkdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { UserError } from '../foundation/user-error.ts';

/**
 * A folder of results that comes into being whole: files are written into a hidden sibling, which is renamed when all
 * are there, and removed when the run fails.
 */
export class ResultsFolder {
  /** Where files are written now. */
  readonly staging: string;
  readonly #parent: string;
  readonly #name: string;
  /** The first folder above that had to be made; undefined when all were there. */
  #made: string | undefined;

  private constructor(parent: string, name: string) {
    this.#parent = parent;
    this.#name = name;
    this.staging = join(parent, `.${name}.${randomBytes(4).toString('hex')}.partial`);
  }

  /**
   * @param parent made when it does not exist.
   * @param name `<workflow>_<time>`; a number is added when there is one of that name.
   * @throws UserError when nothing can be written there.
   */
  static async create(parent: string, name: string): Promise<ResultsFolder> {
    const folder = new ResultsFolder(parent, name);
    try {
      folder.#made = await mkdir(parent, { recursive: true });
      // Asked first: as root, making a folder inside a read-only one succeeds in spite of its mode.
      await checkMode(parent);
      await mkdir(folder.staging);
    } catch (error) {
      if (error instanceof UserError) throw error;
      throw notWritable(parent, error as NodeJS.ErrnoException);
    }
    return folder;
  }

  /** Gives the folder its name. Returns its path. */
  async finish(): Promise<string> {
    for (let n = 1; ; n++) {
      const path = join(this.#parent, n === 1 ? this.#name : `${this.#name}-${n}`);
      if (await exists(path)) continue;
      await rename(this.staging, path);
      return path;
    }
  }

  /** Leaves everything as it was before `create`. */
  async discard(): Promise<void> {
    await rm(this.staging, { recursive: true, force: true });
    if (this.#made === undefined) return;
    for (let path = resolve(this.#parent); ; path = dirname(path)) {
      try {
        await rmdir(path);
      } catch {
        // Something else was put there meanwhile.
        return;
      }
      if (path === resolve(this.#made)) return;
    }
  }
}

async function checkMode(folder: string): Promise<void> {
  await access(folder, constants.W_OK);
  const { mode } = await stat(folder);
  if ((mode & 0o222) === 0) throw notWritable(folder, { code: 'EACCES' } as NodeJS.ErrnoException);
}

function notWritable(folder: string, { code }: NodeJS.ErrnoException): UserError {
  const reasons: Record<string, string> = {
    EACCES: 'permission denied',
    EROFS: 'the file system is read-only',
    ENOSPC: 'the disk is full',
    EEXIST: 'a file of that name is in the way',
    ENOTDIR: `${dirname(folder)} is not a folder`,
  };
  return new UserError(`results cannot be written to ${folder}: ${reasons[code ?? ''] ?? code}`, {
    code: 'results_not_writable',
    hint: 'name another folder with --results',
  });
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch {
    return false;
  }
}
