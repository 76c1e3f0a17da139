import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { access, constants, mkdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { isOutOfFiles, systemReason } from '../foundation/system-reason.ts';
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
      const { code = '' } = error as NodeJS.ErrnoException;
      throw notWritable(parent, systemReason(error) ?? atFirst(parent, code), error);
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

  /** An error that came while files were written, in words; undefined when the system had nothing to do with it. */
  failedWrite(error: unknown): UserError | undefined {
    if (!(error instanceof Error)) return undefined;
    const { code = '' } = error as NodeJS.ErrnoException;
    const reason = systemReason(error);
    if (reason !== undefined) return notWritable(this.#parent, reason, error);
    // A folder that is there and still not found is a mistake of ours.
    if (code !== 'ENOENT' || existsSync(this.staging)) return undefined;
    return notWritable(this.#parent, 'it was taken away while the run went on', error);
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
  if ((mode & 0o222) === 0) throw notWritable(folder, systemReason({ code: 'EACCES' }) as string);
}

function atFirst(folder: string, code: string): string {
  if (code === 'EEXIST') return 'a file of that name is in the way';
  return code === 'ENOTDIR' ? `${dirname(folder)} is not a folder` : code;
}

function notWritable(folder: string, reason: string, cause?: unknown): UserError {
  return new UserError(`results cannot be written to ${folder}: ${reason}`, {
    code: 'results_not_writable',
    hint: isOutOfFiles(cause)
      ? 'ulimit -n allows more; a trace on disk takes one for each container'
      : 'name another folder with --results',
    cause,
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
