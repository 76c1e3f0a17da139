/** Why the system lets a file or folder not be used, in words. */
const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota of the disk is used up',
  EFBIG: 'a file would become larger than may be',
  EIO: 'the disk does not answer',
  EMFILE: 'no more files can be open at once',
  ENFILE: 'no more files can be open at once',
};

/** An error of the system in words; undefined for any other, and for what depends on the path: one that is not there, or a folder. */
export function systemReason(error: unknown): string | undefined {
  const { code } = (error ?? {}) as NodeJS.ErrnoException;
  return code !== undefined && Object.hasOwn(REASONS, code) ? REASONS[code] : undefined;
}

/** Whether the system lets no more files be opened. */
export function isOutOfFiles(error: unknown): boolean {
  const { code } = (error ?? {}) as NodeJS.ErrnoException;
  return code === 'EMFILE' || code === 'ENFILE';
}
