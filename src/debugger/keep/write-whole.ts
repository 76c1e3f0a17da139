import { randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { UserError } from '../../foundation/user-error.ts';

/**
 * Writes a file whole or not at all: beside its place first, then renamed. Whoever reads it sees the old text or the new.
 *
 * @param shown the path as the user gave it.
 * @throws UserError when it cannot be written there.
 */
export async function writeWhole(path: string, text: string, shown: string = path): Promise<void> {
  const partial = join(dirname(path), `.${basename(path)}.${randomBytes(4).toString('hex')}.partial`);
  try {
    const file = await open(partial, 'wx');
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true });
    throw refusal(error, shown);
  }
}

function refusal(error: unknown, shown: string): unknown {
  const { code } = error as NodeJS.ErrnoException;
  const why =
    code === 'ENOENT'
      ? 'there is no such folder'
      : code === 'EACCES' || code === 'EPERM' || code === 'EROFS'
        ? 'permission denied'
        : code === 'EISDIR' || code === 'ENOTDIR'
          ? 'a folder and a file are in each other’s place'
          : code === 'ENOSPC'
            ? 'the disk is full'
            : undefined;
  if (why === undefined) return error;
  return new UserError(`${shown} cannot be written: ${why}`, { code: 'cannot_write', cause: error });
}
