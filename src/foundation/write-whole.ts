import { randomBytes } from 'node:crypto';
import { open, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { UserError } from './user-error.ts';

/** Why the system does not let a file be written, in words. */
const WHY: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'permission denied',
  EISDIR: 'a folder stands there',
  ENOTDIR: 'a file stands where a folder would have to be',
  EEXIST: 'a file stands where a folder would have to be',
  ENOSPC: 'the disk is full',
};

/**
 * Writes a file whole or not at all: beside its place first, then renamed. Whoever reads it sees the old content or the new.
 *
 * @param content its text, or what writes it to the path that it is given.
 * @param shown the path as the user gave it.
 * @throws UserError when it cannot be written there.
 */
export async function writeWhole(
  path: string,
  content: string | ((partial: string) => Promise<void>),
  shown: string = path,
): Promise<void> {
  const partial = join(dirname(path), `.${basename(path)}.${randomBytes(4).toString('hex')}.partial`);
  try {
    if (typeof content === 'string') await writeFile(partial, content, { flag: 'wx' });
    else await content(partial);
    const file = await open(partial, 'r');
    try {
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true });
    const why = WHY[(error as NodeJS.ErrnoException).code ?? ''];
    if (why === undefined) throw error;
    throw new UserError(`${shown} cannot be written: ${why}`, { code: 'cannot_write', cause: error });
  }
}
