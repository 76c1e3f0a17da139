import { readFile } from 'node:fs/promises';
import type { z } from 'zod';
import { UserError } from '../../foundation/user-error.ts';
import { formatPath, isMap, type Path } from '../../workflows/config/path.ts';
import { SESSION_FORMAT, SESSION_KIND, type SessionFile, sessionSchema } from './session-schema.ts';

/**
 * Reads a session file and checks its form; nothing is opened yet.
 *
 * @param shown the path as the user gave it.
 * @throws UserError when there is no such file, it is not whole, not ours, of another format or damaged.
 */
export async function readSessionFile(path: string, shown: string = path): Promise<SessionFile> {
  const value = parsed(await textOf(path, shown), shown);
  if (!isMap(value) || value.kind !== SESSION_KIND) {
    throw refused(shown, 'is JSON, but not a session that was saved here', 'not_a_session_file');
  }
  const { format } = value;
  if (format !== SESSION_FORMAT) {
    const found = typeof format === 'number' ? `format ${format}` : 'no format';
    const newer = typeof format === 'number' && format > SESSION_FORMAT;
    throw new UserError(`${shown} has ${found}, and format ${SESSION_FORMAT} is read here`, {
      code: 'unknown_session_format',
      hint: newer ? 'it was saved by a newer version: update admf' : undefined,
    });
  }
  const checked = sessionSchema.safeParse(value);
  if (!checked.success) throw damaged(checked.error, shown);
  return checkedRuns(checked.data, shown);
}

async function textOf(path: string, shown: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw refused(shown, 'does not exist', 'no_session_file', error);
    if (code === 'EISDIR') throw refused(shown, 'is a folder, not a session file', 'no_session_file', error);
    if (code === 'EACCES') throw refused(shown, 'cannot be read: permission denied', 'no_access', error);
    throw error;
  }
}

function parsed(text: string, shown: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (text.trim() === '') throw refused(shown, 'is empty', 'half_a_session_file', error);
    throw looksLikeSession(text)
      ? refused(shown, 'was not written to its end', 'half_a_session_file', error)
      : refused(shown, 'is not a session file: it is not JSON', 'not_a_session_file', error);
  }
}

/** Whether a text begins as a session file does, whole or not. */
export function looksLikeSession(text: string): boolean {
  return /^\s*\{\s*"kind":\s*"admf-session"/.test(text);
}

/** What the schema cannot say: runs that belong together. */
function checkedRuns(file: SessionFile, shown: string): SessionFile {
  const known = new Set<string>();
  for (const [i, { name, parent }] of file.runs.entries()) {
    const isFirst = i === 0;
    if (known.has(name)) throw refused(shown, `has two runs called ${name}`, 'damaged_session_file');
    if (isFirst ? parent !== null : parent === null || !known.has(parent)) {
      throw refused(shown, `has a run ${name} without the one it was forked from`, 'damaged_session_file');
    }
    known.add(name);
  }
  if (known.has(file.current)) return file;
  throw refused(shown, `names the run ${file.current}, and has none of that name`, 'damaged_session_file');
}

function damaged(error: z.ZodError, shown: string): UserError {
  const [{ path, message }] = error.issues;
  const where = formatPath(path as Path);
  return refused(
    shown,
    `is damaged${where === '' ? '' : ` at ${where}`}: ${message}`,
    'damaged_session_file',
  );
}

function refused(shown: string, what: string, code: string, cause?: unknown): UserError {
  return new UserError(`${shown} ${what}`, { code, cause });
}
