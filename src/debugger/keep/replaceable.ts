import { readFile } from 'node:fs/promises';
import { UserError } from '../../foundation/user-error.ts';

/**
 * Refuses to write over a file that holds something else: `save workflow.yaml` would cost the workflow.
 *
 * @param shown the path as the user gave it.
 * @param isOurs tells a file of the kind that is written by its text; an empty one always is.
 * @param kind that kind, in words.
 * @throws UserError for any other file.
 */
export async function refuseForeign(
  path: string,
  shown: string,
  isOurs: (text: string) => boolean,
  kind: string,
): Promise<void> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch {
    // Nothing is there, or nothing that can be read: writing says which.
    return;
  }
  if (text.trim() === '' || isOurs(text)) return;
  throw new UserError(`${shown} exists already, and is not ${kind}`, {
    code: 'file_exists',
    hint: 'give it another name',
  });
}
